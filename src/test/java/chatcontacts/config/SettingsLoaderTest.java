package chatcontacts.config;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.config.InstanceSettings.ContactEvents;
import chatcontacts.domain.admission.ProbePolicy;
import chatcontacts.domain.request.MessageLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {

    private static final String ID = "12345678-1234-1234-1234-123456789012";

    @TempDir
    private Path folder;

    @Test
    void whatIsRequiredSufficesAndTheRestIsDefault() {
        Settings settings = SettingsFixture.whatIsRequired().settings();

        assertThat(settings.applicationId()).isEqualTo("chat-contact-processor");
        assertThat(settings.intakeApplicationId()).isEqualTo("chat-contact-processor-intake");
        assertThat(settings.dispatchApplicationId()).isEqualTo("chat-contact-processor-dispatch");
        assertThat(settings.kafka().bootstrapServers()).isEqualTo("broker:9092");
        assertThat(settings.kafka().clientId()).isEqualTo("chat-contact-processor-pod-0");
        assertThat(settings.registry().client())
                .containsExactly(Map.entry("schema.registry.url", "http://registry:8081"));
        assertThat(settings.topics().contactEvents()).contains("contact-events");
        assertThat(settings.lanes().values())
                .containsExactly(new LaneSettings(
                        "default",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        0,
                        100,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(2)));
        assertThat(settings.messageLimits()).isEqualTo(MessageLimits.DOCUMENTED);
        assertThat(settings.instances().all()).isEmpty();
        assertThat(settings.dedupRetention()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.retry()).isEqualTo(new Settings.Retry(8, Duration.ofMillis(200), Duration.ofSeconds(30)));
        assertThat(settings.hold()).isEqualTo(new Settings.Hold(Duration.ofMillis(250), Duration.ofMinutes(1)));
        assertThat(settings.probes()).isEqualTo(new ProbePolicy(0.1, 0.4));
        assertThat(settings.requestMaxWait()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.http().port()).isEqualTo(8080);
        assertThat(settings.shutdownGrace()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void theCommandLineBeatsTheEnvironmentBeatsTheFileBeatsTheDefault() {
        SettingsFixture given = SettingsFixture.whatIsRequired()
                .file(folder, "http.port=1", "retry.max.attempts=1", "shutdown.grace.ms=1")
                .variable("CHAT_HTTP_PORT", "2")
                .variable("CHAT_RETRY_MAX_ATTEMPTS", "2")
                .flag("http.port", "3");

        assertThat(given.settings().http().port()).isEqualTo(3);
        assertThat(given.settings().retry().maxAttempts()).isEqualTo(2);
        assertThat(given.settings().shutdownGrace()).isEqualTo(Duration.ofMillis(1));
        assertThat(given.load().effective())
                .contains(
                        new EffectiveSetting("http.port", "3", SettingSource.COMMAND_LINE),
                        new EffectiveSetting("retry.max.attempts", "2", SettingSource.ENVIRONMENT),
                        new EffectiveSetting("shutdown.grace.ms", "1", SettingSource.FILE),
                        new EffectiveSetting("lanes.default.rate.burst", "auto", SettingSource.DEFAULT),
                        new EffectiveSetting("kafka.client.id", "chat-contact-processor-pod-0", SettingSource.DEFAULT));
    }

    @Test
    void aFileOfWindowsIsReadAsAnyOther() throws IOException {
        Path file = Files.writeString(
                folder.resolve("windows.properties"),
                "\uFEFFkafka.bootstrap.servers=b:1\r\nschema.registry.url=http://r:1\r\nhttp.port=9\r\n");

        Settings settings =
                SettingsLoader.load(Optional.of(file), Map.of(), Map.of()).settings();

        assertThat(settings.kafka().bootstrapServers()).isEqualTo("b:1");
        assertThat(settings.http().port()).isEqualTo(9);
    }

    @Test
    void lanesAndInstancesAreReadByName() throws IOException {
        Path bundle = Files.writeString(folder.resolve("ca.pem"), "");
        Settings settings = SettingsFixture.whatIsRequired()
                .file(
                        folder,
                        "lanes=eu, us",
                        "lanes.eu.region=eu-central-1",
                        "lanes.eu.endpoint=https://vpce.example:8443",
                        "lanes.eu.role.arn=arn:aws:iam::123456789012:role/chats",
                        "lanes.eu.profile=blue-team",
                        "lanes.eu.ca.bundle=" + bundle,
                        "lanes.eu.rate.per.second=2.5",
                        "lanes.eu.rate.burst=3",
                        "lanes.eu.service.quotas.endpoint=https://quotas.example",
                        "lanes.eu.cloudwatch.active.chats=true",
                        "lanes.eu.cloudwatch.endpoint=https://monitoring.example",
                        "lanes.eu.reconciliation.share=0.5",
                        "lanes.eu.in.flight.max=7",
                        "lanes.eu.call.timeout.ms=5000",
                        "lanes.eu.connect.timeout.ms=700",
                        "lanes.us.no.sign.request=TRUE",
                        "lanes.us.endpoint=http://localhost:1",
                        "instances=sales",
                        "instances.sales.id=arn:aws:connect:eu-central-1:123456789012:instance/" + ID,
                        "instances.sales.lane=eu",
                        "instances.sales.concurrent.chats=12",
                        "instances.sales.rate.per.second=6",
                        "instances.sales.contact.events=on",
                        "instances.unlisted=reject")
                .settings();

        assertThat(settings.lanes()).containsOnlyKeys("eu", "us");
        assertThat(settings.lanes().get("eu"))
                .isEqualTo(new LaneSettings(
                        "eu",
                        Optional.of("eu-central-1"),
                        Optional.of("123456789012"),
                        Optional.of(URI.create("https://vpce.example:8443")),
                        Optional.of("arn:aws:iam::123456789012:role/chats"),
                        Optional.of("blue-team"),
                        false,
                        Optional.of(bundle),
                        Optional.of(2.5),
                        Optional.of(3),
                        Optional.of(URI.create("https://quotas.example")),
                        true,
                        Optional.of(URI.create("https://monitoring.example")),
                        0.5,
                        7,
                        Duration.ofSeconds(5),
                        Duration.ofMillis(700)));
        assertThat(settings.lanes().get("us").noSignRequest()).isTrue();
        assertThat(settings.instances().all())
                .containsExactly(new InstanceSettings(
                        "sales",
                        ID,
                        "eu",
                        false,
                        Optional.of(12),
                        Optional.of(6.0),
                        Optional.empty(),
                        ContactEvents.ON));
        assertThat(settings.unlisted()).isEmpty();
    }

    @Test
    void anUnlistedInstanceGoesIntoTheDefaultLaneWithTheDefaultsOfAnInstance() {
        assertThat(SettingsFixture.whatIsRequired().settings().unlisted())
                .contains(new InstanceSettings(
                        "",
                        "",
                        "default",
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        ContactEvents.AUTO));
    }

    @Test
    void theTopicsOfOptionalInputsMayBeEmpty() {
        TopicSettings topics = SettingsFixture.whatIsRequired()
                .variable("CHAT_TOPICS_CONTACT_EVENTS", "")
                .flag("topics.cancellations", "")
                .flag("topics.control", "")
                .settings()
                .topics();

        assertThat(topics.contactEvents()).isEmpty();
        assertThat(topics.cancellations()).isEmpty();
        assertThat(topics.control()).isEmpty();
    }

    @Test
    void theEnvironmentReachesGroupsLanesAndInstances() {
        Settings settings = SettingsFixture.nothing()
                .variable("CHAT_KAFKA_BOOTSTRAP_SERVERS", "a:1,b:2")
                .variable("CHAT_KAFKA_MAIN_CONSUMER_MAX_POLL_RECORDS", "7")
                .variable("CHAT_KAFKA_RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST", "3")
                .variable("CHAT_DISPATCH_NUM_STREAM_THREADS", "4")
                .variable("CHAT_SCHEMA_REGISTRY_URL", "http://r:1")
                .variable("CHAT_SERDE_BASIC_AUTH_CREDENTIALS_SOURCE", "USER_INFO")
                .variable("CHAT_LANES", "default,eu")
                .variable("CHAT_LANES_EU_RATE_PER_SECOND", "9")
                .variable("CHAT_INSTANCES", "one")
                .variable("CHAT_INSTANCES_ONE_ID", ID)
                .settings();

        assertThat(settings.kafka().common())
                .containsEntry("bootstrap.servers", "a:1,b:2")
                .containsEntry("main.consumer.max.poll.records", "7")
                .containsEntry("rack.aware.assignment.non_overlap_cost", "3");
        assertThat(settings.kafka().forDispatch()).containsEntry("num.stream.threads", "4");
        assertThat(settings.registry().serde()).containsEntry("basic.auth.credentials.source", "USER_INFO");
        assertThat(settings.lanes().get("eu").ratePerSecond()).contains(9.0);
        assertThat(settings.instances().all())
                .extracting(InstanceSettings::name)
                .containsExactly("one");
    }

    @Test
    void unknownNamesAreFaultsInTheFileAndWarningsInTheEnvironment() {
        SettingsFixture given = SettingsFixture.whatIsRequired().variable("CHAT_PROCESSOR_SERVICE_HOST", "10.0.0.1");

        assertThat(given.load().warnings())
                .containsExactly("environment variable CHAT_PROCESSOR_SERVICE_HOST: unknown setting");
        assertThat(given.variable("CHATTER", "x").load().warnings()).hasSize(1);
        assertThat(given.file(folder, "http.prot=1", "lanes.default.regoin=x").problems())
                .containsExactlyInAnyOrder(
                        "http.prot: unknown setting (file)", "lanes.default.regoin: unknown setting (file)");
    }

    @Test
    void settingsOfALaneThatIsNotListedAreFaultsInTheFileAndWarningsInTheEnvironment() {
        assertThat(SettingsFixture.whatIsRequired()
                        .file(folder, "lanes.eu.region=eu-central-1")
                        .problems())
                .containsExactly("lanes.eu.region: eu is not listed in lanes");
        assertThat(SettingsFixture.whatIsRequired()
                        .variable("CHAT_INSTANCES_ONE_ID", ID)
                        .load()
                        .warnings())
                .containsExactly("instances.one.id (CHAT_INSTANCES_ONE_ID): one is not listed in instances");
    }

    @Test
    void aHostNameThatIsNoClientIdIsMadeOne() {
        assertThat(SettingsFixture.whatIsRequired()
                        .variable("HOSTNAME", "büro pc")
                        .settings()
                        .kafka()
                        .clientId())
                .isEqualTo("chat-contact-processor-b-ro-pc");
    }

    @Test
    void eachSideGetsTheCommonSettingsItsOwnOverThemAndItsClientId() {
        KafkaSettings kafka = SettingsFixture.whatIsRequired()
                .flag("kafka.client.id", "one")
                .flag("kafka.num.stream.threads", "2")
                .flag("intake.num.stream.threads", "3")
                .flag("kafka.admin.request.timeout.ms", "4000")
                .settings()
                .kafka();

        assertThat(kafka.forIntake())
                .containsEntry("num.stream.threads", "3")
                .containsEntry("bootstrap.servers", "broker:9092")
                .containsEntry("client.id", "one-intake");
        assertThat(kafka.forDispatch())
                .containsEntry("num.stream.threads", "2")
                .containsEntry("client.id", "one-dispatch");
        assertThat(kafka.forClient("admin.", Set.of("bootstrap.servers"), "admin"))
                .containsOnly(
                        Map.entry("bootstrap.servers", "broker:9092"),
                        Map.entry("request.timeout.ms", "4000"),
                        Map.entry("client.id", "one-admin"));
    }
}

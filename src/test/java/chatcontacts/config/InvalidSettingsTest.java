package chatcontacts.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidSettingsTest {

    private static final String ARN = "arn:aws:connect:eu-central-1:123456789012:instance/";

    @TempDir
    private Path folder;

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThat(SettingsFixture.nothing()
                        .file(
                                folder,
                                "http.port=many",
                                "retry.max.attempts=0",
                                "kafka.acks=1",
                                "kafka.num.stream.threads=two")
                        .variable("CHAT_SHUTDOWN_GRACE_MS", "soon")
                        .flag("lanes", "EU")
                        .problems())
                .containsExactlyInAnyOrder(
                        "kafka.bootstrap.servers: is required: host:port, several separated by commas",
                        "schema.registry.url: is required: a URL (http, https, mock) without credentials in it, several"
                                + " separated by commas",
                        "http.port: \"many\" is not a whole number from 0 to 65535",
                        "retry.max.attempts: \"0\" is not a whole number from 1 to 1000",
                        "shutdown.grace.ms (CHAT_SHUTDOWN_GRACE_MS): \"soon\" is not a whole number from 0 to 600000",
                        "lanes: \"EU\" is not one or more names of lower-case letters and digits, each once, separated"
                                + " by commas",
                        "kafka.acks: is controlled by the service and cannot be set: the service runs"
                                + " exactly-once and sets what that requires",
                        "kafka.num.stream.threads: \"two\" is not what Kafka accepts: a value of type INT");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "application.id, a b",
                "kafka.bootstrap.servers, broker",
                "kafka.bootstrap.servers, http://broker:9092",
                "kafka.client.id, a/b",
                "schema.registry.url, registry:8081",
                "schema.registry.url, ftp://registry",
                "schema.registry.url, http://user:pass@registry",
                "topics.requests, ``",
                "topics.requests, a/b",
                "topics.requests, ..",
                "topics.cancellations, a b",
                "lanes, ``",
                "lanes, `default,default`",
                "lanes, `default,,eu`",
                "instances, a-b",
                "instances.unlisted, maybe",
                "lanes.default.region, Frankfurt",
                "lanes.default.endpoint, vpce.example",
                "lanes.default.role.arn, chats",
                "lanes.default.profile, a b",
                "lanes.default.no.sign.request, perhaps",
                "lanes.default.ca.bundle, /no/such/file",
                "lanes.default.ca.bundle, /",
                "lanes.default.connect.timeout.ms, 9",
                "limits.message.plain, 0",
                "limits.message.interactive.response, 262145",
                "lanes.default.rate.per.second, 0",
                "lanes.default.rate.per.second, -1",
                "lanes.default.rate.per.second, NaN",
                "lanes.default.rate.per.second, Infinity",
                "lanes.default.rate.burst, 0",
                "lanes.default.rate.burst, 1.5",
                "lanes.default.rate.burst, most",
                "lanes.default.reconciliation.share, 1.1",
                "lanes.default.reconciliation.share, -0.1",
                "lanes.default.service.quotas.endpoint, quotas.example",
                "lanes.default.in.flight.max, 0",
                "lanes.default.call.timeout.ms, 99",
                "dedup.retention.ms, 604800001",
                "retry.backoff.ms, 0",
                "hold.backoff.ms, -5",
                "hold.probe.share, 0",
                "hold.wasted.per.start, 0",
                "request.max.wait.ms, 518400001",
                "http.port, 65536",
                "shutdown.grace.ms, -1",
                "shutdown.leave.group, maybe",
                "watchdog.stalled.ms, 999",
                "log.format, xml",
                "config.providers, a_b",
                "kafka.security.protocol, MAGIC",
                "kafka.consumer.max.poll.records, none",
            })
    void aValueThatBreaksItsRuleIsAFaultOfItsKeyAlone(String key, String value) {
        assertThat(SettingsFixture.whatIsRequired().flag(key, value).problems())
                .singleElement()
                .asString()
                .startsWith(key + ": ")
                .contains(" is not ");
    }

    @Test
    void unsignedCallsGoOnlyWhereTheyAreOfUse() {
        assertThat(SettingsFixture.whatIsRequired()
                        .flag("lanes.default.no.sign.request", "true")
                        .flag("lanes.default.profile", "blue")
                        .problems())
                .containsExactly(
                        "lanes.default.no.sign.request: true requires lanes.default.endpoint: Amazon Connect"
                                + " accepts signed calls only",
                        "lanes.default.no.sign.request: true excludes lanes.default.profile");
    }

    @ParameterizedTest
    @CsvSource({
        "dedup.retention.ms, 604800000",
        "request.max.wait.ms, 518400000",
        "lanes.default.rate.per.second, 0.1",
        "lanes.default.rate.per.second, auto",
        "lanes.default.rate.burst, auto",
        "http.port, 0",
        "kafka.bootstrap.servers, [::1]:9092",
        "schema.registry.url, mock://tests",
        "lanes.default.region, us-gov-west-1",
        "kafka.group.protocol, classic",
        "kafka.group.instance.id, pod-0",
        "kafka.state.dir, /var/lib/chats",
        "kafka.num.standby.replicas, 1",
        "kafka.topic.segment.ms, 600000",
    })
    void aValueAtItsBoundIsTaken(String key, String value) {
        assertThat(SettingsFixture.whatIsRequired().flag(key, value).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.application.id",
        "kafka.processing.guarantee",
        "kafka.default.key.serde",
        "kafka.consumer.auto.offset.reset",
        "kafka.main.consumer.isolation.level",
        "kafka.restore.consumer.group.id",
        "intake.enable.auto.commit",
        "intake.bootstrap.servers",
        "intake.producer.delivery.timeout.ms",
        "kafka.retries",
        "dispatch.client.id",
        "dispatch.producer.transactional.id",
        "kafka.admin.bootstrap.servers",
        "kafka.consumer.client.id",
        "kafka.topic.cleanup.policy",
        "kafka.topology.optimization",
        "kafka.errors.dead.letter.queue.topic.name",
        "kafka.config.providers",
        "kafka.config.providers.env.class",
        "serde.schema.registry.url",
        "serde.value.subject.name.strategy",
        "serde.specific.avro.reader",
    })
    void whatTheServiceOwnsIsRefusedWithTheReason(String key) {
        assertThat(SettingsFixture.whatIsRequired().flag(key, "x").problems())
                .singleElement()
                .asString()
                .startsWith(key + ": is controlled by the service and cannot be set: ");
    }

    @Test
    void aSettingThatKafkaDoesNotKnowIsHandedOnWithAWarning() {
        LoadedSettings loaded = SettingsFixture.whatIsRequired()
                .flag("kafka.sesion.timeout.ms", "1")
                .load();

        assertThat(loaded.settings().kafka().common()).containsEntry("sesion.timeout.ms", "1");
        assertThat(loaded.warnings()).containsExactly("kafka.sesion.timeout.ms: unknown to Kafka; passed on as is");
    }

    @Test
    void topicsMustDiffer() {
        assertThat(SettingsFixture.whatIsRequired()
                        .flag("topics.results", "chat-requests")
                        .problems())
                .containsExactly("topics.results: is the same topic as topics.requests");
    }

    @Test
    void theLongestPauseIsNeverBelowTheFirst() {
        assertThat(SettingsFixture.whatIsRequired()
                        .flag("retry.backoff.max.ms", "100")
                        .flag("hold.backoff.ms", "60001")
                        .problems())
                .containsExactly(
                        "retry.backoff.max.ms: is below retry.backoff.ms",
                        "hold.backoff.max.ms: is below hold.backoff.ms");
    }

    @Test
    void unlistedInstancesNeedTheirLane() {
        assertThat(SettingsFixture.whatIsRequired().flag("lanes", "eu").problems())
                .containsExactly(
                        "instances.unlisted: accept requires a lane named default; add it to lanes, or set reject");
    }

    @Test
    void anInstanceNeedsAnIdThatIsItsOwnAndALaneThatExists() {
        assertThat(SettingsFixture.whatIsRequired()
                        .flag("instances", "a,b,c,d")
                        .flag("instances.b.id", "one")
                        .flag("instances.c.id", ARN + "one")
                        .flag("instances.d.id", "arn:aws:connect:instance/x")
                        .flag("instances.a.lane", "eu")
                        .problems())
                .containsExactlyInAnyOrder(
                        "instances.a.id: is required: an instance id or an instance ARN"
                                + " (arn:aws:connect:REGION:ACCOUNT:instance/ID)",
                        "instances.d.id: \"arn:aws:connect:instance/x\" is not an instance id or an instance ARN"
                                + " (arn:aws:connect:REGION:ACCOUNT:instance/ID)",
                        "instances.c.id: is the same instance as instances.b.id",
                        "instances.a.lane: eu is not listed in lanes");
    }

    @Test
    void theArnsOfALaneAgreeWithItsRegionAndWithOneAnother() {
        SettingsFixture given =
                SettingsFixture.whatIsRequired().flag("instances", "a").flag("instances.a.id", ARN + "one");

        assertThat(given.flag("lanes.default.region", "us-east-1").problems())
                .containsExactly("instances.a.id: the Region of the ARN differs from lanes.default.region");
        assertThat(given.flag("lanes.default.region", "")
                        .flag("instances", "a,b")
                        .flag("instances.b.id", "arn:aws:connect:eu-central-1:999999999999:instance/two")
                        .problems())
                .containsExactly("instances.b.id: the account of the ARN differs from instances.a.id");
        assertThat(given.flag("instances.b.id", "arn:aws:connect:us-east-1:123456789012:instance/two")
                        .problems())
                .containsExactly("instances.b.id: lane default already holds an instance of another Region");
    }

    @Test
    void eventsThatAreOnNeedTheirTopic() {
        assertThat(SettingsFixture.whatIsRequired()
                        .flag("topics.contact.events", "")
                        .flag("instances", "a")
                        .flag("instances.a.id", "one")
                        .flag("instances.a.contact.events", "on")
                        .problems())
                .containsExactly("instances.a.contact.events: on requires topics.contact.events");
    }

    @Test
    void aFileThatIsMissingOrSaysAThingTwiceIsAFault() {
        Path missing = folder.resolve("none.properties");

        assertThat(SettingsFixture.nothing().missingFile(missing).problems())
                .containsExactly(missing + ": no such file");
        assertThat(SettingsFixture.whatIsRequired()
                        .file(folder, "http.port=1", "http.port=2", "http.port=3")
                        .problems())
                .containsExactly("http.port: is defined more than once in " + folder.resolve("service.properties"));
        assertThat(SettingsFixture.whatIsRequired()
                        .file(folder, "http.port=\\u12")
                        .problems())
                .singleElement()
                .asString()
                .contains("not readable as a UTF-8 properties file");
    }

    @Test
    void aServiceOfKubernetesThatInjectsOneOfOurNamesIsNamedAsTheLikelyCause() {
        assertThat(SettingsFixture.whatIsRequired()
                        .variable("CHAT_HTTP_PORT", "tcp://10.0.0.1:80")
                        .problems())
                .singleElement()
                .asString()
                .startsWith("http.port (CHAT_HTTP_PORT): \"tcp://10.0.0.1:80\" is not")
                .endsWith("enableServiceLinks: false)");
    }

    @Test
    void longValuesAreToldByTheirLengthAndControlCharactersAreMasked() {
        assertThat(SettingsFixture.whatIsRequired()
                        .flag("http.port", "1".repeat(61))
                        .problems())
                .singleElement()
                .asString()
                .startsWith("http.port: a value of 61 characters is not");
        assertThat(SettingsFixture.whatIsRequired().flag("http.port", "a\nb").problems())
                .singleElement()
                .asString()
                .startsWith("http.port: \"a?b\" is not");
    }

    @Test
    void commandsOverHttpNeedTheirTopicAndATokenOfTheirOwn() {
        SettingsFixture given = SettingsFixture.whatIsRequired()
                .flag("http.control.token", "a-token-of-operators")
                .flag("http.read.token", "a-token-of-operators")
                .flag("topics.control", "");

        assertThat(given.problems())
                .containsExactlyInAnyOrder(
                        "http.control.token: requires topics.control",
                        "http.control.token: is the same as http.read.token: whoever may read could command");
        assertThat(SettingsFixture.whatIsRequired()
                        .flag("http.control.token", "too short")
                        .problems())
                .containsExactly("http.control.token: [hidden] is not 16 to 200 visible ASCII characters"
                        + " without a space, or empty");
        assertThat(SettingsFixture.whatIsRequired()
                        .flag("http.control.token", "a-token-of-operators")
                        .settings()
                        .http()
                        .toString())
                .contains("token=[hidden], behindTls=false")
                .doesNotContain("operators");
    }
}

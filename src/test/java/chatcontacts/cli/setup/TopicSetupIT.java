package chatcontacts.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.cli.console.RecordedConsole;
import chatcontacts.testkit.servers.LocalKafka;
import chatcontacts.wire.TopicPlan;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The topics that are made on three brokers. */
final class TopicSetupIT {

    private static LocalKafka kafka;
    private static Admin admin;

    private final RecordedConsole console = new RecordedConsole();

    TopicSetupIT() {
        console.admin = settings -> kafka.admin();
    }

    @BeforeAll
    static void start() {
        kafka = LocalKafka.start(3);
        admin = kafka.admin();
    }

    @AfterAll
    static void stop() {
        admin.close();
        kafka.close();
    }

    /** Gives a test topics of its own. */
    private void prefixTopics(String prefix) {
        Map.of(
                        "REQUESTS", "chat-requests",
                        "DISPATCH", "chat-dispatch",
                        "DISPATCH_CONTROL", "chat-dispatch-control",
                        "RESULTS", "chat-results",
                        "DEAD_LETTER", "chat-requests-dead-letter",
                        "CONTACT_EVENTS", "contact-events",
                        "CANCELLATIONS", "chat-cancellations",
                        "CONTROL", "chat-control",
                        "CONTROL_LOG", "chat-control-log")
                .forEach((setting, name) -> console.environment.put("CHAT_TOPICS_" + setting, prefix + name));
    }

    @Test
    void createsTheTopicsAsPlanned() throws Exception {
        prefixTopics("a-");
        assertThat(console.run("topics create --partitions 4 --replication 3")).isZero();

        assertThat(console.printed()).isEqualTo("""
                        a-chat-requests              chat requests                     created
                        a-chat-dispatch              from intake to dispatch           created
                        a-chat-results               outcomes                          created
                        a-chat-requests-dead-letter  dead letters                      created
                        a-contact-events             contact events                    created
                        a-chat-cancellations         cancellations                     created
                        a-chat-control               commands of operators             created
                        a-chat-dispatch-control      commands from intake to dispatch  created
                        a-chat-control-log           log of commands                   created
                        """);
        var results = admin.describeTopics(List.of("a-chat-results"))
                .allTopicNames()
                .get(30, TimeUnit.SECONDS)
                .get("a-chat-results");
        assertThat(results.partitions()).hasSize(4);
        assertThat(results.partitions().getFirst().replicas()).hasSize(3);
        assertThat(config("a-chat-results", "retention.ms")).isEqualTo("86400000");
        assertThat(config("a-chat-results", "min.insync.replicas")).isEqualTo("2");
        assertThat(config("a-chat-dispatch", "max.message.bytes")).isEqualTo("2097152");
    }

    @Test
    void emptyTopicsAreLeftOut() {
        prefixTopics("b-");
        console.run(
                "topics create --json --set topics.cancellations= --set topics.contact.events= --set topics.control=");

        assertThat(console.printed())
                .contains("\"topic\":\"b-chat-results\"")
                .doesNotContain(
                        "b-contact-events", "b-chat-cancellations", "b-chat-control", "b-chat-dispatch-control");
    }

    @Test
    void aDryRunCreatesNothing() throws Exception {
        prefixTopics("c-");
        assertThat(console.run("topics create --dry-run")).isZero();

        assertThat(console.printed()).contains("would create").doesNotContain(" created");
        assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).noneMatch(it -> it.startsWith("c-"));
    }

    @Test
    void existingTopicsAreLeftAloneAndTheirDifferencesShown() throws Exception {
        prefixTopics("d-");
        admin.createTopics(List.of(
                        new NewTopic("d-chat-requests", 6, (short) 1)
                                .configs(Map.of("cleanup.policy", "delete", "retention.ms", "604800000")),
                        new NewTopic("d-chat-results", 2, (short) 1).configs(Map.of("retention.ms", "604800000"))))
                .all()
                .get(30, TimeUnit.SECONDS);

        assertThat(console.run("topics create --json --replication 2")).isZero();

        assertThat(console.printed())
                .contains("{\"topic\":\"d-chat-requests\",\"use\":\"chat requests\",\"state\":\"exists\","
                        + "\"differences\":[\"replication 1, planned 2\"]}")
                .contains("{\"topic\":\"d-chat-results\",\"use\":\"outcomes\",\"state\":\"exists\","
                        + "\"differences\":[\"2 partitions, planned 6\",\"replication 1, planned 2\","
                        + "\"retention.ms 604800000, planned 86400000\",\"segment.ms 604800000, planned 3600000\"]}")
                .contains("{\"topic\":\"d-chat-dispatch\",\"use\":\"from intake to dispatch\",\"state\":\"created\","
                        + "\"differences\":[]}");
        assertThat(config("d-chat-results", "retention.ms")).isEqualTo("604800000");
    }

    /** As the first broker that is asked may not have heard of it yet. */
    @Test
    void aTopicThatIsFoundOnlyWhenItIsToBeCreatedIsComparedToo() throws Exception {
        var plan = new TopicPlan("f-chat-requests", "chat requests", Map.of());
        admin.createTopics(List.of(new NewTopic(plan.name(), 2, (short) 1)))
                .all()
                .get(30, TimeUnit.SECONDS);
        AtomicBoolean asked = new AtomicBoolean();
        Admin late = (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(),
                new Class<?>[] {Admin.class},
                (proxy, method, arguments) -> method.getName().equals("describeTopics") && !asked.getAndSet(true)
                        ? admin.describeTopics(List.of("f-nothing"))
                        : method.invoke(admin, arguments));

        var reports =
                new TopicSetup(late, 6, Optional.of((short) 1), Duration.ofSeconds(30)).apply(List.of(plan), false);

        assertThat(reports)
                .singleElement()
                .satisfies(report -> assertThat(report.differences()).contains("2 partitions, planned 6"));
    }

    /** There is no registry, so something is missing in any case. */
    @Test
    void doctorFindsThemAsPlannedAndTellsWhereTheyDiffer() throws Exception {
        prefixTopics("e-");
        console.run("topics create --replication 3");
        console.run("doctor --json");
        assertThat(console.printed())
                .contains("\"area\":\"topic settings\",\"subject\":\"e-chat-results\",\"state\":\"OK\"")
                .doesNotContain("planned", "topics create makes 6");

        ConfigResource requests = new ConfigResource(ConfigResource.Type.TOPIC, "e-chat-requests");
        admin.incrementalAlterConfigs(Map.of(
                        requests,
                        List.of(
                                new AlterConfigOp(
                                        new ConfigEntry("min.insync.replicas", "1"), AlterConfigOp.OpType.SET),
                                new AlterConfigOp(
                                        new ConfigEntry("cleanup.policy", "compact"), AlterConfigOp.OpType.SET))))
                .all()
                .get(30, TimeUnit.SECONDS);
        await().untilAsserted(() -> {
            RecordedConsole again = new RecordedConsole();
            again.admin = console.admin;
            again.environment.putAll(console.environment);
            again.run("doctor --json");
            assertThat(again.printed())
                    .contains("\"subject\":\"e-chat-requests\",\"state\":\"WARNING\",\"detail\":"
                            + "\"cleanup.policy compact, planned delete; min.insync.replicas 1, planned 2\"");
        });
    }

    private static String config(String topic, String key) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get(30, TimeUnit.SECONDS)
                .get(resource)
                .get(key)
                .value();
    }
}

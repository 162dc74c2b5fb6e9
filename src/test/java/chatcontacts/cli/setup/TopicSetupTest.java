package chatcontacts.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.console.CommandException;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.KafkaErrors;
import chatcontacts.cli.console.RecordedConsole;
import chatcontacts.config.KafkaSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MockAdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class TopicSetupTest {

    private final RecordedConsole console = new RecordedConsole();
    private final MockAdminClient brokers = Brokers.of(3);

    TopicSetupTest() {
        console.admin = settings -> brokers;
    }

    @Test
    void createsTheSixTopicsAsPlanned() throws Exception {
        assertThat(console.run("topics create --partitions 4 --replication 3")).isZero();

        assertThat(console.printed()).isEqualTo("""
                        chat-requests              chat requests            created
                        chat-dispatch              from intake to dispatch  created
                        chat-results               outcomes                 created
                        chat-requests-dead-letter  dead letters             created
                        contact-events             contact events           created
                        chat-cancellations         cancellations            created
                        """);
        var results = brokers.describeTopics(List.of("chat-results"))
                .allTopicNames()
                .get(1, TimeUnit.SECONDS)
                .get("chat-results");
        assertThat(results.partitions()).hasSize(4);
        assertThat(results.partitions().getFirst().replicas()).hasSize(3);
        assertThat(config("chat-results", "retention.ms")).isEqualTo("86400000");
        assertThat(config("chat-results", "min.insync.replicas")).isEqualTo("2");
        assertThat(config("chat-dispatch", "max.message.bytes")).isEqualTo("2097152");
    }

    @Test
    void emptyTopicsAreLeftOut() {
        console.run("topics create --json --set topics.cancellations= --set topics.contact.events=");

        assertThat(console.printed())
                .contains("\"topic\":\"chat-results\"")
                .doesNotContain("contact-events", "chat-cancellations");
    }

    @Test
    void aDryRunCreatesNothing() throws Exception {
        assertThat(console.run("topics create --dry-run")).isZero();

        assertThat(console.printed()).contains("would create").doesNotContain(" created");
        assertThat(brokers.listTopics().names().get(1, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void existingTopicsAreLeftAloneAndTheirDifferencesShown() throws Exception {
        brokers.createTopics(List.of(
                        new NewTopic("chat-requests", 6, (short) 1)
                                .configs(Map.of("cleanup.policy", "delete", "retention.ms", "604800000")),
                        new NewTopic("chat-results", 2, (short) 1).configs(Map.of("retention.ms", "604800000"))))
                .all()
                .get(1, TimeUnit.SECONDS);

        assertThat(console.run("topics create --json --replication 2")).isZero();

        assertThat(console.printed())
                .contains("{\"topic\":\"chat-requests\",\"use\":\"chat requests\",\"state\":\"exists\","
                        + "\"differences\":[\"replication 1, planned 2\"]}")
                .contains("{\"topic\":\"chat-results\",\"use\":\"outcomes\",\"state\":\"exists\","
                        + "\"differences\":[\"2 partitions, planned 6\",\"replication 1, planned 2\","
                        + "\"retention.ms 604800000, planned 86400000\"]}")
                .contains("{\"topic\":\"chat-dispatch\",\"use\":\"from intake to dispatch\",\"state\":\"created\","
                        + "\"differences\":[]}");
        assertThat(config("chat-results", "retention.ms")).isEqualTo("604800000");
    }

    @Test
    void brokersThatDoNotAnswerAreOneLineAndExitCodeFive() {
        brokers.timeoutNextRequest(1);

        assertThat(console.run("topics create")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(console.errors()).containsExactly("no broker responds (kafka.bootstrap.servers is broker:9092)");
    }

    @Test
    void theRealClientGivesUpOnBrokersThatAreNotThere() {
        console.admin = Admin::create;

        assertThat(console.run("topics create --set kafka.bootstrap.servers=localhost:1"
                        + " --set kafka.admin.default.api.timeout.ms=500 --set kafka.admin.request.timeout.ms=500"))
                .isEqualTo(ExitCode.UNREACHABLE);
        assertThat(console.errors()).containsExactly("no broker responds (kafka.bootstrap.servers is localhost:1)");
    }

    @Test
    void theRealClientDoesNotResolveAHostThatIsNone() {
        console.admin = Admin::create;

        assertThat(console.run("topics create --set kafka.bootstrap.servers=no-such-host.invalid:1"))
                .isEqualTo(ExitCode.UNREACHABLE);
        assertThat(console.errors())
                .containsExactly("cannot resolve any host of kafka.bootstrap.servers (it is no-such-host.invalid:1)");
    }

    @Test
    void aSettingThatTheClientRefusesIsToldWithoutSecrets() {
        console.admin = settings -> {
            throw new KafkaException("no", new ConfigException("cannot use hunter2"));
        };

        assertThat(console.run("topics create --set kafka.sasl.jaas.config=hunter2"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(console.errors()).containsExactly("the Kafka client rejects the settings:  cannot use [hidden]");
    }

    @Test
    void aMessageThatIsNotKafkasOwnIsNotQuoted() {
        console.admin = Admin::create;

        assertThat(console.run(
                        "topics create --set kafka.bootstrap.servers=localhost:1 --set"
                                + " kafka.security.protocol=SASL_PLAINTEXT" + " --set kafka.sasl.mechanism=PLAIN",
                        "--set",
                        "kafka.sasl.jaas.config=some.Module hunter2 x=y;"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(console.errors())
                .containsExactly("the Kafka client rejects the settings:  Failed to create new NetworkClient"
                        + " (IllegalArgumentException); --debug prints the stack trace");
    }

    @Test
    void whatTheBrokersAnswerDecidesTheExitCode() {
        var kafka = new KafkaSettings("c", Map.of("bootstrap.servers", "b:1"), Map.of(), Map.of());

        assertThat(exitCode(KafkaErrors.translate(kafka, new TimeoutException("x"))))
                .isEqualTo(5);
        assertThat(exitCode(KafkaErrors.translate(kafka, new SaslAuthenticationException("x"))))
                .isEqualTo(5);
        assertThat(exitCode(KafkaErrors.translate(kafka, new TopicAuthorizationException("x"))))
                .isEqualTo(5);
        assertThat(exitCode(KafkaErrors.translate(kafka, new PolicyViolationException("x"))))
                .isEqualTo(2);
        assertThat(KafkaErrors.translate(kafka, new IllegalArgumentException("x")))
                .isNotInstanceOf(CommandException.class);
    }

    @ParameterizedTest
    @CsvSource({"--partitions 0", "--replication 0", "--partitions x"})
    void numbersThatAreNoneAreWrongUsage(String options) {
        assertThat(console.run("topics create " + options)).isEqualTo(ExitCode.USAGE);
    }

    private static int exitCode(RuntimeException failure) {
        return ((CommandException) failure).exitCode();
    }

    private String config(String topic, String key) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return brokers.describeConfigs(List.of(resource))
                .all()
                .get(1, TimeUnit.SECONDS)
                .get(resource)
                .get(key)
                .value();
    }

    /** Brokers in memory. */
    public static final class Brokers {
        private Brokers() {}

        public static MockAdminClient of(int number) {
            return MockAdminClient.create().numBrokers(number).build();
        }
    }
}

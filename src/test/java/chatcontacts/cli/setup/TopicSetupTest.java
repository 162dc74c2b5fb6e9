package chatcontacts.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.console.CommandException;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.KafkaErrors;
import chatcontacts.cli.console.RecordedConsole;
import chatcontacts.config.KafkaSettings;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopicSetupTest {

    private final RecordedConsole console = new RecordedConsole();

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
        assertThat(console.errors()).containsExactly("the Kafka client rejects the settings: cannot use [hidden]");
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
                .containsExactly("the Kafka client rejects the settings: Failed to create new NetworkClient"
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
}

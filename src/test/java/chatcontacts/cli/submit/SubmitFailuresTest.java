package chatcontacts.cli.submit;

import static chatcontacts.cli.submit.SubmitFixture.FLAGS;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.RecordedConsole;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubmitFailuresTest {

    private final SubmitFixture rig = new SubmitFixture();
    private final RecordedConsole console = rig.console;
    private final FakeKafka kafka = rig.kafka;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aRecordThatIsTooLargeIsRefusedLikeAFault() {
        console.producer = settings -> FakeKafka.failing(new RecordTooLargeException("the message"));

        assertThat(console.run(FLAGS)).isEqualTo(ExitCode.USAGE);
        assertThat(console.errors())
                .containsExactly("request: the record is larger than the brokers or max.request.size allow");
    }

    @Test
    void whatCannotBeReachedHasItsOwnExitCode() {
        console.producer = settings -> FakeKafka.failing(new TimeoutException("not present in metadata"));
        assertThat(console.run(FLAGS + " --client-token t")).isEqualTo(ExitCode.UNREACHABLE);

        console.producer = settings -> FakeKafka.failing(new TopicAuthorizationException("chat-requests"));
        assertThat(console.run(FLAGS + " --client-token t")).isEqualTo(ExitCode.UNREACHABLE);

        console.consumer = settings -> FakeKafka.withoutTopics();
        assertThat(console.run(FLAGS + " --wait")).isEqualTo(ExitCode.UNREACHABLE);

        assertThat(console.run(FLAGS + " --set schema.registry.url=http://127.0.0.1:1"))
                .isEqualTo(ExitCode.UNREACHABLE);
        assertThat(console.errors())
                .containsExactly(
                        "possibly sent, client token t",
                        "no broker accepts the record, or there is no topic chat-requests (kafka.bootstrap.servers is"
                                + " broker:9092)",
                        "possibly sent, client token t",
                        "the brokers deny access: chat-requests",
                        "topic chat-results does not exist; create it with topics create",
                        "the schema registry does not respond (schema.registry.url is http://127.0.0.1:1)");
    }

    @Test
    void whatIsOpenWhenSomethingBreaksIsToldWithItsToken() {
        rig.lines("a", "b");
        kafka.answer(it -> {
            throw new TopicAuthorizationException("chat-results");
        });

        assertThat(console.run("submit --bulk --wait --json")).isEqualTo(ExitCode.UNREACHABLE);

        assertThat(console.errors()).contains("the brokers deny access: chat-results");
        assertThat(console.errors())
                .contains("line 1: sent to chat-requests, partition 0, offset 0, outcome unknown," + " client token a");
        assertThat(console.printed())
                .contains("{\"line\":1,\"status\":\"UNCONFIRMED\",\"instanceId\":\"i\",\"clientToken\":\"a\"}");
    }
}

package chatcontacts.cli.submit;

import static chatcontacts.cli.submit.SubmitFixture.LINE;
import static chatcontacts.cli.submit.SubmitFixture.started;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.RecordedConsole;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubmitBulkTest {

    private final SubmitFixture rig = new SubmitFixture();
    private final RecordedConsole console = rig.console;
    private final FakeKafka kafka = rig.kafka;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void sendsManyAndTellsEachFaultyLine() {
        rig.input(LINE.formatted("a") + "\n{\"InstanceId\": 5}\n"
                + LINE.formatted("b").stripTrailing());

        assertThat(console.run("submit --bulk")).isEqualTo(ExitCode.USAGE);

        assertThat(kafka.sent())
                .extracting(it -> it.clientToken().orElseThrow())
                .containsExactly("a", "b");
        assertThat(console.errors())
                .containsExactly(
                        "line 3: instanceId: must be a text",
                        "line 3: contactFlowId: is required",
                        "line 3: participantDetails.displayName: is required");
        assertThat(console.printed()).isEqualTo("3 requests: 2 sent, 1 invalid\n");
    }

    @Test
    void tellsProgramsOfEachOfManyAndKeepsTheirTokensSecret() {
        rig.input(LINE.formatted("a") + "no JSON\n" + LINE.formatted("b"));
        kafka.answer(it -> it.clientToken().filter("a"::equals).map(unused -> started(it)));

        assertThat(console.run("submit --bulk --wait --timeout 100ms --json --rate 1000"))
                .isEqualTo(ExitCode.USAGE);

        assertThat(console.printed().lines())
                .hasSize(3)
                .anySatisfy(it -> assertThat(it)
                        .startsWith("{\"line\":1,\"status\":\"STARTED\",")
                        .contains("\"contact\":{\"ContactId\":\"contact of a\",\"ParticipantId\":\"participant\","))
                .anySatisfy(it -> assertThat(it)
                        .isEqualTo("{\"line\":2,\"status\":\"INVALID\","
                                + "\"faults\":[\"request: is not JSON (line 1, column 1)\"]}"))
                .anySatisfy(it -> assertThat(it).startsWith("{\"line\":3,\"status\":\"TIMED_OUT\","))
                .noneSatisfy(it -> assertThat(it).contains("secret-token"));
        assertThat(console.errors().getLast())
                .isEqualTo("3 requests: 2 sent, 1 invalid, 1 started, 0 failed, 1 timed out");
    }

    @Test
    void flagsStandOverEveryLine() {
        rig.lines("a", "b");

        assertThat(console.run("submit --bulk --contact-flow-id g --priority 1"))
                .isZero();

        assertThat(kafka.sent()).allSatisfy(it -> {
            assertThat(it.call().contactFlowId()).isEqualTo("g");
            assertThat(it.priority()).isOne();
        });
    }

    @Test
    void faultyFlagsOfManyAreToldOnce() {
        rig.lines("a", "b");

        assertThat(console.run("submit --bulk --attributes nonsense")).isEqualTo(ExitCode.USAGE);

        assertThat(console.errors()).hasSize(1).first().asString().startsWith("--attributes: is neither JSON nor");
        assertThat(kafka.sent()).isEmpty();
    }

    @Test
    void aThousandAreAnsweredEachUnderItsLine() {
        rig.lines(IntStream.rangeClosed(1, 1_000).mapToObj(it -> "t" + it).toArray(String[]::new));
        kafka.answer(it -> Optional.of(started(it)));

        assertThat(console.run("submit --bulk --wait --json")).isZero();

        assertThat(console.printed().lines())
                .hasSize(1_000)
                .allMatch(it -> it.contains("\"status\":\"STARTED\""))
                .allMatch(it -> it.matches("\\{\"line\":([0-9]+),.*\"clientToken\":\"t\\1\".*"))
                .doesNotHaveDuplicates();
        assertThat(console.errors().getLast())
                .isEqualTo("1000 requests: 1000 sent, 0 invalid, 1000 started, 0 failed, 0 timed out");
    }
}

package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ChatResult;
import chatcontacts.ParticipantDetails;
import chatcontacts.ResultStatus;
import chatcontacts.testkit.connect.CallFault;
import chatcontacts.testkit.connect.ConnectError;
import chatcontacts.testkit.connect.ConnectSimulator;
import chatcontacts.testkit.connect.ConnectStats;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.RunningService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connect says stop in its ways, and the AWS client does not call again behind the service's back. */
@ExtendWith(LocalServers.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LimitsIT {

    private static final LocalInstance SMALL = new LocalInstance("small", "small-0001", 3, false);
    private static final LocalInstance WIDE = new LocalInstance("wide", "wide-0001", 1_000, false);

    private RunningService stage;

    @BeforeAll
    void start(LocalServers servers) {
        SimulatedLane lane = new SimulatedLane("default", List.of(SMALL, WIDE), 500, 800, connect -> {});
        stage = new RunningService(
                servers,
                "limits",
                List.of(lane),
                // More chats than Connect grants.
                Map.of(
                        "lanes.default.call.timeout.ms", "2000",
                        "instances.small.concurrent.chats", "50",
                        "hold.backoff.max.ms", "500"));
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    private List<RecordMetadata> send(LocalInstance instance, int requests) {
        List<RecordMetadata> written = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            ChatRequest request = ChatRequest.newBuilder()
                    .setInstanceId(instance.id())
                    .setContactFlowId("flow")
                    .setParticipantDetails(new ParticipantDetails("Ada"))
                    .build();
            written.add(RunningService.written(stage.sender().send("key " + i, request)));
        }
        return written;
    }

    /** Each was started by one attempt, whatever Connect said before. */
    private void assertStartedAtTheFirstAttempt(List<RecordMetadata> written) {
        assertThat(written).allSatisfy(of -> {
            ChatResult result = stage.result(of);
            assertThat(result.getStatus()).isEqualTo(ResultStatus.STARTED);
            assertThat(result.getAttempts()).as(() -> "calls: " + calls()).isEqualTo(1);
        });
    }

    /** How many calls had which result. */
    private List<String> calls() {
        return stage.http()
                .metrics()
                .body()
                .lines()
                .filter(line -> line.startsWith("chat_call_seconds_count"))
                .toList();
    }

    private void assertNoCallWasRepeatedByTheClient() {
        ConnectStats stats = stage.connect().stats();
        assertThat(stats.sdkAttempts()).containsOnlyKeys(1);
        assertThat(stats.violations()).isEmpty();
        assertThat(stats.unsigned()).isZero();
        assertThat(stats.undocumentedFields()).isZero();
        assertThat(stats.tokensWithSeveralContacts()).isZero();
        assertThat(stage.connect().failure()).isEmpty();
    }

    @Test
    void aFullInstanceIsWaitedForAndDelaysNoOther() {
        ConnectSimulator connect = stage.connect();
        List<RecordMetadata> waiting = send(SMALL, 8);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> connect.stats().answers(ConnectError.LIMIT_EXCEEDED.code()) > 0
                        && connect.active(SMALL.id()) == SMALL.quota());

        assertStartedAtTheFirstAttempt(send(WIDE, 3));
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (waiting.stream().allMatch(of -> stage.count(of) == 1)) {
                        return true;
                    }
                    connect.endOldestChat(SMALL.id());
                    return false;
                });

        assertStartedAtTheFirstAttempt(waiting);
        assertThat(connect.stats().mostActive().get(SMALL.id())).isEqualTo(SMALL.quota());
        assertNoCallWasRepeatedByTheClient();
    }

    @Test
    void throttlingInAnySpellingIsWaitedForAndSpendsNoAttempt() {
        stage.connect()
                .change(it -> it.faults()
                        .nextOfInstance(WIDE.id(), 2, new CallFault.Instead(ConnectError.TOO_MANY_REQUESTS))
                        .nextOfInstance(WIDE.id(), 2, new CallFault.Instead(ConnectError.TOO_MANY_REQUESTS_EXCEPTION))
                        .nextOfInstance(WIDE.id(), 2, new CallFault.Instead(ConnectError.THROTTLING)));

        assertStartedAtTheFirstAttempt(send(WIDE, 10));

        double throttled = stage.http()
                .metrics()
                .body()
                .lines()
                .filter(line -> line.startsWith("chat_wasted_calls_total") && line.contains("THROTTLED"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        assertThat(throttled).isEqualTo(6);
        assertNoCallWasRepeatedByTheClient();
    }

    @Test
    void aCallWithoutAnAnswerIsRepeatedByTheServiceWithTheSameToken() {
        String token = "cut " + System.nanoTime();
        stage.connect()
                .change(it -> it.faults()
                        .nextOfToken(token::equals, 1, new CallFault.CutAfter())
                        .nextOfToken(token::equals, 1, new CallFault.Instead(ConnectError.INTERNAL_SERVICE))
                        .nextOfToken(token::equals, 1, new CallFault.Late(Duration.ofSeconds(5))));
        ChatRequest request = ChatRequest.newBuilder()
                .setInstanceId(WIDE.id())
                .setContactFlowId("flow")
                .setParticipantDetails(new ParticipantDetails("Ada"))
                .setClientToken(token)
                .build();

        ChatResult result = stage.result(RunningService.written(stage.sender().send(token, request)));

        assertThat(result.getStatus()).isEqualTo(ResultStatus.STARTED);
        assertThat(result.getAttempts()).isEqualTo(4);
        assertThat(stage.connect().token(WIDE.id(), token).contacts()).isEqualTo(1);
        assertThat(stage.connect().token(WIDE.id(), token).calls()).isGreaterThanOrEqualTo(4);
        assertNoCallWasRepeatedByTheClient();
    }
}

package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ChatResult;
import chatcontacts.FailureReason;
import chatcontacts.ParticipantDetails;
import chatcontacts.ResultStatus;
import chatcontacts.testkit.connect.CallFault;
import chatcontacts.testkit.connect.ConnectSimulator;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.CapturedLog;
import chatcontacts.testkit.service.RunningService;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the service needs goes away for a while and comes back: it holds, says so, loses nothing and goes on by itself. */
@ExtendWith(LocalServers.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutageIT {

    private static final LocalInstance WIDE = new LocalInstance("wide", "wide-0001", 10_000, false);
    private static final LocalInstance CUT_OFF = new LocalInstance("cutoff", "cutoff-0001", 10_000, false);
    private static final LocalInstance NOWHERE = new LocalInstance("nowhere", "nowhere-0001", 10_000, false);
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private LocalServers servers;
    private ConnectSimulator cutOff;
    private RunningService stage;

    @BeforeAll
    void start(LocalServers shared) {
        servers = shared;
        cutOff =
                ConnectSimulator.start(connect -> connect.rules().rate(500, 800).quota(CUT_OFF.id(), 10_000));
        stage = new RunningService(
                servers,
                "outage",
                List.of(lane("default", WIDE), lane("cutoff", CUT_OFF), lane("nowhere", NOWHERE)),
                Map.of(
                        "lanes.cutoff.endpoint", cutOff.uri().toString(),
                        "lanes.nowhere.endpoint", "http://no-such-host.invalid",
                        "lanes.default.call.timeout.ms", "1000",
                        "retry.max.attempts", "4",
                        "retry.backoff.ms", "500",
                        "hold.backoff.max.ms", "500"));
    }

    private static SimulatedLane lane(String name, LocalInstance instance) {
        return new SimulatedLane(name, List.of(instance), 500, 800, connect -> {});
    }

    @AfterAll
    void stop() {
        stage.close();
        cutOff.close();
    }

    /** Sends them at once: an outage is told by several requests in a row. */
    private List<RecordMetadata> send(LocalInstance instance, int requests, @Nullable Instant startBy) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            ChatRequest request = ChatRequest.newBuilder()
                    .setInstanceId(instance.id())
                    .setContactFlowId("flow")
                    .setStartBy(startBy)
                    .setParticipantDetails(new ParticipantDetails("Ada"))
                    .build();
            sent.add(stage.sender().send("key", request));
        }
        return sent.stream().map(RunningService::written).toList();
    }

    private void assertAllStart(List<RecordMetadata> written) {
        assertThat(written).allSatisfy(of -> {
            assertThat(stage.result(of).getStatus()).isEqualTo(ResultStatus.STARTED);
            assertThat(stage.count(of)).isEqualTo(1);
        });
    }

    private void awaitHold(String lane, int held) {
        await("chat_hold of " + lane + " to be " + held)
                .atMost(MAX_WAIT)
                .until(() -> stage.http()
                        .metrics()
                        .body()
                        .lines()
                        .anyMatch(line -> line.startsWith("chat_hold{")
                                && line.contains("instance_id=\"\"")
                                && line.contains("lane=\"" + lane + "\"")
                                && line.contains(held == 1 ? "cause=\"OUTAGE\"" : "cause=\"NONE\"")
                                && line.endsWith(" " + held + ".0")));
    }

    @Test
    void aLaneWhoseConnectIsDownWaitsSpendsNoAttemptsAndDelaysNoOther() {
        URI address = cutOff.uri();
        List<RecordMetadata> waiting;
        try (CapturedLog log = new CapturedLog()) {
            cutOff.close();
            waiting = send(CUT_OFF, 20, null);
            awaitHold("cutoff", 1);
            assertAllStart(send(WIDE, 3, null));
            double calls = stage.http().metrics().sum("chat_wasted_calls_total");
            await("probes for longer than any request's attempts would have lasted")
                    .atMost(MAX_WAIT)
                    .until(() -> stage.http().metrics().sum("chat_wasted_calls_total") > calls + 10);
            assertThat(waiting).allMatch(of -> stage.count(of) == 0);
            assertThat(log.texts())
                    .anyMatch(it -> it.contains("returns no useful responses")
                            && it.contains("cutoff")
                            && it.contains("failure=\"CONNECTION_")
                            && it.contains("host=\"" + address.getAuthority() + "\""));
        }

        cutOff = ConnectSimulator.start(
                address.getPort(), 1, connect -> connect.rules().rate(500, 800).quota(CUT_OFF.id(), 10_000), null);

        assertAllStart(waiting);
        awaitHold("cutoff", 0);
        assertThat(cutOff.stats().created()).isEqualTo(20);
    }

    @Test
    void aNameThatIsNotFoundHoldsItsLaneAloneUntilTheDeadlines() {
        List<RecordMetadata> waiting = send(NOWHERE, 8, Instant.now().plusSeconds(5));
        awaitHold("nowhere", 1);
        assertThat(stage.http().get("/api/v1/lanes").body())
                .contains("{\"cause\":\"UNKNOWN_HOST\",\"errorCode\":\"dns\",\"host\":\"no-such-host.invalid\"}");
        assertAllStart(send(WIDE, 3, null));

        assertThat(waiting).allSatisfy(of -> {
            ChatResult result = stage.result(of);
            assertThat(result.getFailure().getReason()).isEqualTo(FailureReason.EXPIRED);
        });
    }

    @Test
    void answersThatAreLateOrCutHoldTheLaneAndMakeNoSecondContact() {
        stage.connect()
                .change(it -> it.faults()
                        .sometimes(0.5, new CallFault.Late(Duration.ofSeconds(3)))
                        .sometimes(0.5, new CallFault.Truncated())
                        .sometimes(1, new CallFault.CutAfter()));
        List<RecordMetadata> waiting = send(WIDE, 20, null);
        awaitHold("default", 1);
        stage.connect().change(it -> it.faults().clear());

        assertAllStart(waiting);
        awaitHold("default", 0);
        assertThat(stage.connect().stats().tokensWithSeveralContacts()).isZero();
        assertThat(stage.connect().stats().sdkAttempts()).containsOnlyKeys(1);
    }

    @Test
    void aRegistryThatGoesAwayDelaysNoSettlingAndIsWaitedFor() {
        assertAllStart(send(WIDE, 1, null));
        stage.connect().change(it -> it.faults().next(5, new CallFault.Late(Duration.ofMillis(800))));
        List<RecordMetadata> out = send(WIDE, 5, null);
        servers.registry().stop();
        RecordMetadata unknown;
        try {
            // Of a schema that nobody has asked for yet.
            byte[] value = {0, 0, 1, 2, 3, 4};
            unknown = RunningService.written(stage.sender()
                    .send(new ProducerRecord<>(stage.environment().topics().requests(), value)));
            await("health to tell of the wait")
                    .atMost(MAX_WAIT)
                    .until(() -> stage.http().get("/health/ready").body().contains("waitingSince"));
            assertThat(stage.http().isReady()).isTrue();

            assertAllStart(out);
            assertThat(stage.count(unknown)).isZero();
        } finally {
            servers.registry().start();
        }
        assertThat(RunningService.headers(stage.deadLetter(unknown))).containsEntry("chat.reason", "MALFORMED");
        assertThat(stage.http().get("/health/ready").body()).doesNotContain("waitingSince");
    }

    @Test
    void aBrokerThatGoesAwayIsWaitedFor() {
        stage.connect().change(it -> it.faults().next(10, new CallFault.Late(Duration.ofMillis(800))));
        List<RecordMetadata> out = send(WIDE, 20, null);
        servers.kafka().restartBrokers();

        assertAllStart(out);
        assertAllStart(send(WIDE, 5, null));
        assertThat(stage.connect().stats().tokensWithSeveralContacts()).isZero();
        assertThat(stage.http().metrics().sum("chat_stream_threads_died_total")).isZero();
    }
}

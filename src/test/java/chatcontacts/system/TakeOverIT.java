package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.ResultStatus;
import chatcontacts.app.Service;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LiveFiles;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.RunningService;
import chatcontacts.testkit.service.ServiceMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two services share the work; one ends for good, and the other goes on with what waited there. */
@ExtendWith(LocalServers.Shared.class)
final class TakeOverIT {

    private static final LocalInstance SMALL = new LocalInstance("small", "small-0001", 3, false);
    private static final int WAITING = 5;

    /** Far below the session time-out of {@link #whoeverLeavesHandsOverAtOnce}, where waiting for it would show. */
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void whoeverLeavesHandsOverAtOnce(LocalServers servers) {
        try (Pair pair = new Pair(
                servers,
                "leaving",
                Map.of("shutdown.leave.group", "true", "kafka.consumer.session.timeout.ms", "300000"))) {
            List<RecordMetadata> requests = pair.fillQuota();

            pair.closeOwner();

            pair.awaitTakenOver(SOON);
            pair.assertAllStart(requests);
        }
    }

    @Test
    void theOtherGoesOnFromItsStandby(LocalServers servers) {
        try (Pair pair = new Pair(
                servers,
                "standby",
                Map.of(
                        "dispatch.num.standby.replicas", "1",
                        "kafka.consumer.session.timeout.ms", "3000",
                        "kafka.consumer.heartbeat.interval.ms", "500"))) {
            List<RecordMetadata> requests = pair.fillQuota();
            pair.awaitStandby();

            assertThat(pair.waitingThere()).as("a standby is not shown as work").isZero();
            pair.closeOwner(); // and keeps its place, as one that is killed does

            pair.awaitTakenOver(Duration.ofSeconds(60));
            pair.assertAllStart(requests);
        }
    }

    /** Two services, and which of them has the lane. */
    private static final class Pair implements AutoCloseable {
        private final RunningService stage;
        private final Service second;
        private final ServiceMetrics secondHttp;
        private final Path secondState;
        private boolean firstOwns;

        Pair(LocalServers servers, String name, Map<String, String> settings) {
            SimulatedLane lane = new SimulatedLane("default", List.of(SMALL), 500, 800, connect -> {});
            Map<String, String> all = new HashMap<>(settings);
            all.put("instances.small.concurrent.chats", "50"); // more than Connect grants
            all.put("hold.backoff.max.ms", "500");
            stage = new RunningService(servers, name, List.of(lane), all);
            second = stage.environment().startAnother("second", Map.of());
            secondHttp = new ServiceMetrics(second.httpPort());
            secondState = stage.environment().stateOf("second");
            await().atMost(Duration.ofSeconds(60)).until(secondHttp::isReady);
        }

        /** More requests than the instance has room for. Returns when the rest waits, and the lane has its place. */
        List<RecordMetadata> fillQuota() {
            List<RecordMetadata> written = new ArrayList<>();
            for (int i = 0; i < SMALL.quota() + WAITING; i++) {
                ChatRequest request = ChatRequest.newBuilder()
                        .setInstanceId(SMALL.id())
                        .setContactFlowId("flow")
                        .setParticipantDetails(new ParticipantDetails("Ada"))
                        .build();
                written.add(RunningService.written(stage.sender().send("key " + i, request)));
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> stage.connect().active(SMALL.id()) == SMALL.quota()
                            && waiting(stage.http()) + waiting(secondHttp) == WAITING
                            && stage.http().isReady()
                            && secondHttp.isReady());
            firstOwns = waiting(stage.http()) > 0;
            return written;
        }

        /** A member of the group may have more tasks than it owns only as standbys. */
        void awaitStandby() {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> tasks(secondState) == 4
                            && tasks(stage.environment().settingsFile().resolveSibling("state")) == 4);
        }

        double waitingThere() {
            return waiting(firstOwns ? secondHttp : stage.http());
        }

        void closeOwner() {
            if (firstOwns) {
                stage.stopService();
            } else {
                second.close();
            }
        }

        void awaitTakenOver(Duration longest) {
            await().atMost(longest).until(() -> waitingThere() == WAITING);
        }

        void assertAllStart(List<RecordMetadata> requests) {
            stage.connect().change(connect -> connect.rules().quota(SMALL.id(), 50));
            assertThat(requests).allSatisfy(of -> {
                assertThat(stage.result(of).getStatus()).isEqualTo(ResultStatus.STARTED);
                assertThat(stage.count(of)).isEqualTo(1);
            });
            assertThat(stage.connect().stats().tokensWithSeveralContacts()).isZero();
        }

        private static double waiting(ServiceMetrics http) {
            return http.metrics().sum("chat_waiting");
        }

        /** Tasks whose store is kept there. */
        private static long tasks(Path state) {
            return LiveFiles.in(state).stream()
                    .filter(file -> file.endsWith("CURRENT"))
                    .count();
        }

        @Override
        public void close() {
            secondHttp.close();
            second.close();
            stage.close();
        }
    }
}

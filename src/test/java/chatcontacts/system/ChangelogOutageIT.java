package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.ResultStatus;
import chatcontacts.app.Service;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalKafka;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.RunningService;
import chatcontacts.testkit.service.ServiceMetrics;
import chatcontacts.wire.StateNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The one broker that has the changelog stops while lanes are shared out anew. */
@ExtendWith(LocalServers.Shared.class)
final class ChangelogOutageIT {

    private static final LocalInstance WIDE = new LocalInstance("wide", "wide-0001", 10_000, false);
    private static final int PARTITIONS = 4;
    private static final int CHANGELOG_BROKER = 1;

    /** What a thread is at that waits for offsets of the changelog, or for the thread that reads it. */
    private static final List<String> WAITS = List.of(".ClientUtils", ".StoreChangelogReader", ".TaskManager");

    /** As often as that in a row a thread is seen to wait: several times as long as a standstill may last. */
    private static final int LOOKS = 100;

    @Test
    void theProcessIsLiveWhileItsThreadsWaitForTheChangelog(LocalServers servers) throws Exception {
        SimulatedLane lane = new SimulatedLane("default", List.of(WIDE), 500, 800, connect -> {});
        try (LocalKafka kafka = LocalKafka.start(2)) {
            createTopics(kafka, "changelog");
            try (RunningService stage = new RunningService(
                    servers.with(kafka), "changelog", List.of(lane), Map.of("watchdog.stalled.ms", "3000"))) {
                List<RecordMetadata> requests = new ArrayList<>(send(stage));
                requests.forEach(stage::result);

                kafka.stopBroker(CHANGELOG_BROKER);
                try (Service second = stage.environment().startAnother("second", Map.of());
                        ServiceMetrics other = new ServiceMetrics(second.httpPort())) {
                    int[] looks = {0};
                    await("a thread that waits for the changelog")
                            .atMost(Duration.ofMinutes(2))
                            .pollInterval(Duration.ofMillis(100))
                            .until(() -> {
                                looks[0] = someoneWaits() ? looks[0] + 1 : 0;
                                assertThat(stage.http().get("/health/live").status())
                                        .isEqualTo(200);
                                assertThat(other.get("/health/live").status()).isEqualTo(200);
                                return looks[0] > LOOKS;
                            });
                    kafka.startBroker(CHANGELOG_BROKER);
                    requests.addAll(send(stage));

                    assertThat(requests).allSatisfy(of -> {
                        assertThat(stage.result(of).getStatus()).isEqualTo(ResultStatus.STARTED);
                        assertThat(stage.count(of)).isEqualTo(1);
                    });
                }
            }
        }
    }

    private static void createTopics(LocalKafka kafka, String name) throws Exception {
        for (String topic : List.of(
                "chat-requests",
                "chat-dispatch",
                "chat-results",
                "chat-requests-dead-letter",
                "contact-events",
                "chat-cancellations")) {
            kafka.createTopic(name + "-" + topic, PARTITIONS, Map.of("min.insync.replicas", "1"));
        }
        NewTopic changelog = new NewTopic(
                        StateNames.changelog(name + "-service-dispatch"),
                        Map.of(
                                0, List.of(CHANGELOG_BROKER),
                                1, List.of(CHANGELOG_BROKER),
                                2, List.of(CHANGELOG_BROKER),
                                3, List.of(CHANGELOG_BROKER)))
                .configs(Map.of("cleanup.policy", "compact", "min.insync.replicas", "1"));
        try (Admin admin = kafka.admin()) {
            admin.createTopics(List.of(changelog)).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static List<RecordMetadata> send(RunningService stage) {
        List<RecordMetadata> written = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ChatRequest request = ChatRequest.newBuilder()
                    .setInstanceId(WIDE.id())
                    .setContactFlowId("flow")
                    .setParticipantDetails(new ParticipantDetails("Ada"))
                    .build();
            written.add(RunningService.written(stage.sender().send("key " + i, request)));
        }
        return written;
    }

    private static boolean someoneWaits() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(it -> it.getKey().getName().contains("-dispatch-StreamThread-"))
                .anyMatch(it -> Stream.of(it.getValue())
                        .map(StackTraceElement::getClassName)
                        .filter(type -> type.startsWith("org.apache.kafka.") && !type.contains(".common."))
                        .findFirst()
                        .filter(type -> WAITS.stream().anyMatch(type::endsWith))
                        .isPresent());
    }
}

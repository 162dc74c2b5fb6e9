package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.config.TopicSettings;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.CommandOutput;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.RequestSender;
import chatcontacts.testkit.service.RunningService;
import chatcontacts.testkit.service.ServiceMetrics;
import chatcontacts.testkit.service.ServiceProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Of two processes the one that cancels many waiting requests is killed in the middle of it; the other one goes on. */
@ExtendWith(LocalServers.Shared.class)
final class ControlKillIT {

    private static final LocalInstance SALES = new LocalInstance("sales", "sales-0001", 1_000, false);
    private static final SimulatedLane LANE = new SimulatedLane("default", List.of(SALES), 500, 800, connect -> {});
    private static final int REQUESTS = 4_000;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final Map<String, String> SETTINGS = Map.of(
            "kafka.consumer.session.timeout.ms", "3000",
            "kafka.consumer.heartbeat.interval.ms", "500",
            "kafka.producer.transaction.timeout.ms", "4000");

    @TempDir
    private Path folder;

    @Test
    void aCancelOverManyWaitingRequestsOutlivesAKill(LocalServers servers) {
        try (LocalEnvironment environment = new LocalEnvironment(servers, "cancelled", List.of(LANE), SETTINGS);
                ServiceProcess first = process("first", environment);
                ServiceProcess second = process("second", environment)) {
            environment.setUp();
            first.start();
            second.start();
            first.awaitReady();
            second.awaitReady();
            environment.command("control", "pause", "--why", "a test", "--wait");
            send(environment);
            try (ServiceMetrics one = first.http();
                    ServiceMetrics other = second.http()) {
                await().atMost(LONGEST).until(() -> waiting(one) + waiting(other) == REQUESTS);
                boolean firstOwns = waiting(one) > 0;
                environment.command("control", "cancel", "--why", "a test");
                ServiceMetrics owner = firstOwns ? one : other;
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(LONGEST)
                        .until(() -> owner.metrics().sum("chat_requests_total") > 0);
                (firstOwns ? first : second).process().kill();

                ServiceMetrics heir = firstOwns ? other : one;
                await().atMost(LONGEST).until(() -> doneEntries(environment) == 1 && waiting(heir) == 0);
            }
            TopicSettings topics = environment.topics();
            assertThat(environment.committed(topics.results()))
                    .hasSize(REQUESTS)
                    .extracting(it -> new String(it.key(), StandardCharsets.UTF_8))
                    .doesNotHaveDuplicates();
            assertThat(environment.committed(topics.deadLetter())).hasSize(REQUESTS);
            assertThat(log(environment)).contains("\"matched\":" + REQUESTS + ",\"changed\":" + REQUESTS);
            assertThat(environment.connect("default").stats().calls()).isZero();
        }
    }

    private ServiceProcess process(String name, LocalEnvironment environment) {
        return new ServiceProcess(name, folder, settings(name, environment), ServiceProcess.SMALL);
    }

    private static Map<String, String> settings(String name, LocalEnvironment environment) {
        Map<String, String> settings = environment.settings();
        settings.put("kafka.client.id", name);
        return settings;
    }

    private static long waiting(ServiceMetrics http) {
        return (long) http.metrics().sum("chat_waiting");
    }

    private static long doneEntries(LocalEnvironment environment) {
        return log(environment)
                .lines()
                .filter(it -> it.contains("\"status\":\"DONE\",\"verb\":\"CANCEL\""))
                .count();
    }

    private static String log(LocalEnvironment environment) {
        CommandOutput ended = environment.end("", "control", "log", "--since", "1h", "--for", "1s", "--json");
        assertThat(ended.code()).as(ended.complained()).isZero();
        return ended.printed();
    }

    private static void send(LocalEnvironment environment) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (RequestSender sender = environment.sender()) {
            for (int i = 0; i < REQUESTS; i++) {
                sent.add(sender.send(
                        "key " + i,
                        ChatRequest.newBuilder()
                                .setInstanceId(SALES.id())
                                .setContactFlowId("flow")
                                .setParticipantDetails(new ParticipantDetails("Ada"))
                                .setClientToken("token " + i)
                                .build()));
            }
            sent.forEach(RunningService::written);
        }
    }
}

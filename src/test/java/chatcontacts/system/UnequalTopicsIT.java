package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.app.Service;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.CommandOutput;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.ServiceMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The topic of commands has another number of partitions than the dispatch topic. */
@ExtendWith(LocalServers.Shared.class)
final class UnequalTopicsIT {

    @Test
    void theServiceSaysSoAndStartsOnceTheyAreEqual(LocalServers servers)
            throws ExecutionException, InterruptedException {
        LocalInstance wide = new LocalInstance("wide", "wide-0001", 100, false);
        SimulatedLane lane = new SimulatedLane("default", List.of(wide), 500, 800, connect -> {});
        Admin admin = servers.kafka().admin();
        try (LocalEnvironment environment = new LocalEnvironment(servers, "unequal", List.of(lane), Map.of())) {
            String commands = environment.topics().control().orElseThrow().dispatch();
            admin.createTopics(List.of(new NewTopic(commands, 3, (short) 1)))
                    .all()
                    .get();
            environment.setUp();
            CommandOutput doctor = environment.end("", "doctor");
            assertThat(doctor.code()).isNotZero();
            assertThat(doctor.printed().lines())
                    .anyMatch(it -> it.contains(commands) && it.contains("another number of partitions than"));
            try (Service service = environment.startService();
                    ServiceMetrics http = new ServiceMetrics(service.httpPort())) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> http.get("/health/ready").body().contains("they must have the same number"));
                assertThat(http.get("/health/ready").status()).isEqualTo(503);
                assertThat(http.get("/health/ready").body()).contains("topics.dispatch.control", "has 3 partitions");

                admin.createPartitions(Map.of(commands, NewPartitions.increaseTo(4)))
                        .all()
                        .get();
                await().atMost(Duration.ofSeconds(60)).until(http::isReady);
            }
        }
    }
}

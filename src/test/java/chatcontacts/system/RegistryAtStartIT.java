package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.app.Service;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.CapturedLog;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.ServiceMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The service starts while its registry is down. */
@ExtendWith(LocalServers.Shared.class)
final class RegistryAtStartIT {

    @Test
    void itSaysWhatItWaitsForAndStartsWhenTheRegistryIsBack(LocalServers servers) {
        LocalInstance wide = new LocalInstance("wide", "wide-0001", 100, false);
        SimulatedLane lane = new SimulatedLane("default", List.of(wide), 500, 800, connect -> {});
        try (LocalEnvironment environment = new LocalEnvironment(servers, "late", List.of(lane), Map.of())) {
            environment.setUp();
            servers.registry().stop();
            try (CapturedLog log = new CapturedLog();
                    Service service = environment.startService();
                    ServiceMetrics http = new ServiceMetrics(service.httpPort())) {
                try {
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> http.get("/health/ready").body().contains("schema registry"));
                    assertThat(http.get("/health/ready").status()).isEqualTo(503);
                    assertThat(http.get("/health/live").status()).isEqualTo(200);
                    assertThat(log.texts()).anyMatch(it -> it.contains("Start is waiting for schema registry"));
                } finally {
                    servers.registry().start();
                }
                await().atMost(Duration.ofSeconds(60)).until(http::isReady);
            }
        }
    }
}

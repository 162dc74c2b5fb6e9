package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.ServiceUnderLoad;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The service ends and comes back while requests come in. */
@ExtendWith(LocalServers.Shared.class)
final class RestartIT {

    @Test
    void nothingIsLostOrDoubledWhenTheServiceRestartsUnderLoad(LocalServers servers) {
        try (ServiceUnderLoad load = new ServiceUnderLoad(servers, "restart", 15)) {
            load.awaitStarted(25);
            load.stage().stopService();
            long settled = load.ledger().account().settled();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> load.ledger().account().sent() > settled + 10);
            load.stage().startService();
            load.awaitStarted(load.ledger().account().started() + 30);

            load.stopFeeding();

            load.awaitNoneMissing(Duration.ofSeconds(90));
            assertThat(load.faults()).isEmpty();
        }
    }
}

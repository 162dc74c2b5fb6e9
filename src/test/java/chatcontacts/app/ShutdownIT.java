package chatcontacts.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.local.LocalEnvironment;
import chatcontacts.local.LocalLane;
import chatcontacts.local.LocalLane.LocalInstance;
import chatcontacts.local.LocalServers;
import chatcontacts.local.OutcomeCounts;
import chatcontacts.local.RequestSender;
import chatcontacts.local.ServiceProcess;
import chatcontacts.local.Spread;
import chatcontacts.local.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM in the middle of the work, as each roll-out sends it. */
@ExtendWith(LocalServers.Shared.class)
final class ShutdownIT {

    private static final int REQUESTS = 400;
    private static final Duration LATENCY = Duration.ofMillis(500);

    @TempDir
    Path folder;

    @Test
    void answersOfCallsThatWereOutAreKeptAndNoRequestIsCalledTwice(LocalServers servers) {
        LocalInstance wide = new LocalInstance("wide", "wide-0001", 10_000, false);
        LocalLane lane =
                new LocalLane("default", List.of(wide), 100, 20, connect -> connect.latency(Spread.fixed(LATENCY)));
        try (LocalEnvironment environment = new LocalEnvironment(servers, "shutdown", List.of(lane), Map.of())) {
            environment.setUp();
            termInTheMiddle(environment, wide);
        }
    }

    private void termInTheMiddle(LocalEnvironment environment, LocalInstance wide) {
        try (OutcomeCounts outcomes = new OutcomeCounts(environment);
                ServiceProcess service = new ServiceProcess("service", folder, environment.settings(), List.of());
                RequestSender sender = environment.sender()) {
            var connect = environment.connect("default");
            service.start();
            service.awaitReady();
            List<RecordMetadata> written = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                ChatRequest request = ChatRequest.newBuilder()
                        .setInstanceId(wide.id())
                        .setContactFlowId("flow")
                        .setParticipantDetails(new ParticipantDetails("Ada"))
                        .build();
                written.add(Stage.written(sender.send("key", request)));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> connect.stats().inFlight() > 20);

            assertThat(service.process().stop()).isZero();

            long calls = connect.stats().calls();
            assertThat(connect.stats().inFlight()).isZero();
            assertThat(calls).as("it was in the middle").isLessThan(REQUESTS);
            service.start();
            service.awaitReady();
            await().atMost(Duration.ofSeconds(60)).until(() -> written.stream().allMatch(outcomes::isStarted));
            // Every answer but a throttled one was of use; a call for a chat that is there already is answered
            // REPEATED.
            assertThat(connect.stats().answers("STARTED"))
                    .as("of %s", connect.stats().answers())
                    .isEqualTo(REQUESTS);
            assertThat(connect.stats().answers("REPEATED")).isZero();
            assertThat(connect.stats().created()).isEqualTo(REQUESTS);
            assertThat(outcomes.faults()).isEmpty();
        }
    }
}

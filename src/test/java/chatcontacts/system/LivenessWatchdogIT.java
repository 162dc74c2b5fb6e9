package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.testkit.connect.ConnectError;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.RunningService;
import chatcontacts.testkit.service.ServiceMetrics.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** A stream thread hangs in the running service. */
@ExtendWith(LocalServers.Shared.class)
final class LivenessWatchdogIT {

    private static final LocalInstance WIDE = new LocalInstance("wide", "wide-0001", 1_000, false);

    /** Holds whoever logs, until it is told to go on. */
    private static final class Trap extends AppenderBase<ILoggingEvent> {
        private final CountDownLatch sprung = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        protected void append(ILoggingEvent event) {
            sprung.countDown();
            try {
                boolean unused = open.await(2, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void aThreadThatHangsMakesTheProcessNotLiveUntilItGoesOn(LocalServers servers) throws InterruptedException {
        SimulatedLane lane = new SimulatedLane("default", List.of(WIDE), 500, 800, connect -> {});
        Trap trap = new Trap();
        // The dispatch thread itself logs there when a lane is held.
        Logger log = (Logger) LoggerFactory.getLogger("chatcontacts.dispatch.HoldLogger");
        try (RunningService stage =
                new RunningService(servers, "watch", List.of(lane), Map.of("watchdog.stalled.ms", "2000"))) {
            assertThat(stage.http().get("/health/live"))
                    .returns(200, Page::status)
                    .extracting(Page::body)
                    .asString()
                    .contains("\"progress\"");
            trap.start();
            log.addAppender(trap);
            stage.connect().change(connect -> connect.rules().answerEverythingWith(ConnectError.INTERNAL_SERVICE));
            for (int i = 0; i < 10; i++) {
                stage.sender()
                        .send(
                                "key",
                                ChatRequest.newBuilder()
                                        .setInstanceId(WIDE.id())
                                        .setContactFlowId("flow")
                                        .setParticipantDetails(new ParticipantDetails("Ada"))
                                        .build());
            }
            assertThat(trap.sprung.await(60, TimeUnit.SECONDS)).isTrue();

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> stage.http().get("/health/live").status() == 503);
            assertThat(stage.http().get("/health/live").body())
                    .containsPattern("dispatch-StreamThread-1\":\"has not polled its consumer since 2");

            trap.open.countDown();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> stage.http().get("/health/live").status() == 200);
        } finally {
            trap.open.countDown();
            log.detachAppender(trap);
        }
    }
}

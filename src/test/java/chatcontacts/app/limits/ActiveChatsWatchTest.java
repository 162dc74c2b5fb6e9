package chatcontacts.app.limits;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import chatcontacts.connect.ChatsReading.ChatCount;
import chatcontacts.connect.SignedLane;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.testkit.connect.ConnectError;
import chatcontacts.testkit.connect.ConnectSimulator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Chats of others as CloudWatch counts them, asked with the AWS SDK's own client over HTTP. */
final class ActiveChatsWatchTest {

    private static final String ACTION = "cloudwatch:GetMetricData";

    private final ConnectSimulator connect =
            ConnectSimulator.start(it -> it.rules().knowInstance("sales-0001"));
    private final SignedLane signed = SignedLane.at(connect.uri());
    private final ReportedChats reported = new ReportedChats();
    private List<LaneSnapshot> owned = List.of(lane("sales-0001", "care-0001"));
    /** The simulator has the minute that runs, so it is looked back at. */
    private Instant now = Instant.now().plusSeconds(300);

    private final Logger logger = (Logger) LoggerFactory.getLogger(ActiveChatsWatch.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        signed.close();
        connect.close();
        assertThat(connect.failure()).isEmpty();
    }

    private ActiveChatsWatch watch() {
        return new ActiveChatsWatch(Map.of("blue", signed.activeChats()), () -> owned, reported, () -> now);
    }

    private static LaneSnapshot lane(String... instances) {
        return new LaneSnapshot(
                "blue",
                false,
                5,
                5,
                0,
                100,
                LaneCircuitBreaker.HoldCause.NONE,
                "",
                0,
                List.of(instances).stream()
                        .map(it -> InstanceSnapshot.idle(it, 5, true))
                        .toList(),
                new LaneSnapshot.Movement(0, Long.MAX_VALUE, false, Long.MAX_VALUE, Long.MAX_VALUE),
                List.of(),
                Optional.empty(),
                List.of());
    }

    private Optional<Integer> chats(String instance) {
        return reported.of("blue", instance).count().map(ChatCount::chats);
    }

    @Test
    void chatsOfOthersAreCountedAndAnInstanceWithoutDataHasNone() throws InterruptedException {
        connect.startForeignChat("sales-0001");
        try (ActiveChatsWatch watch = watch()) {
            watch.ask();
        }
        assertThat(chats("sales-0001")).contains(1);
        assertThat(reported.of("blue", "sales-0001").unseenBeside(0)).contains(1);
        assertThat(chats("care-0001")).isEmpty();
        assertThat(reported.of("blue", "care-0001").problem()).contains("no data");
        assertThat(log.list).isEmpty();
    }

    @Test
    void aMissingRightIsToldOnceWithTheActionAndTurnsItOff() throws InterruptedException {
        connect.change(it -> it.rules().answerAction(ACTION, ConnectError.ACCESS_DENIED));
        try (ActiveChatsWatch watch = watch()) {
            watch.ask();
            assertThat(reported.of("blue", "sales-0001").problem()).contains("AccessDeniedException");

            connect.change(it -> it.rules().answerAction(ACTION, null));
            now = now.plusSeconds(60);
            watch.ask();
            assertThat(chats("sales-0001")).as("off").isEmpty();
        }
        assertThat(log.list)
                .singleElement()
                .satisfies(it -> assertThat(it.getFormattedMessage()).contains(ACTION));
    }

    @Test
    void whatWasReadStaysWhileItIsNotOld() throws InterruptedException {
        try (ActiveChatsWatch watch = watch()) {
            watch.ask();
            connect.change(it -> it.rules().answerAction(ACTION, ConnectError.INVALID_REQUEST));
            now = now.plusSeconds(60);
            watch.ask();
            assertThat(chats("sales-0001")).contains(0);
            now = now.plus(Duration.ofMinutes(10));
            watch.ask();
            assertThat(chats("sales-0001")).isEmpty();
        }
        assertThat(log.list).hasSize(1);
    }

    @Test
    void aLaneIsAskedForOnceAMinute() throws InterruptedException {
        try (ActiveChatsWatch watch = watch()) {
            watch.ask();
            connect.startForeignChat("sales-0001");
            now = now.plusSeconds(59);
            watch.ask();
            assertThat(chats("sales-0001")).contains(0);
            now = now.plusSeconds(1);
            watch.ask();
            assertThat(chats("sales-0001")).contains(1);
        }
    }

    @Test
    void aLaneThatMovedAwayIsNotShownAnyMore() throws InterruptedException {
        try (ActiveChatsWatch watch = watch()) {
            watch.ask();
            owned = List.of();
            watch.ask();
        }
        assertThat(reported.all()).isEmpty();
    }
}

package chatcontacts.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.app.health.StallDetector.Stalled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallDetectorTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final StallDetector watchdog = new StallDetector(Duration.ofMinutes(2));
    private Duration passed = Duration.ZERO;

    private List<Stalled> lookAfter(int seconds, Stall... standing) {
        passed = passed.plusSeconds(seconds);
        return watchdog.look(List.of(standing), passed.toNanos(), START.plus(passed));
    }

    private static Stall lane(Object mark) {
        return new Stall("lane blue", "is overdue", mark);
    }

    @Test
    void whatStandsAtEveryLookForTheWholeTimeIsToldOnceAndStaysTold() {
        assertThat(lookAfter(5, lane(1))).isEmpty();
        assertThat(lookAfter(60, lane(1))).isEmpty();
        assertThat(watchdog.stalled()).isEmpty();

        Stalled stalled = new Stalled("lane blue", "is overdue", START.plusSeconds(5));
        assertThat(lookAfter(60, lane(1))).containsExactly(stalled);
        assertThat(lookAfter(60, lane(1))).isEmpty();
        assertThat(watchdog.stalled()).containsExactly(stalled);
    }

    @Test
    void oneLookAtWhichItMovedOrHadAReasonStartsTheTimeAnew() {
        lookAfter(5, lane(1));
        lookAfter(119, lane(1));
        lookAfter(1);
        assertThat(lookAfter(5, lane(1))).isEmpty();

        assertThat(lookAfter(119, lane(1))).isEmpty();
        assertThat(lookAfter(1, lane(1))).hasSize(1);
    }

    @Test
    void anotherMarkIsAMove() {
        lookAfter(5, lane(1));
        assertThat(lookAfter(119, lane(2))).isEmpty();
        assertThat(lookAfter(119, lane(2))).isEmpty();
        assertThat(lookAfter(1, lane(2))).hasSize(1);
    }

    @Test
    void whatMovesAgainIsNoLongerStalled() {
        lookAfter(5, lane(1));
        lookAfter(120, lane(1));
        lookAfter(5, lane(2));

        assertThat(watchdog.stalled()).isEmpty();
    }

    @Test
    void eachIsTimedForItself() {
        lookAfter(5, lane(1));
        lookAfter(60, lane(1), new Stall("thread 1", "hangs", ""));

        assertThat(lookAfter(60, lane(1), new Stall("thread 1", "hangs", "")))
                .extracting(Stalled::subject)
                .containsExactly("lane blue");
    }
}

package chatcontacts.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.app.health.StallDetector.Stalled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallDetectorTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final StallDetector detector = new StallDetector(Duration.ofMinutes(2));
    private Duration passed = Duration.ZERO;

    private List<Stalled> updateAfter(int seconds, Stall... stalls) {
        passed = passed.plusSeconds(seconds);
        return detector.update(List.of(stalls), passed.toNanos(), START.plus(passed));
    }

    private static Stall lane(Object mark) {
        return new Stall("lane blue", "is overdue", mark);
    }

    @Test
    void aStallAtEveryUpdateOfTheWholeTimeIsReportedOnceAndStaysListed() {
        assertThat(updateAfter(5, lane(1))).isEmpty();
        assertThat(updateAfter(60, lane(1))).isEmpty();
        assertThat(detector.stalled()).isEmpty();

        Stalled stalled = new Stalled("lane blue", "is overdue", START.plusSeconds(5));
        assertThat(updateAfter(60, lane(1))).containsExactly(stalled);
        assertThat(updateAfter(60, lane(1))).isEmpty();
        assertThat(detector.stalled()).containsExactly(stalled);
    }

    @Test
    void oneUpdateWithoutTheStallStartsTheTimeAnew() {
        updateAfter(5, lane(1));
        updateAfter(119, lane(1));
        updateAfter(1);
        assertThat(updateAfter(5, lane(1))).isEmpty();

        assertThat(updateAfter(119, lane(1))).isEmpty();
        assertThat(updateAfter(1, lane(1))).hasSize(1);
    }

    @Test
    void anotherMarkIsProgress() {
        updateAfter(5, lane(1));
        assertThat(updateAfter(119, lane(2))).isEmpty();
        assertThat(updateAfter(119, lane(2))).isEmpty();
        assertThat(updateAfter(1, lane(2))).hasSize(1);
    }

    @Test
    void whatMakesProgressAgainIsNoLongerStalled() {
        updateAfter(5, lane(1));
        updateAfter(120, lane(1));
        updateAfter(5, lane(2));

        assertThat(detector.stalled()).isEmpty();
    }

    @Test
    void eachIsTimedForItself() {
        updateAfter(5, lane(1));
        updateAfter(60, lane(1), new Stall("thread 1", "hangs", ""));

        assertThat(updateAfter(60, lane(1), new Stall("thread 1", "hangs", "")))
                .extracting(Stalled::subject)
                .containsExactly("lane blue");
    }
}

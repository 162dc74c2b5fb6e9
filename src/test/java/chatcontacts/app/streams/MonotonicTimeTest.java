package chatcontacts.app.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MonotonicTimeTest {

    private long wallMs = 1_000_000;
    private long nanos = 77;
    private final MonotonicTime time = new MonotonicTime(() -> wallMs, () -> nanos);

    private void pass(long ms) {
        wallMs += ms;
        nanos += TimeUnit.MILLISECONDS.toNanos(ms);
    }

    @Test
    void followsTheWallClock() {
        pass(10);
        assertThat(time.milliseconds()).isEqualTo(1_000_010);

        wallMs += 60_000; // set forward
        assertThat(time.milliseconds()).isEqualTo(1_060_010);
    }

    @Test
    void goesOnAtHalfSpeedWhenTheWallClockIsSetBackUntilThatHasCaughtUp() {
        wallMs -= 1_000;
        assertThat(time.milliseconds()).isEqualTo(1_000_000);

        pass(500);
        assertThat(time.milliseconds()).isEqualTo(1_000_250);
        pass(1_500);
        assertThat(time.milliseconds()).isEqualTo(1_001_000).isEqualTo(wallMs);
        pass(10);
        assertThat(time.milliseconds()).isEqualTo(wallMs);
    }

    @Test
    void losesNothingWhenItIsAskedMoreOftenThanItMoves() {
        wallMs -= 3_600_000;
        for (int i = 0; i < 1_000; i++) {
            pass(1);
            time.milliseconds();
        }

        assertThat(time.milliseconds()).isEqualTo(1_000_500);
    }
}

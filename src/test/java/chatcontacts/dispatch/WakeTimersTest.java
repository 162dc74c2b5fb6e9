package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** A task is woken in time, and what Kafka Streams keeps of its timers stays little. */
final class WakeTimersTest {

    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    private final List<Timer> kept = new ArrayList<>();
    private final List<Long> woken = new ArrayList<>();
    private final WakeTimers timers = new WakeTimers(
            (delayMs, fired) -> {
                Timer timer = new Timer(this.nowMs + delayMs, fired);
                kept.add(timer);
                return () -> timer.cancelled = true;
            },
            woken::add);
    private long nowMs = 1_000_000_000;

    /** Kafka Streams keeps it until its time has come, cancelled or not. */
    private static final class Timer {
        private final long atMs;
        private final LongConsumer fired;
        private boolean cancelled;

        Timer(long atMs, LongConsumer fired) {
            this.atMs = atMs;
            this.fired = fired;
        }
    }

    private void passTo(long untilMs) {
        while (true) {
            Timer next = kept.stream()
                    .filter(timer -> timer.atMs <= untilMs)
                    .min(Comparator.comparingLong(timer -> timer.atMs))
                    .orElse(null);
            if (next == null) {
                nowMs = untilMs;
                return;
            }
            kept.remove(next);
            nowMs = next.atMs;
            if (!next.cancelled) {
                next.fired.accept(nowMs);
            }
        }
    }

    @Test
    void itWakesAtANearTimeExactly() {
        timers.wakeAt(nowMs + 500, nowMs);
        timers.wakeAt(nowMs + 200, nowMs);
        long begin = nowMs;
        passTo(begin + 1_000);
        assertThat(woken).containsExactly(begin + 200);
    }

    @Test
    void itWakesALittleBeforeAFarTimeAndThenInTime() {
        long wanted = nowMs + DAY_MS + 12_345;
        for (int i = 0; i < 100 && nowMs < wanted; i++) {
            timers.wakeAt(wanted, nowMs);
            assertThat(timers.nextAtMs()).isBetween(nowMs + 1, wanted);
            passTo(timers.nextAtMs());
        }
        assertThat(nowMs).isEqualTo(wanted);
        assertThat(woken.size()).isLessThan(100);
    }

    @Test
    void manyChangesBetweenIdleAndBusyLeaveFewTimers() {
        for (int i = 0; i < 5_000; i++) {
            timers.wakeAt(nowMs + 5, nowMs);
            passTo(nowMs + 10_000);
            timers.wakeAt(nowMs + DAY_MS, nowMs);
        }
        assertThat(kept.size()).isLessThan(40);
    }
}

package chatcontacts.dispatch;

import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.apache.kafka.streams.processor.Cancellable;

/**
 * Wakes a task up at the earliest time that it asked for. Kafka Streams keeps a cancelled schedule until its time has come, so one a
 * day ahead, set and cancelled whenever the task becomes idle and busy again, would pile up. Timers that are far ahead are therefore
 * not cancelled but kept for the next time: they are set to times of a coarse grid, at or before the time that is asked for, and the
 * finer one follows when they fire. Used by the stream thread.
 */
final class WakeTimers {

    /** A timer that is not further ahead is exact, and cancelled when an earlier one is needed. */
    private static final long NEAR_MS = 60_000;

    /** A timer that is far ahead comes early by this part of its delay at most. */
    private static final int GRID_PART = 8;

    private static final long NEVER = Long.MAX_VALUE;

    private final Schedule schedule;
    private final LongConsumer wake;
    private final TreeMap<Long, Cancellable> far = new TreeMap<>();
    private Cancellable near = () -> {};
    private long nearAtMs = NEVER;

    /** Schedules a wall-clock punctuation, as the context of a processor does. */
    interface Schedule {
        Cancellable in(long delayMs, LongConsumer fired);
    }

    /** @param wake is run when a timer fires, with the time */
    WakeTimers(Schedule schedule, LongConsumer wake) {
        this.schedule = schedule;
        this.wake = wake;
    }

    /** When the task is woken next; {@link Long#MAX_VALUE} for never. */
    long nextAtMs() {
        return far.isEmpty() ? nearAtMs : Math.min(nearAtMs, far.firstKey());
    }

    /** Wakes the task at that time or earlier. */
    void wakeAt(long atMs, long nowMs) {
        if (atMs >= nextAtMs()) {
            return;
        }
        long delayMs = Math.max(1, atMs - nowMs);
        if (delayMs > NEAR_MS) {
            long grid = Long.highestOneBit(delayMs / GRID_PART);
            far.computeIfAbsent(
                    atMs - Math.floorMod(atMs, grid),
                    key -> schedule.in(key - nowMs, now -> {
                        cancel(key);
                        wake.accept(now);
                    }));
            return;
        }
        near.cancel();
        nearAtMs = nowMs + delayMs;
        near = schedule.in(delayMs, now -> {
            near.cancel();
            nearAtMs = NEVER;
            wake.accept(now);
        });
    }

    void cancelAll() {
        near.cancel();
        nearAtMs = NEVER;
        far.values().forEach(Cancellable::cancel);
        far.clear();
    }

    private void cancel(long key) {
        Cancellable fired = far.remove(key);
        if (fired != null) {
            fired.cancel();
        }
    }
}

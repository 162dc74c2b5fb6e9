package chatcontacts.app.streams;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/**
 * The time that Kafka Streams gives to timers and processors: the wall clock, but never backwards. After the wall clock was set
 * back, it runs at half speed until the wall clock has caught up. Otherwise every pending timer would be late by as much as the
 * clock was set back, and call results and commits would wait for it. Thread-safe.
 */
public final class MonotonicTime implements Time {

    private final LongSupplier wallMs;
    private final LongSupplier nanos;
    private long shownMs;
    private long shownAtNanos;

    public MonotonicTime() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    public MonotonicTime(LongSupplier wallMs, LongSupplier nanos) {
        this.wallMs = wallMs;
        this.nanos = nanos;
        this.shownMs = wallMs.getAsLong();
        this.shownAtNanos = nanos.getAsLong();
    }

    @Override
    public synchronized long milliseconds() {
        long wall = wallMs.getAsLong();
        long now = nanos.getAsLong();
        long slowMs = (now - shownAtNanos) / 2_000_000;
        if (wall >= shownMs) {
            shownMs = wall;
            shownAtNanos = now;
        } else if (slowMs > 0) {
            shownMs += slowMs;
            shownAtNanos += slowMs * 2_000_000; // the remainder counts next time
        }
        return shownMs;
    }

    @Override
    public long nanoseconds() {
        return nanos.getAsLong();
    }

    @Override
    public void sleep(long ms) {
        Time.SYSTEM.sleep(ms);
    }

    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMs) throws InterruptedException {
        long leftMs = deadlineMs - milliseconds();
        Time.SYSTEM.waitObject(object, condition, Time.SYSTEM.milliseconds() + leftMs);
    }
}

package chatcontacts.testkit.load;

import java.time.Duration;
import java.util.Locale;

/** Percentiles of lengths of time, over everything and over the last few seconds, to within 3 %. Thread-safe. */
public final class Latencies {

    /** Buckets of equal ratio from a microsecond to more than a day. */
    private static final int BUCKETS = 850;

    private static final double RATIO = 1.03;
    private static final int SLICES = 5;

    private final long[] all = new long[BUCKETS];
    private final long[][] recent = new long[SLICES][BUCKETS];
    private int slice;

    /** One more. */
    public synchronized void add(long nanos) {
        double micros = Math.max(1, nanos / 1_000.0);
        int bucket = (int) Math.min(BUCKETS - 1, Math.log(micros) / Math.log(RATIO));
        all[bucket]++;
        recent[slice][bucket]++;
    }

    /** Forgets the oldest slice of what counts as recent; to be called each second. */
    public synchronized void turn() {
        slice = (slice + 1) % SLICES;
        recent[slice] = new long[BUCKETS];
    }

    /** That percentile of everything, no time if there is nothing. */
    public synchronized Duration overall(double percentile) {
        return percentile(all, percentile);
    }

    /** That percentile of the last five slices. */
    public synchronized Duration recent(double percentile) {
        long[] sum = new long[BUCKETS];
        for (long[] each : recent) {
            for (int i = 0; i < BUCKETS; i++) {
                sum[i] += each[i];
            }
        }
        return percentile(sum, percentile);
    }

    private static Duration percentile(long[] buckets, double percentile) {
        long total = 0;
        for (long count : buckets) {
            total += count;
        }
        long wanted = (long) Math.ceil(total * percentile / 100);
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += buckets[i];
            if (seen >= wanted && seen > 0) {
                return Duration.ofNanos((long) (Math.pow(RATIO, i + 0.5) * 1_000));
            }
        }
        return Duration.ZERO;
    }

    /** As people read it: 87 ms, 1.2 s, 3 m 20 s. */
    public static String words(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        return duration.toMinutes() + " m " + duration.toSecondsPart() + " s";
    }
}

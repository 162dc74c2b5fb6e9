package chatcontacts.benchmark;

import java.util.Arrays;

/** Exact percentiles of lengths of time. */
final class Percentiles {

    private final long[] sorted;

    Percentiles(long[] nanos) {
        this.sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    double millis(double percentile) {
        int rank = (int) Math.ceil(sorted.length * percentile / 100);
        return sorted[Math.max(0, rank - 1)] / 1e6;
    }
}

package chatcontacts.testkit.connect;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * When calls came, in order. Judges them against a rate: over every window, however long and wherever it begins, calls must stay
 * within rate x time + burst. Takes 8 bytes a call.
 */
public final class CallTimes {

    private Optional<Instant> first = Optional.empty();
    private long[] nanos = new long[64];
    private int count;

    void add(Instant at) {
        if (first.isEmpty()) {
            first = Optional.of(at);
        }
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = Duration.between(first.get(), at).toNanos();
    }

    CallTimes copy() {
        CallTimes copy = new CallTimes();
        copy.first = first;
        copy.nanos = Arrays.copyOf(nanos, Math.max(1, count));
        copy.count = count;
        return copy;
    }

    public int count() {
        return count;
    }

    /** When the first call came, if one did. */
    public Optional<Instant> first() {
        return first;
    }

    /** How long after the first one each came, in nanoseconds. */
    public long[] nanosAfterFirst() {
        return Arrays.copyOf(nanos, count);
    }

    /**
     * By how many calls the worst of all windows is over; zero or less means that the rate was kept. Exact, in one pass: the
     * excess of the window from call i to call j is (j + 1 - rate x t[j]) - (i - rate x t[i]) - burst.
     */
    public double worstExcess(double ratePerSecond, double burst) {
        double worst = count == 0 ? 0 : Double.NEGATIVE_INFINITY;
        double leastBefore = Double.POSITIVE_INFINITY;
        for (int j = 0; j < count; j++) {
            double allowed = ratePerSecond * nanos[j] / 1e9;
            leastBefore = Math.min(leastBefore, j - allowed);
            worst = Math.max(worst, j + 1 - allowed - leastBefore - burst);
        }
        return worst;
    }
}

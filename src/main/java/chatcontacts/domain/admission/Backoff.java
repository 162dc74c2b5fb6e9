package chatcontacts.domain.admission;

import java.time.Duration;

/**
 * Exponential backoff with full jitter: a delay anywhere between nothing and {@code first} doubled at each step, at most
 * {@code longest}. Full jitter keeps many clients of one service from coming back together.
 */
public record Backoff(Duration first, Duration longest) {

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("needs 0 < first <= longest, not " + first + " and " + longest);
        }
    }

    /** The longest delay of that step; step 0 is the first. */
    public long ceilingMs(int step) {
        long doubled = first.toMillis() << Math.min(step, 30);
        return Math.min(doubled, longest.toMillis());
    }

    /**
     * A delay of that step.
     *
     * @param draw uniform, from 0 (inclusive) to 1 (exclusive)
     */
    public long delayMs(int step, double draw) {
        return (long) (draw * ceilingMs(step));
    }

    /** The last step that still lengthens the delay. */
    public int lastStep() {
        int step = 0;
        while (ceilingMs(step) < longest.toMillis()) {
            step++;
        }
        return step;
    }
}

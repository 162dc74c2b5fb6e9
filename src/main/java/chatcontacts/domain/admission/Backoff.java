package chatcontacts.domain.admission;

import java.time.Duration;

/**
 * Exponential backoff with full jitter, between the attempts of a retry and between probes: a delay anywhere between nothing and {@code first} doubled at each step, at most
 * {@code longest}. Full jitter keeps many clients of one service from coming back together.
 */
public record Backoff(Duration first, Duration longest) {

    /** A long has no room for more doublings. */
    private static final int MAX_DOUBLINGS = 62;

    public Backoff {
        if (first.toMillis() < 1 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("needs 1 ms <= first <= longest, not " + first + " and " + longest);
        }
    }

    /** The longest delay of that step; step 0 is the first. */
    public long maxDelayMs(int step) {
        int doublings = Math.min(step, MAX_DOUBLINGS);
        boolean fits = first.toMillis() <= longest.toMillis() >> doublings;
        return fits ? first.toMillis() << doublings : longest.toMillis();
    }

    /**
     * A delay of that step.
     *
     * @param draw uniform, from 0 (inclusive) to 1 (exclusive)
     */
    public long delayMs(int step, double draw) {
        return (long) (draw * maxDelayMs(step));
    }

    /** The last step that still lengthens the delay. */
    public int lastStep() {
        return stepReaching(longest.toMillis());
    }

    /** The first step whose longest delay is at least that, or the last step. */
    public int stepReaching(long delayMs) {
        long reached = Math.min(delayMs, longest.toMillis());
        int step = 0;
        while (maxDelayMs(step) < reached) {
            step++;
        }
        return step;
    }
}

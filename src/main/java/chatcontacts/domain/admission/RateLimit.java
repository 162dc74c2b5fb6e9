package chatcontacts.domain.admission;

/**
 * The API rate that a lane may use, as AWS states it: a token bucket of {@code burst} tokens, refilled at
 * {@code ratePerSecond}. StartChatContact has 5 and 8 by default for each account and Region.
 */
public record RateLimit(double ratePerSecond, double burst) {

    /** The part of the burst that is used: the rest is room for jitter between us and AWS's own bucket. */
    private static final double USED_BURST = 0.9;

    public RateLimit {
        if (!(ratePerSecond > 0) || !(burst >= 1)) {
            throw new IllegalArgumentException("needs rate > 0 and burst >= 1, not " + ratePerSecond + " and " + burst);
        }
    }

    /** How many tokens our bucket holds: 90 % of the burst, and at least the one that a call needs. */
    public double capacity() {
        return Math.max(1, USED_BURST * burst);
    }
}

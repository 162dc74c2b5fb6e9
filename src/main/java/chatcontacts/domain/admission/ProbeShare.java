package chatcontacts.domain.admission;

/**
 * The part of a lane's rate that probes may take from calls that are known to be free. A token bucket of one token: probes that
 * were not due leave nothing for later.
 *
 * @param ratePerSecond probes a second
 * @param tokens probes that may go now, at most one
 * @param refilledAtMs when the tokens were counted
 */
public record ProbeShare(double ratePerSecond, double tokens, long refilledAtMs) {

    /** Guards against a token that rounding leaves a hair below one. */
    private static final double ROUNDING = 1e-9;

    /**
     * The share of a new owner: no token yet.
     *
     * @param share of the rate
     */
    public static ProbeShare of(RateLimit limit, double share, long nowMs) {
        return new ProbeShare(share * limit.ratePerSecond(), 0, nowMs);
    }

    /** The same with what has come since. */
    public ProbeShare refilled(long nowMs) {
        double accrued = ratePerSecond * Math.max(0, nowMs - refilledAtMs) / 1000;
        return new ProbeShare(ratePerSecond, Math.min(1, tokens + accrued), nowMs);
    }

    public boolean hasToken() {
        return tokens >= 1 - ROUNDING;
    }

    /** After a probe went before calls that are free. */
    public ProbeShare taken() {
        return new ProbeShare(ratePerSecond, Math.max(0, tokens - 1), refilledAtMs);
    }
}

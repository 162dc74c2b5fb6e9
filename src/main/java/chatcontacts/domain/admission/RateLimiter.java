package chatcontacts.domain.admission;

/**
 * The rate limiter of a lane, or of an instance in it: a token bucket. Starts empty, since a former owner may just have emptied the real one; lowered by throttled
 * calls, and back at the full rate within {@link #RECOVERY_MS}. Over any window the calls it allows stay within
 * rate x time + burst.
 *
 * @param limit what is allowed at most
 * @param tokens calls that may go now
 * @param refilledAtMs when the tokens were counted
 * @param cut the last lowering of the rate
 * @param recent the last {@value #REMEMBERED} results, the newest in the lowest bit, 1 for a throttled one
 */
public record RateLimiter(RateLimit limit, double tokens, long refilledAtMs, Cut cut, int recent) {

    /** How long the rate takes to climb back from nothing to the limit. */
    public static final long RECOVERY_MS = 10_000;

    /** A clock that stood still or jumped accrues at most this much. */
    private static final long MAX_ACCRUAL_MS = 1_000;

    /** So many calls of a burst are kept from probes at most. */
    private static final double MAX_RESERVE = 4;

    private static final int REMEMBERED = 20;
    private static final double TOLERATED_SHARE = 0.05;
    private static final double ISOLATED_FACTOR = 0.8;
    private static final double REPEATED_FACTOR = 0.5;

    /** Guards against a token that rounding leaves a hair below one. */
    private static final double ROUNDING = 1e-9;

    /**
     * A lowering of the rate.
     *
     * @param ratePerSecond the rate right after it
     * @param atMs when
     */
    public record Cut(double ratePerSecond, long atMs) {
        /** Long ago, and recovered from. */
        public static final Cut NONE = new Cut(0, Long.MIN_VALUE / 2);
    }

    /** The rate limiter of a new owner: no tokens. */
    public static RateLimiter starting(RateLimit limit, Cut cut, long nowMs) {
        return new RateLimiter(limit, 0, nowMs, cut, 0);
    }

    /** The same bucket under another limit from now on: tokens that it has no room for are gone, and none are added. */
    public RateLimiter limitedTo(RateLimit next, long nowMs) {
        RateLimiter now = refilled(nowMs);
        return new RateLimiter(next, Math.min(next.capacity(), now.tokens), nowMs, now.cut, recent);
    }

    /** The rate at that time. */
    public double rateAt(long nowMs) {
        double climbed = limit.ratePerSecond() * Math.max(0, nowMs - cut.atMs()) / RECOVERY_MS;
        return Math.min(limit.ratePerSecond(), cut.ratePerSecond() + climbed);
    }

    /** The same bucket with the tokens that have come since. A clock that was set back takes the last cut along. */
    public RateLimiter refilled(long nowMs) {
        long elapsedMs = Math.clamp(nowMs - refilledAtMs, 0, MAX_ACCRUAL_MS);
        // The rate only climbs between cuts, so its start is never too much; the error is at most a percent of a
        // second's.
        double accrued = rateAt(nowMs - elapsedMs) * elapsedMs / 1000;
        Cut past = cut.atMs() > nowMs ? new Cut(cut.ratePerSecond(), nowMs) : cut;
        return new RateLimiter(limit, Math.min(limit.capacity(), tokens + accrued), nowMs, past, recent);
    }

    /** The same without a cut that has been recovered from. */
    public RateLimiter withoutOldCut(long nowMs) {
        return cutForgottenAtMs() <= nowMs ? new RateLimiter(limit, tokens, refilledAtMs, Cut.NONE, recent) : this;
    }

    /** When the last cut has been recovered from whatever it was; {@link Long#MAX_VALUE} if there was none. */
    public long cutForgottenAtMs() {
        return cut.equals(Cut.NONE) ? Long.MAX_VALUE : cut.atMs() + RECOVERY_MS;
    }

    public boolean hasToken() {
        return tokens >= 1 - ROUNDING;
    }

    /** Whether a token is there beside the part of the bucket that is kept for calls that nothing else holds back. */
    public boolean hasSpareToken() {
        return tokens >= spareFrom() - ROUNDING;
    }

    private double spareFrom() {
        return Math.clamp(limit.capacity() / 2, 1, MAX_RESERVE);
    }

    /** The rate limiter after a call went out. */
    public RateLimiter taken() {
        if (!hasToken()) {
            throw new IllegalStateException("no token to take");
        }
        return new RateLimiter(limit, Math.max(0, tokens - 1), refilledAtMs, cut, recent);
    }

    /** When the next token is there, if none is taken before; not later than a second, when it is worth another look. */
    public long nextTokenAtMs() {
        return tokensReachAtMs(1);
    }

    /** When there is a spare token, by the same rules. */
    public long nextSpareTokenAtMs() {
        return tokensReachAtMs(spareFrom());
    }

    private long tokensReachAtMs(double needed) {
        if (tokens >= needed - ROUNDING) {
            return refilledAtMs;
        }
        double waitMs = (needed - tokens) / rateAt(refilledAtMs) * 1000;
        return refilledAtMs + (long) Math.min(MAX_ACCRUAL_MS, Math.ceil(waitMs));
    }

    /** The rate limiter after a result that was not throttled. */
    public RateLimiter notThrottled() {
        return remembering(0);
    }

    /**
     * The rate limiter after a throttled call: an isolated one empties the bucket and takes a fifth off the rate, repeated ones halve
     * it. Calls that were in flight when the rate was last cut say nothing about the lowered one.
     *
     * @param issuedAtMs when the throttled call went out
     */
    public RateLimiter throttled(long issuedAtMs, long nowMs) {
        RateLimiter next = remembering(1).refilled(nowMs);
        if (issuedAtMs <= cut.atMs()) {
            return next;
        }
        boolean repeated = Integer.bitCount(next.recent) > TOLERATED_SHARE * REMEMBERED;
        double rate = next.rateAt(nowMs) * (repeated ? REPEATED_FACTOR : ISOLATED_FACTOR);
        return new RateLimiter(limit, 0, nowMs, new Cut(rate, nowMs), next.recent);
    }

    private RateLimiter remembering(int bit) {
        int mask = (1 << REMEMBERED) - 1;
        return new RateLimiter(limit, tokens, refilledAtMs, cut, ((recent << 1) | bit) & mask);
    }
}

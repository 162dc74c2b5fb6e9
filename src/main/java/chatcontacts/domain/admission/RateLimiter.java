package chatcontacts.domain.admission;

/**
 * The rate limiter of a lane, or of an instance in it: a token bucket. Starts empty, since a former owner may just have emptied the real one. Over any window
 * the calls it allows stay within rate x time + burst.
 *
 * <p>Throttled calls lower the rate, and it follows a cubic curve since, as in CUBIC (RFC 9438) and in the adaptive mode of the
 * AWS SDKs: the rate that held until then is remembered; from somewhat below it the rate rises to it fast, stays near it
 * for most of {@link #HOLD_MS}, and then climbs ever faster, at most {@link #RECOVERY_MS} after the cut to what is configured.
 * Between two cuts the real bucket goes from empty to empty, so what was allowed in between is the rate that holds. After a cut, calls
 * beyond what that rate would have allowed go one at a time, since each of them may be the next that is throttled.
 *
 * @param limit what is allowed at most
 * @param tokens calls that may go now
 * @param refilledAtMs when the tokens were counted
 * @param cut the last lowering of the rate
 * @param sent calls that went out since {@code sinceMs}
 * @param sinceMs since when they are counted: the last cut, or half of {@link #RECOVERY_MS} to all of it ago
 * @param testSentAtMs when the one call went out that is beyond what held and has no result yet; {@link Long#MAX_VALUE} for none
 */
public record RateLimiter(
        RateLimit limit, double tokens, long refilledAtMs, Cut cut, double sent, long sinceMs, long testSentAtMs) {

    /** When the rate is back at what held before the cut: the longer, the fewer calls are throttled. */
    public static final long HOLD_MS = 24_000;

    /** How long the rate takes at most to climb back to what is configured. */
    public static final long RECOVERY_MS = 29_000;

    /** A clock that stood still or jumped accrues at most this much. */
    private static final long MAX_ACCRUAL_MS = 1_000;

    /** So many calls of a burst are kept from probes at most. */
    private static final double MAX_RESERVE = 4;

    /** Less than this part of what is configured is never thought to hold, or it would be long until more is found. */
    private static final double MIN_HELD = 0.1;

    /** So much of what held a cut takes off. */
    private static final double DROP = 0.2;

    /** Fewer calls say little about a rate. */
    private static final int ENOUGH = 10;

    /** So much of the rate is thought to hold if it is throttled again soon after a cut. */
    private static final double REPEATED = 0.875;

    /** Guards against a token that rounding leaves a hair below one. */
    private static final double ROUNDING = 1e-9;

    /**
     * A lowering of the rate.
     *
     * @param heldRate the rate that held before it, in calls a second
     * @param atMs when
     */
    public record Cut(double heldRate, long atMs) {
        /** Long ago, and recovered from. */
        public static final Cut NONE = new Cut(0, Long.MIN_VALUE / 2);
    }

    /** The rate limiter of a new owner: no tokens. */
    public static RateLimiter starting(RateLimit limit, Cut cut, long nowMs) {
        return new RateLimiter(limit, 0, nowMs, cut, 0, nowMs, Long.MAX_VALUE);
    }

    /** The same bucket under another limit from now on: tokens that it has no room for are gone, and none are added. */
    public RateLimiter limitedTo(RateLimit next, long nowMs) {
        RateLimiter now = refilled(nowMs);
        return new RateLimiter(
                next, Math.min(next.capacity(), now.tokens), nowMs, now.cut, sent, now.sinceMs, testSentAtMs);
    }

    /** The rate at that time. */
    public double rateAt(long nowMs) {
        double most = limit.ratePerSecond();
        double held = Math.clamp(cut.heldRate(), MIN_HELD * most, most);
        long ageMs = Math.max(0, nowMs - cut.atMs());
        if (ageMs >= RECOVERY_MS) {
            return most;
        }
        double part = (double) (ageMs - HOLD_MS) / (ageMs < HOLD_MS ? HOLD_MS : RECOVERY_MS - HOLD_MS);
        return Math.min(most, held + (ageMs < HOLD_MS ? DROP * held : most) * part * part * part);
    }

    /** The same bucket with the tokens that have come since. A clock that was set back takes the last cut along. */
    public RateLimiter refilled(long nowMs) {
        long elapsedMs = Math.clamp(nowMs - refilledAtMs, 0, MAX_ACCRUAL_MS);
        // The rate only climbs between cuts, so its start is never too much.
        double accrued = rateAt(nowMs - elapsedMs) * elapsedMs / 1000;
        Cut past = cut.atMs() > nowMs ? new Cut(cut.heldRate(), nowMs) : cut;
        double room =
                waitsForTest() ? Math.max(1, tokens) : limit.capacity(); // what a test keeps waiting does not pile up
        double filled = Math.min(room, tokens + accrued);
        return new RateLimiter(limit, filled, nowMs, past, sent, Math.min(sinceMs, nowMs), testSentAtMs);
    }

    /** The same without a cut that has been recovered from. */
    public RateLimiter withoutOldCut(long nowMs) {
        return cutForgottenAtMs() <= nowMs
                ? new RateLimiter(limit, tokens, refilledAtMs, Cut.NONE, sent, sinceMs, testSentAtMs)
                : this;
    }

    /** When the last cut has been recovered from whatever it was; {@link Long#MAX_VALUE} if there was none. */
    public long cutForgottenAtMs() {
        return cut.equals(Cut.NONE) ? Long.MAX_VALUE : cut.atMs() + RECOVERY_MS;
    }

    public boolean hasToken() {
        return tokens >= 1 - ROUNDING && !waitsForTest();
    }

    /** Whether a token is there beside the part of the bucket that is kept for calls that nothing else holds back. */
    public boolean hasSpareToken() {
        return tokens >= spareFrom() - ROUNDING && !waitsForTest();
    }

    private boolean waitsForTest() {
        return testSentAtMs != Long.MAX_VALUE && isBeyondWhatHeld();
    }

    /** Whether the next call would be throttled if the rate that held before the cut still did. */
    private boolean isBeyondWhatHeld() {
        long ageMs = refilledAtMs - cut.atMs();
        return ageMs < RECOVERY_MS && cut.heldRate() * (refilledAtMs - sinceMs) / 1000 < sent + 1;
    }

    private double spareFrom() {
        return Math.clamp(limit.capacity() / 2, 1, MAX_RESERVE);
    }

    /** The rate limiter after a call went out. */
    public RateLimiter taken() {
        if (!hasToken()) {
            throw new IllegalStateException("no token to take");
        }
        boolean forgets = refilledAtMs - sinceMs >= RECOVERY_MS;
        return new RateLimiter(
                limit,
                Math.max(0, tokens - 1),
                refilledAtMs,
                cut,
                forgets ? (sent + 1) / 2 : sent + 1,
                forgets ? refilledAtMs - RECOVERY_MS / 2 : sinceMs,
                testSentAtMs == Long.MAX_VALUE && isBeyondWhatHeld() ? refilledAtMs : testSentAtMs);
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
        if (waitsForTest()) {
            return refilledAtMs + MAX_ACCRUAL_MS;
        }
        if (tokens >= needed - ROUNDING) {
            return refilledAtMs;
        }
        double waitMs = (needed - tokens) / rateAt(refilledAtMs) * 1000;
        return refilledAtMs + (long) Math.min(MAX_ACCRUAL_MS, Math.ceil(waitMs));
    }

    /**
     * The rate limiter after a result that was not throttled.
     *
     * @param issuedAtMs when the call went out
     */
    public RateLimiter notThrottled(long issuedAtMs) {
        return new RateLimiter(limit, tokens, refilledAtMs, cut, sent, sinceMs, testAfter(issuedAtMs));
    }

    private long testAfter(long issuedAtMs) {
        return issuedAtMs >= testSentAtMs ? Long.MAX_VALUE : testSentAtMs;
    }

    /**
     * The rate limiter after a throttled call: it empties the bucket and lowers the rate, to what held if the rate was used. Calls that were in flight when the rate was
     * last cut say nothing about the lowered one.
     *
     * @param issuedAtMs when the throttled call went out
     */
    public RateLimiter throttled(long issuedAtMs, long nowMs) {
        RateLimiter now = refilled(nowMs);
        if (issuedAtMs <= cut.atMs()) {
            return now.notThrottled(issuedAtMs);
        }
        double rate = now.rateAt(nowMs);
        double measured = 1000 * (sent - 1) / Math.max(1, nowMs - now.sinceMs);
        boolean used = now.tokens < 2 || now.isBeyondWhatHeld();
        boolean known = sent >= ENOUGH && nowMs - now.sinceMs >= HOLD_MS / 2;
        double guessed = nowMs - cut.atMs() < HOLD_MS / 2 ? REPEATED * rate : rate;
        double held = !known ? guessed : used ? measured : (1 - DROP) * rate;
        return new RateLimiter(limit, 0, nowMs, new Cut(Math.min(held, rate), nowMs), 0, nowMs, Long.MAX_VALUE);
    }
}

package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.LimitsRow.LaneLimitsRow;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.admission.ProbeShare;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.admission.RateLimiter;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.request.RequestId;
import java.time.Duration;
import java.util.List;

/**
 * What limits all calls of a lane: its rate limiter, its circuit breaker, and the failures that open the breaker. Belongs to the
 * stream thread.
 */
final class LaneLimiter {

    /** The last twenty. */
    private static final int NEWCOMERS = (1 << 20) - 1;

    private static final int MANY_NEWCOMERS = 5;

    private final double share;
    private final FailureStreak failures = new FailureStreak();
    private RateLimiter rateLimiter;
    private LaneCircuitBreaker breaker = LaneCircuitBreaker.CLOSED;
    private ProbeShare probeShare;
    private long openedAtMs = Long.MIN_VALUE;

    /** Of the last call that opened the breaker, or kept it open. */
    private String openError = "";

    /** A bit for each newcomer, 1 where access was denied. */
    private int wastedNewcomers;

    /** What the store knows of it. */
    private LaneLimitsRow written;

    /**
     * Nothing is learned yet.
     *
     * @param share of the rate that probes may take from calls that are free
     */
    LaneLimiter(RateLimit limit, double share, long nowMs) {
        this.share = share;
        this.probeShare = ProbeShare.of(limit, share, nowMs);
        this.rateLimiter = RateLimiter.starting(limit, RateLimiter.Cut.NONE, nowMs);
        this.written = LaneLimitsRow.of(rateLimiter, breaker);
    }

    /**
     * Takes over what is in the store.
     *
     * @param longest that a hold lasts: a former owner's clock may have been wrong
     */
    void restore(LaneStore store, Duration longest, long nowMs) {
        store.learned().ifPresent(learned -> {
            LaneLimitsRow plausible = learned.clamped(longest, nowMs);
            this.rateLimiter = RateLimiter.starting(rateLimiter.limit(), plausible.cut(), nowMs);
            this.breaker = plausible.breaker();
            this.written = learned;
        });
    }

    /** From now on another rate limit holds; what was learned stays. */
    void limit(RateLimit limit, long nowMs) {
        if (!limit.equals(rateLimiter.limit())) {
            rateLimiter = rateLimiter.limitedTo(limit, nowMs);
            probeShare = ProbeShare.of(limit, share, nowMs);
        }
    }

    /** Writes what was learned if it changed. */
    void writeLearned(LaneStore store) {
        LaneLimitsRow now = LaneLimitsRow.of(rateLimiter, breaker);
        if (now.equals(written)) {
            return;
        }
        if (now.equals(LaneLimitsRow.NOTHING)) {
            store.deleteLearned();
        } else {
            store.putLearned(now);
        }
        written = now;
    }

    /** Without work, a hold goes when its next probe would be due, and a lowered rate when it has recovered. */
    void forgetUnused(long nowMs) {
        if (!breaker.isClosed() && breaker.gate().untilMs() <= nowMs) {
            breaker = LaneCircuitBreaker.CLOSED;
            failures.end();
        }
        rateLimiter = rateLimiter.withoutOldCut(nowMs);
    }

    /** When there is more to forget, if no work comes; {@link Long#MAX_VALUE} for never. */
    long nextForgetMs() {
        long holdMs = breaker.isClosed() ? Long.MAX_VALUE : breaker.gate().untilMs();
        return Math.min(holdMs, rateLimiter.cutForgottenAtMs());
    }

    LaneCircuitBreaker breaker() {
        return breaker;
    }

    /**
     * An operator wants the next probe now.
     *
     * @param dryRun whether only to tell
     * @return what holds the lane, in a few words
     */
    List<String> probeDue(boolean dryRun, long nowMs) {
        if (breaker.isClosed()) {
            return List.of();
        }
        String held = "the lane (" + breaker.cause() + ")";
        if (!dryRun) {
            breaker = breaker.probeDue(nowMs);
        }
        return List.of(held);
    }

    /** The error code of the last call that opened the breaker or kept it open; empty while closed, or if it is not known. */
    String openError() {
        return breaker.isClosed() ? "" : openError;
    }

    double ratePerSecond(long nowMs) {
        return rateLimiter.rateAt(nowMs);
    }

    /** Whether the rate limit allows one more call now. */
    boolean hasToken(long nowMs) {
        rateLimiter = rateLimiter.refilled(nowMs);
        return rateLimiter.hasToken();
    }

    /** Whether the rate leaves something for a probe while no call that is free waits: a part of the bucket stays for those. */
    boolean sparesToken(long nowMs) {
        rateLimiter = rateLimiter.refilled(nowMs);
        return rateLimiter.hasSpareToken();
    }

    /** When it spares the next one; right after {@link #sparesToken}. */
    long nextSpareTokenAtMs() {
        return rateLimiter.nextSpareTokenAtMs();
    }

    /** An instance that nobody listed got its first result. */
    void newcomerAnswered(boolean accessWorks) {
        wastedNewcomers = ((wastedNewcomers << 1) | (accessWorks ? 0 : 1)) & NEWCOMERS;
    }

    /** Whether newcomers mostly waste their calls: a producer may have wrong ids. */
    boolean distrustsNewcomers() {
        return Integer.bitCount(wastedNewcomers) >= MANY_NEWCOMERS;
    }

    /** Whether a probe may go before calls that are free. */
    boolean probeHasTurn(long nowMs) {
        probeShare = probeShare.refilled(nowMs);
        return probeShare.hasToken();
    }

    /** A probe goes before calls that are free. */
    void probeTakesTurn() {
        probeShare = probeShare.taken();
    }

    /** When it allows the next one; right after {@link #hasToken}. */
    long nextTokenAtMs() {
        return rateLimiter.nextTokenAtMs();
    }

    /** A call went out. */
    void callSent(CallInFlight call) {
        rateLimiter = rateLimiter.taken();
        if (call.probes().ofBreaker()) {
            breaker = breaker.probeSent();
        }
    }

    /** A call has its result: the rate follows. */
    void callEnded(CallInFlight call, CallResult result, long nowMs) {
        rateLimiter = result instanceof CallResult.Throttled
                ? rateLimiter.throttled(call.issuedAtMs(), nowMs)
                : rateLimiter.notThrottled(call.issuedAtMs());
    }

    /** Connect answered: the streak of failures ends, and the breaker closes. Returns whether it was not closed before. */
    boolean answered() {
        failures.end();
        if (breaker.isClosed()) {
            return false;
        }
        breaker = LaneCircuitBreaker.CLOSED;
        return true;
    }

    /** A call of that request got no useful answer. */
    void noAnswer(RequestId id, String instanceId) {
        if (breaker.isClosed()) {
            failures.add(id, instanceId);
        }
    }

    /** Whether a request of that instance may probe at once: none of it has since the breaker opened. */
    boolean admitsNewcomer(InstanceState instance) {
        return !breaker.gate().probing() && instance.lastCallAtMs() < openedAtMs;
    }

    /** Whether the failures are the lane's and not single requests'. */
    boolean isOutage() {
        return !breaker.isClosed() || (failures.isOutage() && failures.isOfSeveralInstances());
    }

    /** Whether they may be. */
    boolean seemsOutage() {
        return failures.seemsOutage();
    }

    /** How often each request failed on average since it seemed so. */
    int failureRounds() {
        return failures.rounds();
    }

    /** Opens the breaker, or keeps it open. */
    void open(
            LaneCircuitBreaker.HoldCause cause,
            String errorCode,
            CallInFlight call,
            Backoff backoff,
            long nowMs,
            double draw) {
        openError = errorCode;
        if (call.probes().ofBreaker() && call.issuedAtMs() < breaker.gate().untilMs()) {
            breaker = breaker.probeLost(); // a newcomer's, which went before its time
            return;
        }
        if (breaker.isClosed()) {
            openedAtMs = nowMs;
        }
        breaker = breaker.failed(cause, call.probes().ofBreaker(), backoff, nowMs, draw);
    }
}

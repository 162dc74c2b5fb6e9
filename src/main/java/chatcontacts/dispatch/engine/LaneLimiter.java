package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.LimitsRow.LaneLimitsRow;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.admission.RateLimiter;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.request.RequestId;

/**
 * What limits all calls of a lane: its rate limiter, its circuit breaker, and the failures that open the breaker. Belongs to the
 * stream thread.
 */
final class LaneLimiter {

    private final FailureStreak failures = new FailureStreak();
    private RateLimiter rateLimiter;
    private LaneCircuitBreaker breaker = LaneCircuitBreaker.CLOSED;

    /** What the store knows of it. */
    private LaneLimitsRow written;

    /** Takes over what is in the store. */
    LaneLimiter(LaneLimits settings, LaneStore store, long nowMs) {
        this.rateLimiter = RateLimiter.starting(settings.rateLimit(), RateLimiter.Cut.NONE, nowMs);
        this.written = LaneLimitsRow.of(rateLimiter, breaker);
        store.learned().ifPresent(learned -> {
            this.rateLimiter = RateLimiter.starting(settings.rateLimit(), learned.cut(), nowMs);
            this.breaker = learned.breaker();
            this.written = learned;
        });
    }

    /** Writes what was learned if it changed. */
    void writeLearned(LaneStore store) {
        LaneLimitsRow now = LaneLimitsRow.of(rateLimiter, breaker);
        if (!now.equals(written)) {
            store.putLearned(now);
            written = now;
        }
    }

    LaneCircuitBreaker breaker() {
        return breaker;
    }

    double ratePerSecond(long nowMs) {
        return rateLimiter.rateAt(nowMs);
    }

    /** Whether the rate limit allows one more call now. */
    boolean hasToken(long nowMs) {
        rateLimiter = rateLimiter.refilled(nowMs);
        return rateLimiter.hasToken();
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
                : rateLimiter.notThrottled();
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
    void noAnswer(RequestId id) {
        if (breaker.isClosed()) {
            failures.add(id);
        }
    }

    /** Whether the failures are the lane's and not single requests'. */
    boolean isOutage() {
        return !breaker.isClosed() || failures.isOutage();
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
    void open(LaneCircuitBreaker.Cause cause, CallInFlight call, Backoff backoff, long nowMs, double draw) {
        breaker = breaker.failed(cause, call.probes().ofBreaker(), backoff, nowMs, draw);
    }
}

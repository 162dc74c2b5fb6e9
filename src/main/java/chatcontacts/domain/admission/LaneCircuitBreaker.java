package chatcontacts.domain.admission;

/**
 * Keeps a whole lane back after an outage or refused credentials: one probe at a time until Connect answers. No attempts are
 * spent meanwhile, since the fault is not the requests'.
 *
 * @param cause why, or {@link Cause#NONE}
 * @param step of the backoff between probes
 * @param untilMs when the next probe may go
 * @param probing whether it is out
 */
public record LaneCircuitBreaker(Cause cause, int step, long untilMs, boolean probing) {

    /** Why a lane is held. */
    public enum Cause {
        /** It is not. */
        NONE,
        /** Several requests in a row got no useful answer. */
        OUTAGE,
        /** AWS refused the credentials or the signature, or none could be had: a person must act. */
        CREDENTIALS
    }

    /** Not held. */
    public static final LaneCircuitBreaker OPEN = new LaneCircuitBreaker(Cause.NONE, 0, 0, false);

    public boolean isHeld() {
        return cause != Cause.NONE;
    }

    /** Whether a call may go now; while held, as the probe. */
    public boolean admits(long nowMs) {
        return !isHeld() || (!probing && nowMs >= untilMs);
    }

    public LaneCircuitBreaker probeSent() {
        return new LaneCircuitBreaker(cause, step, untilMs, true);
    }

    /** After another failure of that kind; answers to calls from before the hold do not lengthen it. */
    public LaneCircuitBreaker failed(Cause why, boolean probe, Backoff backoff, long nowMs, double draw) {
        if (isHeld() && !probe) {
            return this;
        }
        int next = isHeld() ? Math.min(step + 1, backoff.lastStep()) : 0;
        return new LaneCircuitBreaker(why, next, nowMs + backoff.delayMs(next, draw), false);
    }

    /** After the probe came back without a clear word. */
    public LaneCircuitBreaker probeLost() {
        return new LaneCircuitBreaker(cause, step, untilMs, false);
    }
}

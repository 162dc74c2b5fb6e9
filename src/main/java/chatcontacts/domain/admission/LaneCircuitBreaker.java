package chatcontacts.domain.admission;

/**
 * The circuit breaker of a lane. It opens after an outage or rejected credentials and is half-open while one probe is in flight;
 * it closes when Connect answers. Requests spend no attempts meanwhile, since the fault is not theirs.
 *
 * @param cause why calls are held back, or {@link HoldCause#NONE}
 * @param gate lets the probes go
 */
public record LaneCircuitBreaker(HoldCause cause, ProbeGate gate) {

    /** Why a lane is held. */
    public enum HoldCause {
        /** It is not. */
        NONE,
        /** Several requests in a row got no useful answer. */
        OUTAGE,
        /** AWS rejected the credentials or the signature, or there are none: a person must act. */
        CREDENTIALS
    }

    /** The standard states of a circuit breaker. */
    public enum BreakerState {
        /** Calls pass. */
        CLOSED,
        /** Calls wait, until the backoff is over and a probe may go. */
        OPEN,
        /** The probe is in flight, all others wait for its result. */
        HALF_OPEN
    }

    /** Calls pass. */
    public static final LaneCircuitBreaker CLOSED = new LaneCircuitBreaker(HoldCause.NONE, ProbeGate.RELEASED);

    public LaneCircuitBreaker {
        if (gate.held() != (cause != HoldCause.NONE)) {
            throw new IllegalArgumentException("needs a cause exactly while calls are held, not " + cause);
        }
    }

    /** What a former owner left: its probe is lost. */
    public static LaneCircuitBreaker restored(HoldCause cause, int step, long untilMs) {
        return new LaneCircuitBreaker(cause, ProbeGate.restored(cause != HoldCause.NONE, step, untilMs));
    }

    /** The state of the breaker. */
    public BreakerState state() {
        if (!gate.held()) {
            return BreakerState.CLOSED;
        }
        return gate.probing() ? BreakerState.HALF_OPEN : BreakerState.OPEN;
    }

    public boolean isClosed() {
        return !gate.held();
    }

    /** Whether a call may go now; unless closed, as the probe. */
    public boolean admits(long nowMs) {
        return gate.admits(nowMs);
    }

    /** Open to half-open. */
    public LaneCircuitBreaker probeSent() {
        return new LaneCircuitBreaker(cause, gate.probeSent());
    }

    /** After another failure of that kind: open, for longer if it was the probe's. */
    public LaneCircuitBreaker failed(HoldCause why, boolean probe, Backoff backoff, long nowMs, double draw) {
        if (gate.held() && !probe) {
            return this;
        }
        return new LaneCircuitBreaker(why, gate.failed(probe, backoff, nowMs, draw));
    }

    /** The next probe need not wait. */
    public LaneCircuitBreaker probeDue(long nowMs) {
        return new LaneCircuitBreaker(cause, gate.probeDue(nowMs));
    }

    /** Half-open to open, after the probe came back without a clear result. */
    public LaneCircuitBreaker probeLost() {
        return new LaneCircuitBreaker(cause, gate.probeLost());
    }
}

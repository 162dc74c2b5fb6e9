package chatcontacts.domain.admission;

/**
 * What a circuit breaker does while it is open and half-open, once for all limits that probe. While held, calls wait until the
 * backoff is over; then a single one goes as the probe (half-open), and what becomes of it decides. Each probe that fails makes
 * the next wait longer.
 *
 * @param held whether only a probe may go
 * @param step of the backoff between probes
 * @param untilMs when the next probe may go
 * @param probing whether the probe is in flight
 */
public record ProbeGate(boolean held, int step, long untilMs, boolean probing) {

    /** A time before all others. */
    static final long NEVER_MS = Long.MIN_VALUE / 2;

    /** Holds nothing back. */
    public static final ProbeGate RELEASED = new ProbeGate(false, 0, 0, false);

    /** A gate that is held, as a former owner left it: its probe is lost. */
    public static ProbeGate restored(boolean held, int step, long untilMs) {
        return new ProbeGate(held, step, untilMs, false);
    }

    /** Whether a call may go now; while held, as the probe. */
    public boolean admits(long nowMs) {
        return !held || mayProbe(nowMs);
    }

    /** Whether the next call may be the probe. */
    public boolean mayProbe(long nowMs) {
        return !probing && nowMs >= untilMs;
    }

    /** When a probe may go, by the clock alone; {@link Long#MAX_VALUE} while the former one is in flight. */
    public long nextProbeAtMs() {
        return probing ? Long.MAX_VALUE : untilMs;
    }

    /** After a call went as the probe. */
    public ProbeGate probeSent() {
        return new ProbeGate(held, step, untilMs, true);
    }

    /** After the probe came back and said nothing about what it probed: the next call may be one. */
    public ProbeGate probeLost() {
        return new ProbeGate(held, step, untilMs, false);
    }

    /** After somebody asked for the next probe: it may go now, unless one is in flight. */
    public ProbeGate probeDue(long nowMs) {
        return new ProbeGate(held, step, Math.min(untilMs, nowMs), probing);
    }

    /** After a failure; calls from before the hold do not lengthen it. */
    public ProbeGate failed(boolean probe, Backoff backoff, long nowMs, double draw) {
        if (held && !probe) {
            return this;
        }
        int next = held ? Math.min(step + 1, backoff.lastStep()) : 0;
        return new ProbeGate(true, next, nowMs + backoff.delayMs(next, draw), false);
    }

    /** Holds nothing back any more; a probe that is in flight stays the only one. */
    public ProbeGate released() {
        return held ? new ProbeGate(false, step, untilMs, probing) : this;
    }
}

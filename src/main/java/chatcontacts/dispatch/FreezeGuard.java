package chatcontacts.dispatch;

import java.time.Duration;

/**
 * Keeps a process that stood still, as a paused machine does, from calling for lanes that others own by now. After a gap that may have
 * cost it its place in the group, a thread admits nothing until a commit that began later has succeeded: with the offsets of such a
 * commit the broker checks that nobody has taken over. Answers each thread for itself; thread-safe.
 */
public final class FreezeGuard {

    private final long maxGapMs;
    private final ThreadLocal<Pulse> pulses = ThreadLocal.withInitial(Pulse::new);

    /** The last sign of life of one thread. */
    private static final class Pulse {
        private long lastMs = Long.MAX_VALUE;
        private boolean doubtful;
    }

    /** @param sessionTimeout after which others take over; half of it may pass unseen */
    public FreezeGuard(Duration sessionTimeout) {
        this.maxGapMs = sessionTimeout.toMillis() / 2;
    }

    /** For how long a thread may wait for records at a time, so that this is not taken for a standstill. */
    public long maxWaitMs() {
        return maxGapMs / 2;
    }

    /** This thread asked its broker for records. */
    public void polled(long nowMs) {
        beat(nowMs);
    }

    /**
     * This thread has committed.
     *
     * @param begunAtMs when it first named its place in the group
     */
    public void committed(long begunAtMs, long nowMs) {
        Pulse pulse = pulses.get();
        // If the thread stood still meanwhile, the broker may have checked its place long before.
        pulse.doubtful = nowMs - begunAtMs > maxGapMs;
        pulse.lastMs = nowMs;
    }

    /** Whether this thread may make calls now. */
    public boolean mayCall(long nowMs) {
        return !beat(nowMs).doubtful;
    }

    private Pulse beat(long nowMs) {
        Pulse pulse = pulses.get();
        pulse.doubtful |= nowMs - pulse.lastMs > maxGapMs;
        pulse.lastMs = nowMs;
        return pulse;
    }
}

package chatcontacts.domain.admission;

/**
 * When the leases of an instance are tested, where they alone are in the way: a call goes though all slots seem taken. Its success
 * shows that the end of some chat was missed, and the next test may follow at once; LimitExceededException shows that the leases
 * are right, and the next test waits. How long follows from how many succeeded in between: as many tests are aimed at between two
 * wasted ones as keep those at a tenth.
 *
 * @param gate lets one test go at a time
 * @param successes since the last one that was wasted
 */
public record LeaseTests(ProbeGate gate, int successes) {

    private static final int AIMED_SUCCESSES = 10;

    /** In a small instance fewer: half of those idle on average. */
    private static final int IDLE_PART = 12;

    private static final int MAX_STEP_DOWN = 4;

    /** Nothing was tested yet. */
    public static final LeaseTests NONE = new LeaseTests(ProbeGate.RELEASED, 0);

    public boolean admits(long nowMs) {
        return gate.mayProbe(nowMs);
    }

    public LeaseTests sent() {
        return new LeaseTests(gate.probeSent(), successes);
    }

    /** The call said nothing about slots. */
    public LeaseTests lost() {
        return new LeaseTests(gate.probeLost(), successes);
    }

    /** A chat was started: there was a free slot. */
    public LeaseTests succeeded(long nowMs) {
        return new LeaseTests(new ProbeGate(false, gate.step(), nowMs, false), successes + 1);
    }

    /** The instance is full indeed. */
    public LeaseTests failed(int quota, Backoff backoff, long nowMs, double draw) {
        int aim = Math.clamp(Math.ceilDiv(quota, IDLE_PART), 1, AIMED_SUCCESSES);
        double doublings = Math.log((double) aim / Math.max(successes, 1)) / Math.log(2);
        int change = successes == 0 ? 1 : Math.clamp(Math.round(doublings), -MAX_STEP_DOWN, 1);
        int step = Math.clamp(gate.step() + change, 0, backoff.lastStep());
        return new LeaseTests(new ProbeGate(true, step, nowMs + backoff.delayMs(step, draw), false), 0);
    }
}

package chatcontacts.domain.admission;

/**
 * What is known of an instance's quota of concurrent chats. Connect alone knows how many are active; LimitExceededException
 * lowers a learned ceiling and holds the instance, a probe that succeeds raises it again.
 *
 * @param configured the quota as configured
 * @param ceiling the learned limit, 1 to {@code configured}
 * @param step of the backoff between probes; it stays where the stock of free slots put it, and is forgotten after
 *     {@link #FORGOTTEN_AFTER_MS} without a full answer
 * @param held whether only a probe may go
 * @param probeAtMs when the next call may go beyond the hold or the ceiling
 * @param sinceMs when the last full answer, or the last success of a probe, came
 * @param successes starts since the last full answer
 * @param probing whether a probe is out
 * @param lately how fast chats were started, which bounds a hold where ends are not seen
 */
public record ConcurrencyLimit(
        int configured,
        int ceiling,
        int step,
        boolean held,
        long probeAtMs,
        long sinceMs,
        int successes,
        boolean probing,
        StartRate lately) {

    /** After this long without a full answer nothing learned counts any more. */
    public static final long FORGOTTEN_AFTER_MS = 60_000;

    /**
     * How many starts between two full answers the length of a hold aims at where ends are not seen: at least five keep
     * wasted calls under a fifth, more would leave free slots unused for longer.
     */
    private static final int AIMED_SUCCESSES = 8;

    /** In a small instance fewer, not more than this part of it: half of them lie idle on average. */
    private static final int IDLE_PART = 6;

    /**
     * Where ends are not seen, so many starts allow one more call in flight. Calls in flight when the quota fills up are wasted,
     * so there should be hardly more than it takes to keep up with the ends.
     */
    private static final int STARTS_FOR_ONE_MORE = 40;

    private static final int LARGEST_STEP_DOWN = 4;

    /** Whether a call may go now, and in which role. */
    public enum Verdict {
        /** A slot is free. */
        FREE,
        /** As a probe: beyond a hold or the learned ceiling, alone. */
        PROBE,
        /** Not before {@link #probeAtMs}, unless a slot frees. */
        LATER,
        /** Not before a slot frees or the probe that is out is answered. */
        FULL
    }

    public ConcurrencyLimit {
        if (configured < 1 || ceiling < 1 || ceiling > configured) {
            throw new IllegalArgumentException("needs 1 <= ceiling <= configured, not " + ceiling + ", " + configured);
        }
    }

    /** Nothing learned yet. */
    public static ConcurrencyLimit of(int configured) {
        return new ConcurrencyLimit(configured, configured, 0, false, 0, Long.MIN_VALUE / 2, 0, false, StartRate.NONE);
    }

    /**
     * Whether one more call may go.
     *
     * @param used slots taken by calls in flight, requests in doubt and, where chat ends are seen, leases
     */
    public Verdict verdict(int used, long nowMs) {
        if (used >= configured) {
            return Verdict.FULL;
        }
        if (!held && used < ceiling) {
            return Verdict.FREE;
        }
        if (probing) {
            return Verdict.FULL;
        }
        return nowMs >= probeAtMs ? Verdict.PROBE : Verdict.LATER;
    }

    /** After a call went out as a probe. */
    public ConcurrencyLimit probeSent() {
        return new ConcurrencyLimit(configured, ceiling, step, held, probeAtMs, sinceMs, successes, true, lately);
    }

    /**
     * After LimitExceededException. The ceiling falls to what was active. Where ends are not seen it falls to half of what was
     * in flight, and a probe that was refused says nothing about it.
     *
     * @param active slots that were taken beside the refused call's
     * @param seesEnds whether chat ends are seen
     * @param issuedAtMs when the refused call went out: one that was out already when the instance was found full says nothing new
     * @param probe whether it was the probe
     * @param draw for the jitter
     */
    public ConcurrencyLimit full(
            int active, boolean seesEnds, long issuedAtMs, boolean probe, Backoff backoff, long nowMs, double draw) {
        boolean stillProbing = probing && !probe;
        if (issuedAtMs < sinceMs && !probe) {
            int rest = seesEnds ? Math.clamp(active, 1, ceiling) : ceiling;
            return new ConcurrencyLimit(
                    configured, rest, step, held, probeAtMs, sinceMs, successes, stillProbing, lately);
        }
        int lowered = seesEnds ? Math.clamp(active, 1, configured) : loweredInFlight(active + 1, probe);
        int longestStep = seesEnds ? backoff.lastStep() : backoff.stepReaching(lately.millisFor(aim(), nowMs));
        int nextStep = Math.min(longestStep, nextStep(seesEnds, nowMs));
        long at = nowMs + backoff.delayMs(nextStep, draw);
        return new ConcurrencyLimit(configured, lowered, nextStep, true, at, nowMs, 0, stillProbing, lately);
    }

    private int loweredInFlight(int inFlight, boolean probe) {
        return probe ? ceiling : Math.max(1, Math.min(inFlight, ceiling) / 2);
    }

    private int aim() {
        return Math.clamp(Math.ceilDiv(configured, IDLE_PART), 1, AIMED_SUCCESSES);
    }

    /**
     * Where ends are seen a freed slot ends the hold, and only a probe beyond what is known to be free was wasted: always longer.
     * Elsewhere longer after few starts, shorter after many: the next hold aims at {@link #AIMED_SUCCESSES} free slots. It is
     * not longer than so many chats lately took to start, however many probes came too early: chats that began together end
     * together, and before they do none ends.
     */
    private int nextStep(boolean seesEnds, long nowMs) {
        if (nowMs - sinceMs > FORGOTTEN_AFTER_MS && successes > 0) {
            return 0;
        }
        if (seesEnds) {
            return step + 1;
        }
        double doublings = Math.log((double) aim() / Math.max(successes, 1)) / Math.log(2);
        int change = successes == 0 ? 1 : Math.clamp(Math.round(doublings), -LARGEST_STEP_DOWN, 1);
        return Math.max(0, step + change);
    }

    /**
     * After a chat was started.
     *
     * @param probe whether it went as the probe
     * @param used slots taken now, with the new chat's
     * @param seesEnds whether chat ends are seen: then only a probe says something about the ceiling; otherwise the ceiling
     *     bounds calls in flight, and grows with starts
     */
    public ConcurrencyLimit started(boolean probe, int used, boolean seesEnds, long nowMs) {
        if (!probe && !held && nowMs - sinceMs > FORGOTTEN_AFTER_MS && !seesEnds) {
            return new ConcurrencyLimit(
                    configured, configured, 0, false, 0, sinceMs, successes + 1, probing, lately.started(nowMs));
        }
        return new ConcurrencyLimit(
                configured,
                seesEnds ? raisedByProbe(probe, used) : raisedByStarts(),
                probe && seesEnds ? Math.max(0, step - 1) : step,
                held && !probe,
                probe ? nowMs : probeAtMs,
                probe ? nowMs : sinceMs,
                successes + 1,
                probing && !probe,
                lately.started(nowMs));
    }

    private int raisedByProbe(boolean probe, int used) {
        int base = Math.max(ceiling, Math.min(used, configured));
        return probe ? Math.min(configured, base + Math.max(1, base / 10)) : ceiling;
    }

    private int raisedByStarts() {
        boolean raise = (successes + 1) % STARTS_FOR_ONE_MORE == 0;
        return raise ? Math.min(configured, ceiling + 1) : ceiling;
    }

    /** After a chat was seen to end: the slot that it frees may be used at once, also beside a probe that is out. */
    public ConcurrencyLimit freed() {
        return held
                ? new ConcurrencyLimit(configured, ceiling, step, false, probeAtMs, sinceMs, successes, probing, lately)
                : this;
    }

    /** After the probe came back without saying anything about the quota: the next request may probe. */
    public ConcurrencyLimit probeLost() {
        return new ConcurrencyLimit(configured, ceiling, step, held, probeAtMs, sinceMs, successes, false, lately);
    }
}

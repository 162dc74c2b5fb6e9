package chatcontacts.domain.admission;

/**
 * The learned concurrency limit of an instance, in the manner of AIMD (additive increase, multiplicative decrease). Connect alone
 * knows how many chats are active: LimitExceededException lowers the limit and holds the instance, probes that succeed and
 * starts raise it again, up to the quota. What is counted against it are chats where their ends are seen, and calls in
 * flight where they are not.
 *
 * @param configured the quota: what the instance may have at most
 * @param limit the concurrency limit as learned, 1 to {@code configured}
 * @param gate holds the instance, and lets probes go beyond a hold or the limit; the step of its backoff stays where the stock of
 *     free slots put it, and is forgotten after {@link #FORGOTTEN_AFTER_MS} without a QuotaFull result
 * @param sinceMs when the last QuotaFull result, or the last success of a probe, came
 * @param successes starts since the last QuotaFull result
 * @param lately how fast chats were started, which bounds a hold where ends are not seen
 */
public record ConcurrencyLimit(
        int configured, int limit, ProbeGate gate, long sinceMs, int successes, StartRate lately) {

    /** After this long without a QuotaFull result nothing learned counts any more. */
    public static final long FORGOTTEN_AFTER_MS = 60_000;

    /**
     * How many starts between two QuotaFull results the length of a hold aims at where ends are not seen: at least five keep
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

    private static final long NEVER = Long.MIN_VALUE / 2;

    private static final int MAX_STEP_DOWN = 4;

    /** Whether a call may go now, and in which role. */
    public enum Verdict {
        /** A slot is free. */
        FREE,
        /** As a probe: beyond a hold or the learned limit, alone. */
        PROBE,
        /** Not before the gate lets a probe go, unless a slot frees. */
        LATER,
        /** Not before a slot frees or the probe that is in flight has its result. */
        FULL
    }

    public ConcurrencyLimit {
        if (configured < 1 || limit < 1 || limit > configured) {
            throw new IllegalArgumentException("needs 1 <= limit <= configured, not " + limit + ", " + configured);
        }
    }

    /** Nothing learned yet. */
    public static ConcurrencyLimit of(int configured) {
        return new ConcurrencyLimit(configured, configured, ProbeGate.RELEASED, NEVER, 0, StartRate.NONE);
    }

    /**
     * The same under another quota. A higher one adds as much to what was learned as to itself, since others take no more than before,
     * and ends a hold; a lower one caps it.
     */
    public ConcurrencyLimit withQuota(int quota) {
        int more = Math.max(0, quota - configured);
        int next = (int) Math.min(quota, (long) limit + more);
        return new ConcurrencyLimit(quota, next, more > 0 ? gate.released() : gate, sinceMs, successes, lately);
    }

    /** Whether a QuotaFull result or a probe has taught something that is not forgotten. */
    public boolean isLearned() {
        return held() || limit < configured || sinceMs != NEVER;
    }

    /** Whether only a probe may go. */
    public boolean held() {
        return gate.held();
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
        if (!held() && used < limit) {
            return Verdict.FREE;
        }
        if (gate.probing()) {
            return Verdict.FULL;
        }
        return gate.mayProbe(nowMs) ? Verdict.PROBE : Verdict.LATER;
    }

    /** After a call went out as a probe. */
    public ConcurrencyLimit probeSent() {
        return with(gate.probeSent());
    }

    /**
     * After LimitExceededException. The limit falls to what was active. Where ends are not seen it falls to half of what was in
     * flight, and a probe that failed says nothing about it.
     *
     * @param active slots that were taken beside the failed call's
     * @param endsVisible whether chat ends are seen
     * @param issuedAtMs when the failed call went out: one from before the instance was found full says nothing new
     * @param probe whether it was the probe
     * @param draw for the jitter
     */
    public ConcurrencyLimit full(
            int active, boolean endsVisible, long issuedAtMs, boolean probe, Backoff backoff, long nowMs, double draw) {
        if (issuedAtMs < sinceMs && !probe) {
            int rest = endsVisible ? Math.clamp(active, 1, limit) : limit;
            return new ConcurrencyLimit(configured, rest, gate, sinceMs, successes, lately);
        }
        int lowered = endsVisible ? Math.clamp(active, 1, configured) : loweredInFlight(active + 1, probe);
        int maxStep = endsVisible ? backoff.lastStep() : backoff.stepReaching(lately.millisFor(aim(), nowMs));
        int step = Math.min(maxStep, nextStep(endsVisible, nowMs));
        long untilMs = nowMs + backoff.delayMs(step, draw);
        ProbeGate held = new ProbeGate(true, step, untilMs, gate.probing() && !probe);
        return new ConcurrencyLimit(configured, lowered, held, nowMs, 0, lately);
    }

    private int loweredInFlight(int inFlight, boolean probe) {
        return probe ? limit : Math.max(1, Math.min(inFlight, limit) / 2);
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
    private int nextStep(boolean endsVisible, long nowMs) {
        if (nowMs - sinceMs > FORGOTTEN_AFTER_MS && successes > 0) {
            return 0;
        }
        if (endsVisible) {
            return gate.step() + 1;
        }
        double doublings = Math.log((double) aim() / Math.max(successes, 1)) / Math.log(2);
        int change = successes == 0 ? 1 : Math.clamp(Math.round(doublings), -MAX_STEP_DOWN, 1);
        return Math.max(0, gate.step() + change);
    }

    /**
     * After a chat was started.
     *
     * @param probe whether it went as the probe
     * @param used slots taken now, with the new chat's
     * @param endsVisible whether chat ends are seen: then only a probe says something about the limit; otherwise the limit
     *     bounds calls in flight, and grows with starts
     */
    public ConcurrencyLimit started(boolean probe, int used, boolean endsVisible, long nowMs) {
        StartRate rate = lately.started(nowMs);
        if (!probe && !held() && nowMs - sinceMs > FORGOTTEN_AFTER_MS && !endsVisible) {
            ProbeGate forgotten = new ProbeGate(false, 0, 0, gate.probing());
            return new ConcurrencyLimit(configured, configured, forgotten, sinceMs, successes + 1, rate);
        }
        int step = endsVisible ? Math.max(0, gate.step() - 1) : gate.step();
        return new ConcurrencyLimit(
                configured,
                endsVisible ? raisedByProbe(probe, used) : raisedByStarts(),
                probe ? new ProbeGate(false, step, nowMs, false) : gate,
                probe ? nowMs : sinceMs,
                successes + 1,
                rate);
    }

    private int raisedByProbe(boolean probe, int used) {
        int base = Math.max(limit, Math.min(used, configured));
        return probe ? Math.min(configured, base + Math.max(1, base / 10)) : limit;
    }

    private int raisedByStarts() {
        boolean raise = (successes + 1) % STARTS_FOR_ONE_MORE == 0;
        return raise ? Math.min(configured, limit + 1) : limit;
    }

    /** After a chat was seen to end: the slot that it frees may be used at once, also beside a probe that is in flight. */
    public ConcurrencyLimit freed() {
        return held() ? with(gate.released()) : this;
    }

    /** After the probe came back without saying anything about the quota: the next request may probe. */
    public ConcurrencyLimit probeLost() {
        return with(gate.probeLost());
    }

    /** The next probe need not wait. */
    public ConcurrencyLimit probeDue(long nowMs) {
        return with(gate.probeDue(nowMs));
    }

    private ConcurrencyLimit with(ProbeGate next) {
        return new ConcurrencyLimit(configured, limit, next, sinceMs, successes, lately);
    }
}

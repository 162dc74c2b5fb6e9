package chatcontacts.domain.admission;

/**
 * The learned limit of calls in flight, where the ends of chats are not seen. Calls go one for one: a start, which shows that slots
 * become free, lets the next call go, and a call that finds the instance full lets none. Beside these go probes, which start
 * new such rows of calls: as many as the starts pay for ({@link ProbeBudget}), so that in an instance that is always full so
 * many calls are wasted. Where nothing starts, one at a time goes after a backoff.
 *
 * @param configured the quota: what the instance may have at most
 * @param limit the concurrency limit as learned, 1 to {@code configured}; of a held instance it means nothing
 * @param gate holds the instance while no such row of calls is left
 * @param sinceMs when the last QuotaFull result, or the last success of a probe, came
 * @param successes starts since the last QuotaFull result
 * @param probes probes in flight
 * @param budget pays for probes
 */
public record BlindCallLimit(
        int configured, int limit, ProbeGate gate, long sinceMs, int successes, int probes, ProbeBudget budget)
        implements ConcurrencyLimit {

    private static final int MAX_STEP_DOWN = 4;

    public BlindCallLimit {
        ConcurrencyLimit.check(configured, limit);
    }

    /** Nothing learned yet. */
    public static BlindCallLimit of(int configured, ProbeBudget budget) {
        return new BlindCallLimit(configured, configured, ProbeGate.RELEASED, ProbeGate.NEVER_MS, 0, 0, budget);
    }

    @Override
    public Verdict verdict(int used, long nowMs) {
        if (used >= configured) {
            return Verdict.FULL;
        }
        if (!held() && used - probes < limit) {
            return Verdict.FREE;
        }
        long nextMs = nextProbeAtMs();
        if (nextMs == Long.MAX_VALUE) {
            return Verdict.FULL;
        }
        return nextMs <= nowMs ? Verdict.PROBE : Verdict.LATER;
    }

    @Override
    public long nextProbeAtMs() {
        return isHeldWithoutProbe() ? Math.min(gate.untilMs(), budget.nextAtMs()) : budget.nextAtMs();
    }

    @Override
    public BlindCallLimit probeSent(long nowMs) {
        return new BlindCallLimit(configured, limit, gate, sinceMs, successes, probes + 1, budget.spent(nowMs));
    }

    /** The call that found the instance full is followed by none. */
    @Override
    public BlindCallLimit full(int used, long issuedAtMs, boolean probe, Backoff backoff, long nowMs, double draw) {
        int others = probe ? withoutOne() : probes;
        int left = probe ? limit : Math.min(limit, used - others + 1) - 1;
        boolean news = probe || issuedAtMs >= sinceMs;
        int step = news ? Math.min(backoff.lastStep(), nextStep(nowMs)) : gate.step();
        boolean held = probe ? held() : held() || left < 1;
        ProbeGate next = new ProbeGate(
                held, step, news || !held() ? nowMs + backoff.delayMs(step, draw) : gate.untilMs(), false);
        return new BlindCallLimit(
                configured, Math.max(1, left), next, news ? nowMs : sinceMs, news ? 0 : successes, others, budget);
    }

    /** Longer after few starts, shorter after many, so that as many calls are wasted as the starts pay for. */
    private int nextStep(long nowMs) {
        if (nowMs - sinceMs > FORGOTTEN_AFTER_MS && successes > 0) {
            return 0;
        }
        double doublings = Math.log(1 / (budget.perStart(configured) * Math.max(successes, 1))) / Math.log(2);
        int change = successes == 0 ? 1 : Math.clamp(Math.round(doublings), -MAX_STEP_DOWN, 1);
        return Math.max(0, gate.step() + change);
    }

    @Override
    public BlindCallLimit started(boolean probe, int used, long nowMs) {
        int others = probe ? withoutOne() : probes;
        ProbeBudget paid = budget.started(1, configured, nowMs);
        if (!held() && nowMs - sinceMs > FORGOTTEN_AFTER_MS) {
            ProbeGate forgotten = new ProbeGate(false, 0, 0, false);
            return new BlindCallLimit(configured, configured, forgotten, sinceMs, successes + 1, others, paid);
        }
        int more = held() ? 1 : probe ? Math.min(configured, limit + 1) : limit;
        ProbeGate open = new ProbeGate(false, gate.step(), gate.untilMs(), false);
        return new BlindCallLimit(configured, more, open, probe ? nowMs : sinceMs, successes + 1, others, paid);
    }

    /** Whether no row of calls is left that would find a slot that becomes free. */
    private boolean isHeldWithoutProbe() {
        return held() && probes == 0;
    }

    @Override
    public BlindCallLimit freed() {
        return isHeldWithoutProbe()
                ? new BlindCallLimit(configured, limit, gate, sinceMs, successes, probes, budget.freed())
                : this;
    }

    @Override
    public BlindCallLimit probeLost() {
        return new BlindCallLimit(configured, limit, gate, sinceMs, successes, withoutOne(), budget);
    }

    @Override
    public BlindCallLimit probeDue(long nowMs) {
        return new BlindCallLimit(configured, limit, gate.probeDue(nowMs), sinceMs, successes, probes, budget.freed());
    }

    @Override
    public BlindCallLimit withQuota(int quota) {
        int more = Math.max(0, quota - configured);
        int next = (int) Math.min(quota, (long) limit + more);
        return new BlindCallLimit(quota, next, more > 0 ? gate.released() : gate, sinceMs, successes, probes, budget);
    }

    /** One that went before ends stopped to be seen is none of ours. */
    private int withoutOne() {
        return Math.max(0, probes - 1);
    }
}

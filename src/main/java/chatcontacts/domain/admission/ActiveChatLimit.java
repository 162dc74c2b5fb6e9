package chatcontacts.domain.admission;

/**
 * The learned limit of active chats, where the ends of chats are seen. The limit falls to what was active when the instance was found
 * full, which is then held until a chat ends; else <b>one</b> probe at a time goes after a backoff, and its success raises the
 * limit by a tenth.
 *
 * @param configured the quota: what the instance may have at most
 * @param limit the concurrency limit as learned, 1 to {@code configured}
 * @param gate holds the instance; the step of its backoff is forgotten after {@link #FORGOTTEN_AFTER_MS} without a QuotaFull result
 * @param sinceMs when the last QuotaFull result, or the last success of a probe, came
 * @param successes starts since the last QuotaFull result
 */
public record ActiveChatLimit(int configured, int limit, ProbeGate gate, long sinceMs, int successes)
        implements ConcurrencyLimit {

    public ActiveChatLimit {
        ConcurrencyLimit.check(configured, limit);
    }

    /** Nothing learned yet. */
    public static ActiveChatLimit of(int configured) {
        return new ActiveChatLimit(configured, configured, ProbeGate.RELEASED, ProbeGate.NEVER_MS, 0);
    }

    @Override
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

    @Override
    public long nextProbeAtMs() {
        return gate.untilMs();
    }

    @Override
    public ActiveChatLimit probeSent(long nowMs) {
        return with(gate.probeSent());
    }

    @Override
    public ActiveChatLimit full(int used, long issuedAtMs, boolean probe, Backoff backoff, long nowMs, double draw) {
        if (issuedAtMs < sinceMs && !probe) {
            return new ActiveChatLimit(configured, Math.clamp(used, 1, limit), gate, sinceMs, successes);
        }
        boolean forgotten = nowMs - sinceMs > FORGOTTEN_AFTER_MS && successes > 0;
        int step = Math.min(backoff.lastStep(), forgotten ? 0 : gate.step() + 1);
        ProbeGate held = new ProbeGate(true, step, nowMs + backoff.delayMs(step, draw), gate.probing() && !probe);
        return new ActiveChatLimit(configured, Math.clamp(used, 1, configured), held, nowMs, 0);
    }

    /** Only a probe says something about the limit. */
    @Override
    public ActiveChatLimit started(boolean probe, int used, long nowMs) {
        if (!probe) {
            return new ActiveChatLimit(configured, limit, gate, sinceMs, successes + 1);
        }
        int step = Math.max(0, gate.step() - 1);
        int base = Math.max(limit, Math.min(used, configured));
        int raised = Math.min(configured, base + Math.max(1, base / 10));
        return new ActiveChatLimit(configured, raised, new ProbeGate(false, step, nowMs, false), nowMs, successes + 1);
    }

    @Override
    public ActiveChatLimit freed() {
        return held() ? with(gate.released()) : this;
    }

    @Override
    public ActiveChatLimit probeLost() {
        return with(gate.probeLost());
    }

    @Override
    public ActiveChatLimit probeDue(long nowMs) {
        return with(gate.probeDue(nowMs));
    }

    @Override
    public ActiveChatLimit withQuota(int quota) {
        int more = Math.max(0, quota - configured);
        int next = (int) Math.min(quota, (long) limit + more);
        return new ActiveChatLimit(quota, next, more > 0 ? gate.released() : gate, sinceMs, successes);
    }

    private ActiveChatLimit with(ProbeGate next) {
        return new ActiveChatLimit(configured, limit, next, sinceMs, successes);
    }
}

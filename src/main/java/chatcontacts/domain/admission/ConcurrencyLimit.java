package chatcontacts.domain.admission;

/**
 * The learned concurrency limit of an instance. Connect alone knows how many chats are active: LimitExceededException lowers the
 * limit, probes that succeed raise it again, up to the quota. Where the ends of chats are seen, chats are
 * counted against it ({@link ActiveChatLimit}); where they are not, calls in flight are ({@link BlindCallLimit}).
 */
public sealed interface ConcurrencyLimit permits ActiveChatLimit, BlindCallLimit {

    /** After this long without a QuotaFull result nothing learned counts any more. */
    long FORGOTTEN_AFTER_MS = 60_000;

    /** Whether a call may go now, and in which role. */
    enum Verdict {
        /** A slot is free. */
        FREE,
        /** As a probe: beyond a hold or the learned limit. */
        PROBE,
        /** Not before the clock lets a probe go, unless a slot frees. */
        LATER,
        /** Not before a slot frees or the probe that is in flight has its result. */
        FULL
    }

    /** The quota: what the instance may have at most. */
    int configured();

    /** The concurrency limit as learned, 1 to {@link #configured}. */
    int limit();

    /** Holds the instance, and lets probes go after a backoff. */
    ProbeGate gate();

    /** When the last QuotaFull result, or the last success of a probe, came. */
    long sinceMs();

    /** Whether only probes may go. */
    default boolean held() {
        return gate().held();
    }

    /** Whether a QuotaFull result or a probe has taught something that is not forgotten. */
    default boolean isLearned() {
        return held() || limit() < configured() || sinceMs() != ProbeGate.NEVER_MS;
    }

    /**
     * Whether one more call may go.
     *
     * @param used slots taken by calls in flight, requests in doubt and, where chat ends are seen, leases
     */
    Verdict verdict(int used, long nowMs);

    /** When the next probe may go by the clock alone, or since when it may. */
    long nextProbeAtMs();

    /** After a call went out as a probe. */
    ConcurrencyLimit probeSent(long nowMs);

    /**
     * After LimitExceededException.
     *
     * @param used slots that were taken beside the failed call's
     * @param issuedAtMs when the failed call went out: one from before the instance was found full says little new
     * @param probe whether it was a probe
     * @param draw for the jitter
     */
    ConcurrencyLimit full(int used, long issuedAtMs, boolean probe, Backoff backoff, long nowMs, double draw);

    /**
     * After a chat was started.
     *
     * @param probe whether it went as a probe
     * @param used slots taken now, with the new chat's
     */
    ConcurrencyLimit started(boolean probe, int used, long nowMs);

    /** After a chat was seen to end: the slot that it frees may be used at once, also beside a probe that is in flight. */
    ConcurrencyLimit freed();

    /** After a probe came back without saying anything about the quota: the next request may probe. */
    ConcurrencyLimit probeLost();

    /** The next probe need not wait. */
    ConcurrencyLimit probeDue(long nowMs);

    /**
     * The same under another quota. A higher one adds as much to what was learned as to itself, since others take no more than before,
     * and ends a hold; a lower one caps it.
     */
    ConcurrencyLimit withQuota(int quota);

    /** Refuses what no quota can be. */
    static void check(int configured, int limit) {
        if (configured < 1 || limit < 1 || limit > configured) {
            throw new IllegalArgumentException("needs 1 <= limit <= configured, not " + limit + ", " + configured);
        }
    }
}

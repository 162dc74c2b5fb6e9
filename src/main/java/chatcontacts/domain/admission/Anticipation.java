package chatcontacts.domain.admission;

/**
 * How many calls go beyond the chats that are known to be active, where the ends of chats are seen: a slot would idle until the end of its
 * chat is told, and chats end while a call is on its way. As in {@link BlindCallLimit}, starts pay for calls that try one slot more
 * ({@link ProbeBudget}), and that slot stays until a call finds the instance full, so that as many calls are wasted as starts pay for.
 * Only those pay much that would have had to wait; the others let it be tried now and then.
 *
 * @param slots beyond the quota that may be taken
 * @param sentAtMs when the last call went that took one of them
 * @param budget pays for the next one
 */
public record Anticipation(int slots, long sentAtMs, ProbeBudget budget) {

    /** Less is to be gained than where ends are not seen: such a part of what a start pays there is paid by one beyond the quota. */
    private static final double BEYOND = 0.2;

    /** And by any other one. */
    private static final double WITHIN = 0.00125;

    /** Nothing was tried yet. */
    public static Anticipation of(ProbeBudget budget) {
        return new Anticipation(0, ProbeGate.NEVER_MS, budget);
    }

    /** When one slot more may be tried; {@link Long#MAX_VALUE} for never. */
    public long nextAtMs() {
        return budget.nextAtMs();
    }

    /**
     * After a call went that takes one of those slots.
     *
     * @param more whether it is one more than before
     */
    public Anticipation sent(boolean more, long nowMs) {
        return more ? new Anticipation(slots + 1, nowMs, budget.spent(nowMs)) : new Anticipation(slots, nowMs, budget);
    }

    /**
     * After a chat was started.
     *
     * @param used slots taken now, of that quota and beyond; more than the quota also where a chat is seen before its call has its result
     */
    public Anticipation started(int used, int quota, long nowMs) {
        boolean beyond = slots > 0 && used > quota;
        return new Anticipation(slots, sentAtMs, budget.started(beyond ? BEYOND : WITHIN, quota, nowMs));
    }

    /**
     * Whether such a call may have taken the slot of another one that finds the instance full now: it was on its way at the same time, since
     * calls take about as long.
     *
     * @param issuedAtMs when the other one went, or the same
     */
    public boolean explains(long issuedAtMs, long nowMs) {
        return issuedAtMs - sentAtMs <= nowMs - issuedAtMs;
    }

    /** After a call found the instance full. */
    public Anticipation full() {
        return new Anticipation(Math.max(0, slots - 1), sentAtMs, budget);
    }

    /** After the instance was found full though nothing was anticipated, or an end was missed. */
    public Anticipation none() {
        return new Anticipation(0, sentAtMs, budget);
    }
}

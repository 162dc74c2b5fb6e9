package chatcontacts.domain.admission;

/**
 * What may be wasted on calls that look for free slots in an instance whose chat ends are not seen: each start pays for so many
 * of them, half at once and half little by little. Probes right after a start find the slots that became free together with
 * its own; the others are spread evenly, also over a time in which no chat ends. What cannot be spent is lost.
 *
 * @param perStart calls that a start pays for, unless the quota is small or large
 * @param spreadMs over which time the second half is spread: all but a third of it is due by then
 * @param saved calls that are still to become due
 * @param due calls that may go now, at most {@value #MAX_DUE}
 * @param atMs when both were counted
 */
public record ProbeBudget(double perStart, long spreadMs, double saved, double due, long atMs) {

    private static final double AT_ONCE = 0.5;

    /** A smaller quota may waste as many calls as one of this size while all its chats are replaced: each slot counts for more. */
    private static final int SMALL_QUOTA = 20;

    /** A larger one needs no more than one of this size: as many slots are idle, and each counts for less. */
    private static final int LARGE_QUOTA = 100;

    /** With less than such a part, calls would become more too slowly when many slots become free. */
    private static final double LEAST_PART = 0.2;

    /** Starts whose results come together pay together. */
    private static final double MAX_DUE = 2;

    /** Guards against a call that rounding leaves a hair below one. */
    private static final double ROUNDING = 1e-9;

    /** Nothing was started yet. */
    public static ProbeBudget of(double perStart, long spreadMs) {
        return new ProbeBudget(perStart, spreadMs, 0, 0, 0);
    }

    /** The same with what has become due since. */
    public ProbeBudget at(long nowMs) {
        double left = saved * Math.exp(Math.min(0, atMs - nowMs) / (double) spreadMs);
        return new ProbeBudget(perStart, spreadMs, left, Math.min(MAX_DUE, due + saved - left), nowMs);
    }

    /** How many calls a start pays for in an instance of that quota. */
    double perStart(int quota) {
        double large = Math.clamp((double) LARGE_QUOTA / quota, LEAST_PART, 1);
        return perStart * large * Math.max(1, (double) SMALL_QUOTA / quota);
    }

    /**
     * After a chat was started in an instance of that quota.
     *
     * @param part of what a start pays
     */
    ProbeBudget started(double part, int quota, long nowMs) {
        ProbeBudget now = at(nowMs);
        double price = part * perStart(quota);
        double atOnce = AT_ONCE * price;
        double later = price - atOnce;
        return new ProbeBudget(perStart, spreadMs, now.saved + later, Math.min(MAX_DUE, now.due + atOnce), nowMs);
    }

    /** After a slot was seen to become free: one call is due. */
    public ProbeBudget freed() {
        return new ProbeBudget(perStart, spreadMs, saved, Math.min(MAX_DUE, due + 1), atMs);
    }

    /** After a probe went out, which may be one that was not due. */
    public ProbeBudget spent(long nowMs) {
        ProbeBudget now = at(nowMs);
        return new ProbeBudget(perStart, spreadMs, now.saved, Math.max(0, now.due - 1), nowMs);
    }

    /** When the next call is due, or since when it is; {@link Long#MAX_VALUE} for never. */
    public long nextAtMs() {
        double missing = 1 - ROUNDING - due;
        if (missing <= 0) {
            return atMs;
        }
        return saved <= missing ? Long.MAX_VALUE : atMs + (long) Math.ceil(-spreadMs * Math.log1p(-missing / saved));
    }
}

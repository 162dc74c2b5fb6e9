package chatcontacts.dispatch;

/**
 * How often one thread may commit. A commit blocks it for milliseconds, and Kafka Streams would process a single record between two
 * commits if every round requested one. So each has to be earned by twice its time for work, and under load commits get larger instead of
 * more frequent. A thread that was quiet has some commits saved up: results that happen to come closely together do not wait for
 * each other. A commit costs what commits lately took on average, so that a slow one delays many a little instead of the next one by
 * much. Used by one thread.
 */
final class CommitBudget {

    /** How much longer than a commit the work for it takes. */
    private static final int WORK = 2;

    /** After a quiet time. */
    private static final int COMMITS_IN_A_ROW = 4;

    /** The part of the average that is the last commit. */
    private static final double NEWEST = 1.0 / 8;

    /** What a longer commit counts for: brokers that stood still say nothing of the next one. */
    private static final long MAX_COST_MS = 250;

    private double averageMs;
    private long earnedAtMs;

    /** A commit has ended. */
    void spend(long tookMs, long endedAtMs) {
        averageMs += (Math.min(tookMs, MAX_COST_MS) - averageMs) * NEWEST;
        earnedAtMs = Math.max(earnedAtMs, endedAtMs - tookMs) + intervalMs();
    }

    /** From when on the thread may commit. */
    long nextAtMs() {
        return earnedAtMs - (COMMITS_IN_A_ROW - 1) * intervalMs();
    }

    /** What a commit and the work for it take. */
    private long intervalMs() {
        return (long) Math.ceil((1 + WORK) * averageMs);
    }
}

package chatcontacts.dispatch;

/**
 * How often one thread may commit. A commit blocks it for milliseconds, and Kafka Streams would process a single record between two
 * commits if every round requested one. So each has to be earned by twice its time for work, and under load commits get larger instead of
 * more frequent. A thread that was quiet has some saved up: results that happen to come closely together do not wait for
 * each other. A commit costs what commits lately took on average, so that a slow one delays many a little instead of the next one by
 * much, but no more than a few times what it took itself, so that a slow time is soon forgotten. Used by one thread.
 */
final class CommitBudget {

    /** How much longer than a commit the work for it takes. */
    private static final int WORK = 2;

    /** Commits at most, after a quiet time. */
    private static final int SAVED_UP = 4;

    /** The part of the average that is the last commit. */
    private static final double NEWEST = 1.0 / 8;

    /** What a longer commit counts for: brokers that stood still say nothing of the next one. */
    private static final int MAX_COST_MS = 250;

    /** How many times its own duration a commit costs at most. */
    private static final int MAX_COST = 4;

    private double averageMs;
    private double saved = SAVED_UP;
    private double intervalMs = 1;
    private long endedAtMs;

    /** A commit has ended. */
    void spend(long tookMs, long atMs) {
        saved = Math.max(0, Math.min(SAVED_UP, saved + (atMs - endedAtMs) / intervalMs) - 1);
        endedAtMs = atMs;
        int costMs = Math.clamp(tookMs, 1, MAX_COST_MS);
        averageMs = averageMs == 0 ? costMs : averageMs + (costMs - averageMs) * NEWEST;
        intervalMs = (1 + WORK) * Math.min(averageMs, MAX_COST * costMs);
    }

    /** From when on the thread may commit. */
    long nextAtMs() {
        return endedAtMs + (long) Math.ceil(Math.max(0, 1 - saved) * intervalMs);
    }
}

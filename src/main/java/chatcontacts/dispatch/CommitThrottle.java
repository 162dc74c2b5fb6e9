package chatcontacts.dispatch;

/**
 * How often a task asks for commits. After a quiet time at once; under load no sooner than the last commit took: a commit blocks
 * the thread for milliseconds, and Kafka Streams processes a single record between two of them when each round asks for one.
 * So at least half of the time is left for work, and commits grow instead of crowding. The thread is not told when a commit
 * ends; it shows as a gap between two steps. Belongs to the stream thread.
 */
final class CommitThrottle {

    /** A shorter gap is the thread's ordinary round. */
    private static final long SHORTEST_COMMIT_MS = 2;

    /** If no gap showed by then, the commit was too short to be seen. */
    private static final long LONGEST_UNSEEN_MS = 10;

    private boolean asked;
    private long askedAtMs;
    private long lastStepMs;
    private long nextAtMs;

    /** Every step of the task tells its time first. */
    void step(long nowMs) {
        long gapMs = nowMs - lastStepMs;
        lastStepMs = nowMs;
        if (asked && gapMs >= SHORTEST_COMMIT_MS) {
            asked = false;
            nextAtMs = nowMs + gapMs;
        } else if (asked && nowMs - askedAtMs >= LONGEST_UNSEEN_MS) {
            asked = false;
            nextAtMs = nowMs;
        }
    }

    boolean mayAsk(long nowMs) {
        return !asked && nowMs >= nextAtMs;
    }

    void asked(long nowMs) {
        asked = true;
        askedAtMs = nowMs;
        lastStepMs = nowMs;
    }

    /** When to look again, if it may not be asked now. */
    long nextAtMs(long nowMs) {
        return asked ? nowMs + 1 : nextAtMs;
    }
}

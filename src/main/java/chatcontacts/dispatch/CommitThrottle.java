package chatcontacts.dispatch;

/**
 * Limits how often a task requests commits: its thread must have earned them ({@link CommitBudget}), and none is requested while
 * another is awaited. Used by the stream thread.
 */
final class CommitThrottle {

    /** Kafka Streams commits at once, and nothing where nothing was written: then nothing ends. */
    private static final long MAX_UNSEEN_MS = 10;

    private final CommitTimes commits;
    private long before;
    private long requestedAtMs;
    private boolean requested;

    CommitThrottle(CommitTimes commits) {
        this.commits = commits;
    }

    boolean mayRequest(long nowMs) {
        return nowMs >= nextAtMs(nowMs);
    }

    void requested(long nowMs) {
        requested = true;
        requestedAtMs = nowMs;
        before = commits.count();
    }

    /** When the next commit may be requested; while one is awaited, when to look again. */
    long nextAtMs(long nowMs) {
        if (requested && commits.count() == before && nowMs - requestedAtMs < MAX_UNSEEN_MS) {
            return nowMs + 1;
        }
        requested = false;
        return commits.earnedAtMs();
    }
}

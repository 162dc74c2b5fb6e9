package chatcontacts.dispatch;

/**
 * Limits how often a task requests commits. When idle, it may at once; under load, it waits for as long as the last commit took. A
 * commit blocks the thread for milliseconds, and Kafka Streams would process a single record between two commits if every round
 * requested one. So at least half of the time is left for work, and commits get larger instead of more frequent. The thread is not
 * notified when a commit ends; it sees a gap between two steps. Used by the stream thread.
 */
final class CommitThrottle {

    /** A shorter gap is a normal round of the thread. */
    private static final long MIN_COMMIT_MS = 2;

    /** Without a gap by then, the commit was too short to be seen. */
    private static final long MAX_UNSEEN_MS = 10;

    private boolean requested;
    private long requestedAtMs;
    private long lastStepMs;
    private long nextAtMs;

    /** To be called first in every step of the task. */
    void step(long nowMs) {
        long gapMs = nowMs - lastStepMs;
        lastStepMs = nowMs;
        if (requested && gapMs >= MIN_COMMIT_MS) {
            requested = false;
            nextAtMs = nowMs + gapMs;
        } else if (requested && nowMs - requestedAtMs >= MAX_UNSEEN_MS) {
            requested = false;
            nextAtMs = nowMs;
        }
    }

    boolean mayRequest(long nowMs) {
        return !requested && nowMs >= nextAtMs;
    }

    void requested(long nowMs) {
        requested = true;
        requestedAtMs = nowMs;
        lastStepMs = nowMs;
    }

    /** When to try again, if a commit may not be requested now. */
    long nextAtMs(long nowMs) {
        return requested ? nowMs + 1 : nextAtMs;
    }
}

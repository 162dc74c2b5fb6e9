package chatcontacts.dispatch;

import chatcontacts.dispatch.CommitTimes.Commit;

/**
 * Limits how often a task requests commits. When idle, it may at once; under load, it waits for twice as long as the last commit took,
 * up to a bound. A commit blocks the thread for milliseconds, and Kafka Streams would process a single record between two commits if
 * every round requested one. So two thirds of the time are left for work, unless commits take longer than a quarter of a second, and
 * commits get larger instead of more frequent. Used by the stream thread.
 */
final class CommitThrottle {

    /** Kafka Streams commits at once, and nothing where nothing was written: then nothing ends. */
    private static final long MAX_UNSEEN_MS = 10;

    /** How much longer than a commit the work between two of them takes under load. */
    private static final int WORK = 2;

    /** After a commit for which brokers took long, as when they stood still; by default Kafka Streams commits as often anyway. */
    private static final long MAX_WORK_MS = 500;

    private final CommitTimes commits;
    private Commit before;
    private long requestedAtMs;
    private boolean requested;

    CommitThrottle(CommitTimes commits) {
        this.commits = commits;
        this.before = commits.last();
    }

    boolean mayRequest(long nowMs) {
        return nowMs >= nextAtMs(nowMs);
    }

    void requested(long nowMs) {
        requested = true;
        requestedAtMs = nowMs;
        before = commits.last();
    }

    /** When the next commit may be requested; while one is awaited, when to look again. */
    long nextAtMs(long nowMs) {
        Commit last = commits.last();
        if (requested && last.equals(before) && nowMs - requestedAtMs < MAX_UNSEEN_MS) {
            return nowMs + 1;
        }
        requested = false;
        return last.endedAtMs() + Math.min(WORK * last.tookMs(), MAX_WORK_MS);
    }
}

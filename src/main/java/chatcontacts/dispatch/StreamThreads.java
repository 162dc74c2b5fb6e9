package chatcontacts.dispatch;

import java.time.Duration;

/**
 * What the stream threads of one application tell of themselves, each for itself. Thread-safe.
 *
 * @param freezes whether they stood still
 * @param commits their commits
 * @param waits their waits for records
 */
public record StreamThreads(FreezeGuard freezes, CommitTimes commits, ConsumerWaits waits) {

    /** @param sessionTimeout after which others take over from a thread that stands still */
    public StreamThreads(Duration sessionTimeout) {
        this(new FreezeGuard(sessionTimeout), new CommitTimes(), new ConsumerWaits());
    }
}

package chatcontacts.intake;

import chatcontacts.domain.outcome.Source;
import chatcontacts.intake.IntakeMetrics.Input;
import chatcontacts.wire.UnreadRecords;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of records that were not read: counts all of them and logs the first, then one a minute at most, since whoever sends
 * one may send thousands. Owned by one stream thread.
 */
final class UnreadRecordsReport {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadRecordsReport.class);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final Input input;
    private final IntakeMetrics metrics;
    private final InterruptibleSleep clock;
    private boolean logged;
    private long loggedAtNanos;
    private long unlogged;

    UnreadRecordsReport(Input input, IntakeMetrics metrics, InterruptibleSleep clock) {
        this.input = input;
        this.metrics = metrics;
        this.clock = clock;
    }

    void tell(Source source, UnreadRecords unread) {
        metrics.unread(input, unread.cause(), unread.count());
        unlogged += unread.count();
        long now = clock.nanos();
        if (!logged || now - loggedAtNanos >= BETWEEN_LINES.toNanos()) {
            LOG.atWarn()
                    .addKeyValue("topic", source.topic())
                    .addKeyValue("partition", source.partition())
                    .addKeyValue("offset", source.offset())
                    .addKeyValue("records", unlogged)
                    .addKeyValue("problem", unread.sentence())
                    .log("Records were skipped unread: find out who writes them");
            logged = true;
            loggedAtNanos = now;
            unlogged = 0;
        }
    }
}

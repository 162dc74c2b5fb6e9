package chatcontacts.app.health;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that no broker responds: after ten seconds, then once a minute, and when they are back. Kafka's clients would log it twenty
 * times a second. A connected consumer receives data several times a second, even when it is idle. Used by the watchdog's thread.
 */
final class BrokerSilenceLogger {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerSilenceLogger.class);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

    private boolean observed;
    private double bytes;
    private long lastDataNanos;
    private long loggedNanos;
    private boolean silent;

    /** As of the last look: zero if something was received since the one before. */
    private volatile Duration silence = Duration.ZERO;

    /**
     * What is to be logged.
     *
     * @param back whether the brokers respond again
     * @param silence how long they have not responded, or had not
     */
    record Change(boolean back, Duration silence) {}

    /**
     * Compares the bytes read so far with those of the previous call, and logs a change.
     *
     * @param bytesRead total of all clients; less than before means that a client was closed
     * @param nanos time of a monotonic clock
     */
    void observe(double bytesRead, long nanos) {
        change(bytesRead, nanos).ifPresent(change -> {
            long seconds = change.silence.toSeconds();
            if (change.back) {
                LOG.atWarn().addKeyValue("silentSeconds", seconds).log("The brokers are back");
            } else {
                LOG.atWarn()
                        .addKeyValue("silentSeconds", seconds)
                        .log("No broker responds; waiting for the brokers. Nothing is lost");
            }
        });
    }

    /** How long no broker has responded; zero if one did before the last look. Thread-safe. */
    Duration silence() {
        return silence;
    }

    Optional<Change> change(double bytesRead, long nanos) {
        boolean received = !observed || bytesRead > bytes;
        Duration sinceData = observed ? Duration.ofNanos(nanos - lastDataNanos) : Duration.ZERO;
        observed = true;
        bytes = bytesRead;
        silence = received ? Duration.ZERO : sinceData;
        if (received) {
            boolean wasSilent = silent;
            silent = false;
            lastDataNanos = nanos;
            return wasSilent ? Optional.of(new Change(true, sinceData)) : Optional.empty();
        }
        boolean due = silent ? nanos - loggedNanos >= LOG_INTERVAL.toNanos() : sinceData.compareTo(SILENCE) >= 0;
        if (!due) {
            return Optional.empty();
        }
        silent = true;
        loggedNanos = nanos;
        return Optional.of(new Change(false, sinceData));
    }
}

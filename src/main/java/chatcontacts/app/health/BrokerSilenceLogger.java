package chatcontacts.app.health;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that no broker answers: soon, then once a minute, and when they are back. Kafka's clients would say so twenty times a
 * second. While they have brokers, consumers hear from them several times a second, work or not. Belongs to the watchdog's thread.
 */
final class BrokerSilenceLogger {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerSilenceLogger.class);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private boolean looked;
    private double bytes;
    private long heardNanos;
    private long saidNanos;
    private boolean silent;

    /**
     * What there is to say.
     *
     * @param back whether they answer again
     * @param silence for how long they have not, or had not
     */
    record Word(boolean back, Duration silence) {}

    /**
     * Takes in what was read from brokers by now, and logs what there is to say.
     *
     * @param bytesRead less than before means that a client was closed
     * @param nanos of a clock that only moves on
     */
    void look(double bytesRead, long nanos) {
        word(bytesRead, nanos).ifPresent(word -> {
            long seconds = word.silence.toSeconds();
            if (word.back) {
                LOG.atWarn().addKeyValue("silentSeconds", seconds).log("The brokers are back");
            } else {
                LOG.atWarn()
                        .addKeyValue("silentSeconds", seconds)
                        .log("Waiting for brokers: none has answered for a while; nothing is lost");
            }
        });
    }

    Optional<Word> word(double bytesRead, long nanos) {
        boolean heard = !looked || bytesRead > bytes;
        Duration silence = looked ? Duration.ofNanos(nanos - heardNanos) : Duration.ZERO;
        looked = true;
        bytes = bytesRead;
        if (heard) {
            boolean wasSilent = silent;
            silent = false;
            heardNanos = nanos;
            return wasSilent ? Optional.of(new Word(true, silence)) : Optional.empty();
        }
        boolean due = silent ? nanos - saidNanos >= AGAIN.toNanos() : silence.compareTo(SILENCE) >= 0;
        if (!due) {
            return Optional.empty();
        }
        silent = true;
        saidNanos = nanos;
        return Optional.of(new Word(false, silence));
    }
}

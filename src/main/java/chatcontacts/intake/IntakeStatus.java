package chatcontacts.intake;

import chatcontacts.domain.outcome.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether intake waits for the schema registry, for health. One for all stream threads of the process.
 *
 * <p>A partition waits from the first record that the registry left undecided until that record or a later one is decided, also
 * while its thread rejoins and records before it are read again. What another partition decodes from the registry client's
 * cache proves nothing. A partition that has moved to another process is forgotten after {@link #FORGET}.
 */
public final class IntakeStatus {

    /** Above the longest that a waiting partition stays silent: one wait, one call of the registry and one rebalance. */
    static final Duration FORGET = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(IntakeStatus.class);

    private final InstantSource clock;
    private final Map<Partition, Waiting> waiting = new ConcurrentHashMap<>();

    public IntakeStatus(InstantSource clock) {
        this.clock = clock;
    }

    private record Partition(String topic, int number) {
        static Partition of(Source source) {
            return new Partition(source.topic(), source.partition());
        }
    }

    private record Waiting(Instant since, Instant last, long offset) {}

    /** Since when intake waits for the schema registry; empty if it does not. */
    public Optional<Instant> waitingForRegistrySince() {
        forgetSilentOnes();
        return waiting.values().stream().map(Waiting::since).min(Instant::compareTo);
    }

    /** Whether any partition is known to wait. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** The registry left that record undecided. */
    void unanswered(Source source, String problem) {
        forgetSilentOnes();
        Instant now = clock.instant();
        boolean first = waiting.isEmpty();
        waiting.merge(
                Partition.of(source),
                new Waiting(now, now, source.offset()),
                (old, fresh) -> new Waiting(old.since(), now, source.offset()));
        if (first) {
            LOG.atWarn()
                    .addKeyValue("topic", source.topic())
                    .addKeyValue("partition", source.partition())
                    .addKeyValue("problem", problem)
                    .log("Waiting for the schema registry");
        }
    }

    /** That record was decoded, or found to be no request. */
    void answered(Source source) {
        if (waiting.isEmpty()) {
            return;
        }
        Partition partition = Partition.of(source);
        Waiting known = waiting.get(partition);
        if (known != null && source.offset() >= known.offset()) {
            waiting.remove(partition);
            if (waiting.isEmpty()) {
                LOG.warn("Schema registry responds again");
            }
        }
    }

    private void forgetSilentOnes() {
        if (!waiting.isEmpty()) {
            Instant horizon = clock.instant().minus(FORGET);
            waiting.values().removeIf(entry -> entry.last().isBefore(horizon));
        }
    }
}

package chatcontacts.app.status;

import chatcontacts.config.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/**
 * How many partitions the hop has. Brokers are asked until they have said it once: the number must not change. One that does not
 * answer is left alone for a while, so that questions do not pile up behind it.
 */
public final class DispatchPartitionCount implements Supplier<OptionalInt> {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(10);

    private final Settings settings;
    private final InstantSource clock;
    private Instant askAgainAt = Instant.MIN;
    private int known;

    public DispatchPartitionCount(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Empty if no broker says it. */
    @Override
    public synchronized OptionalInt get() {
        if (known == 0 && !clock.instant().isBefore(askAgainAt)) {
            known = ask();
            askAgainAt = clock.instant().plus(BETWEEN_QUESTIONS);
        }
        return known == 0 ? OptionalInt.empty() : OptionalInt.of(known);
    }

    private int ask() {
        Map<String, Object> config =
                new HashMap<>(settings.kafka().forClient("admin.", AdminClientConfig.configNames(), "questions"));
        int patienceMs = (int) PATIENCE.toMillis(); // also for the end of a client that waits
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patienceMs);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patienceMs);
        String hop = settings.topics().dispatch();
        try (Admin admin = Admin.create(config)) {
            return admin.describeTopics(Set.of(hop))
                    .allTopicNames()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .values()
                    .iterator()
                    .next()
                    .partitions()
                    .size();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}

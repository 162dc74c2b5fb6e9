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
 * The number of partitions of the dispatch topic. The brokers are asked until one has answered: the number must not change. After a
 * failure there is a pause, so that queries do not pile up.
 */
public final class DispatchPartitionCount implements Supplier<OptionalInt> {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

    private final Settings settings;
    private final InstantSource clock;
    private Instant nextAttemptAt = Instant.MIN;
    private int known;

    public DispatchPartitionCount(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Empty while no broker has answered. */
    @Override
    public synchronized OptionalInt get() {
        if (known == 0 && !clock.instant().isBefore(nextAttemptAt)) {
            known = query();
            nextAttemptAt = clock.instant().plus(RETRY_INTERVAL);
        }
        return known == 0 ? OptionalInt.empty() : OptionalInt.of(known);
    }

    private int query() {
        Map<String, Object> config =
                new HashMap<>(settings.kafka().forClient("admin.", AdminClientConfig.configNames(), "status"));
        int timeoutMs = (int) TIMEOUT.toMillis(); // also bounds the close of a waiting client
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
        String topic = settings.topics().dispatch();
        try (Admin admin = Admin.create(config)) {
            return admin.describeTopics(Set.of(topic))
                    .allTopicNames()
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
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

package chatcontacts.cli;

import chatcontacts.config.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;

/** Makes the commands' clients of Kafka: the user's settings, and what a command needs for its own. */
final class KafkaClients {

    /** A person waits: give up sooner than the clients' own minutes. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final String PATIENCE_MS = Long.toString(PATIENCE.toMillis());

    private final KafkaSettings kafka;
    private final Ports ports;

    KafkaClients(KafkaSettings kafka, Ports ports) {
        this.kafka = kafka;
        this.ports = ports;
    }

    /** Writes each record once, and says so only when all replicas have it. */
    Producer<byte[], byte[]> producer(String purpose) {
        Map<String, Object> settings = kafka.forClient("producer.", ProducerConfig.configNames(), purpose);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        List<String> related = List.of(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ProducerConfig.LINGER_MS_CONFIG);
        if (related.stream().noneMatch(settings::containsKey)) {
            settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
            settings.put(
                    ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    Long.toString(PATIENCE.dividedBy(2).toMillis()));
        }
        return made(() -> ports.producer().apply(settings));
    }

    /** Sees committed records only. Belongs to no group, chooses its own partitions and commits nothing. */
    Consumer<byte[], byte[]> committedConsumer(String purpose) {
        Map<String, Object> settings = kafka.forClient("consumer.", ConsumerConfig.configNames(), purpose);
        // Of the service's own groups.
        List.of(ConsumerConfig.GROUP_PROTOCOL_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)
                .forEach(settings::remove);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        return made(() -> ports.consumer().apply(settings));
    }

    private <T> T made(Supplier<T> client) {
        try {
            return client.get();
        } catch (KafkaException e) {
            throw KafkaFailures.noClient(kafka, e);
        }
    }
}

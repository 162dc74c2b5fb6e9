package chatcontacts.cli;

import chatcontacts.config.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes consumers that see committed records only, choose their own partitions, and commit nothing by themselves. */
final class CommittedReader {

    /** A person waits: give up sooner than the client's own minute. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private CommittedReader() {}

    /**
     * A consumer with the user's settings.
     *
     * @param purpose goes behind the client id
     * @param group whose commits are read
     */
    static Consumer<byte[], byte[]> open(KafkaSettings kafka, String purpose, Optional<String> group) {
        Map<String, Object> settings = kafka.forClient("consumer.", ConsumerConfig.configNames(), purpose);
        List.of(ConsumerConfig.GROUP_PROTOCOL_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)
                .forEach(settings::remove); // of the service's own groups
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(PATIENCE.toMillis()));
        settings.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(PATIENCE.toMillis()));
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        group.ifPresent(it -> settings.put(ConsumerConfig.GROUP_ID_CONFIG, it));
        try {
            return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw KafkaFailures.noClient(kafka, e);
        }
    }
}

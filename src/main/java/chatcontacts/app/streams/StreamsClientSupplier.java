package chatcontacts.app.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * Creates the Kafka clients of a streams application. Its producers keep their transactional ids across restarts, so that a restart
 * first aborts what a crash left open. Kafka Streams derives the ids from a process id that it stores only next to persistent
 * stores: intake has none, and its open transaction would hide newer records of the dispatch topic until
 * {@code transaction.timeout.ms}. Its consumers are {@link AdaptivePollConsumer}s.
 */
public final class StreamsClientSupplier extends DefaultKafkaClientSupplier {

    private final String applicationId;
    private final String identity;
    private final LongSupplier untilNextWakeUpMs;

    public StreamsClientSupplier(String applicationId, String identity, LongSupplier untilNextWakeUpMs) {
        this.applicationId = applicationId;
        this.identity = identity;
        this.untilNextWakeUpMs = untilNextWakeUpMs;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new AdaptivePollConsumer(config, untilNextWakeUpMs);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        Object given = config.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        if (given == null) {
            return super.getProducer(config);
        }
        Map<String, Object> stable = new HashMap<>(config);
        stable.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, stable(given.toString()));
        return super.getProducer(stable);
    }

    /** Application, process and thread, the form of Kafka Streams, with our own name of the process. */
    String stable(String given) {
        String thread = given.substring(given.lastIndexOf('-') + 1);
        return applicationId + "-" + identity + "-" + thread;
    }
}

package chatcontacts.app.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Creates the Kafka clients of a streams application. Its producers keep their transactional ids across restarts, so that a restart
 * first aborts what a crash left open. Kafka Streams derives the ids from a process id that it stores only next to persistent
 * stores: intake has none, and its open transaction would hide newer records of the dispatch topic until
 * {@code transaction.timeout.ms}. Its consumers are {@link AdaptivePollConsumer}s.
 */
public final class StreamsClientSupplier implements KafkaClientSupplier {

    private final String applicationId;
    private final String identity;
    private final LongSupplier untilNextWakeUpMs;

    public StreamsClientSupplier(String applicationId, String identity, LongSupplier untilNextWakeUpMs) {
        this.applicationId = applicationId;
        this.identity = identity;
        this.untilNextWakeUpMs = untilNextWakeUpMs;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** None of our topologies has a global store. */
    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        throw new UnsupportedOperationException("there are no global stores");
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new AdaptivePollConsumer(config, untilNextWakeUpMs);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        Object given = config.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        if (given == null) {
            return producer(config);
        }
        Map<String, Object> stable = new HashMap<>(config);
        stable.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, stable(given.toString()));
        return producer(stable);
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Application, process and thread, the form of Kafka Streams, with our own name of the process. */
    String stable(String given) {
        String thread = given.substring(given.lastIndexOf('-') + 1);
        return applicationId + "-" + identity + "-" + thread;
    }
}

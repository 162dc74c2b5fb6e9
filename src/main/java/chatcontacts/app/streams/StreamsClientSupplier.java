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
 * The Kafka clients of a side. Its producers have the same transactional ids after each restart, so that the first thing a
 * restart does is to abort what a crash left open. Kafka Streams names them after a process id that it keeps beside persistent
 * stores only: intake has none, and its open transaction would hide the hop's newer records until
 * {@code transaction.timeout.ms}. Its consumers are patient, see {@link AdaptivePollConsumer}.
 */
public final class StreamsClientSupplier implements KafkaClientSupplier {

    private final String applicationId;
    private final String identity;
    private final LongSupplier untilNextLookMs;

    public StreamsClientSupplier(String applicationId, String identity, LongSupplier untilNextLookMs) {
        this.applicationId = applicationId;
        this.identity = identity;
        this.untilNextLookMs = untilNextLookMs;
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
        return new AdaptivePollConsumer(config, untilNextLookMs);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        Object given = config.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        if (given == null) {
            return producer(config);
        }
        Map<String, Object> steady = new HashMap<>(config);
        steady.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, steady(given.toString()));
        return producer(steady);
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Kafka Streams' own form, application, process and thread, with our name for the process. */
    String steady(String given) {
        String thread = given.substring(given.lastIndexOf('-') + 1);
        return applicationId + "-" + identity + "-" + thread;
    }
}

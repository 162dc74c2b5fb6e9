package chatcontacts.app.streams;

import chatcontacts.dispatch.StreamThreads;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Creates the Kafka clients of a streams application. Its producers keep their transactional ids across restarts, so that a restart
 * first aborts what a crash left open. Kafka Streams derives the ids from a process id that it stores only next to persistent
 * stores: intake has none, and its open transaction would hide newer records of the dispatch topic until
 * {@code transaction.timeout.ms}. Its consumers are {@link AdaptivePollConsumer}s.
 */
public final class StreamsClientSupplier implements KafkaClientSupplier {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String applicationId;
    private final String identity;
    private final long commitIntervalMs;
    private final Time time;
    private final StreamThreads threads;
    private final BooleanSupplier stops;
    /** The main consumer of each thread, once it has polled. */
    private final ThreadLocal<Optional<Consumer<byte[], byte[]>>> polling = ThreadLocal.withInitial(Optional::empty);

    /**
     * Creates the clients of one application.
     *
     * @param commitIntervalMs after which its threads commit
     * @param time the application's own
     * @param threads is told of polls and commits
     * @param stops whether the process is to end, and not to wait for brokers any longer
     */
    public StreamsClientSupplier(
            String applicationId,
            String identity,
            long commitIntervalMs,
            Time time,
            StreamThreads threads,
            BooleanSupplier stops) {
        this.applicationId = applicationId;
        this.identity = identity;
        this.commitIntervalMs = commitIntervalMs;
        this.time = time;
        this.threads = threads;
        this.stops = stops;
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
        return new AdaptivePollConsumer(config, threads, commitIntervalMs, time, consumer -> {
            polling.set(Optional.of(consumer));
            threads.freezes().polled(time.milliseconds());
        });
    }

    /** What this thread's partitions have been committed to. Throws a time-out if no broker answers. */
    private Map<TopicPartition, OffsetAndMetadata> place() {
        return polling.get().map(it -> it.committed(it.assignment(), PATIENCE)).orElse(Map.of()).entrySet().stream()
                .filter(it -> it.getValue() != null) // of a partition that nothing was read from
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        Map<String, Object> stable = new HashMap<>(config);
        stable.computeIfPresent(ProducerConfig.TRANSACTIONAL_ID_CONFIG, (key, given) -> stable(given.toString()));
        return new TransactionalProducer(stable, threads, time, this::place, stops);
    }

    /** Application, process and thread, the form of Kafka Streams, with our own name of the process. */
    String stable(String given) {
        String thread = given.substring(given.lastIndexOf('-') + 1);
        return applicationId + "-" + identity + "-" + thread;
    }
}

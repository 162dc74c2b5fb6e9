package chatcontacts.cli.console;

import chatcontacts.config.KafkaSettings;
import chatcontacts.wire.TopicPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;

/** Creates the Kafka clients of the commands from the user's settings and what a command needs. */
public final class KafkaClients {

    /** A person waits: give up sooner than the clients' own minutes. */
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final String PATIENCE_MS = Long.toString(PATIENCE.toMillis());

    /** What a killed command left open hides newer records for that long, or until its next run. */
    private static final int TRANSACTION_TIMEOUT_MS = 20_000;

    private final KafkaSettings kafka;
    private final Function<Map<String, Object>, Producer<byte[], byte[]>> producers;
    private final Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers;

    public KafkaClients(KafkaSettings kafka, CliEnvironment environment) {
        this(kafka, environment.producer(), environment.consumer());
    }

    /**
     * Clients made as told.
     *
     * @param producers makes a producer from its settings
     * @param consumers makes a consumer from its settings
     */
    public KafkaClients(
            KafkaSettings kafka,
            Function<Map<String, Object>, Producer<byte[], byte[]>> producers,
            Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers) {
        this.kafka = kafka;
        this.producers = producers;
        this.consumers = consumers;
    }

    /** Writes each record once, and says so only when all replicas have it. */
    public Producer<byte[], byte[]> producer(String purpose) {
        Map<String, Object> settings = kafka.forClient("producer.", ProducerConfig.configNames(), purpose);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        giveUpAfter(PATIENCE, PATIENCE.dividedBy(2), settings);
        return made(() -> producers.apply(settings));
    }

    /** Writes transactions. The second producer of one transactional id ends what the first one does. */
    public Producer<byte[], byte[]> transactionalProducer(String purpose, String transactionalId) {
        Map<String, Object> settings = kafka.forClient("producer.", ProducerConfig.configNames(), purpose);
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        giveUpAfter(PATIENCE.multipliedBy(2), PATIENCE, settings);
        settings.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(TopicPlan.MAX_REQUEST_BYTES));
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Integer.toString(TRANSACTION_TIMEOUT_MS));
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        return made(() -> producers.apply(settings));
    }

    /** Kafka accepts a time-out of records only with shorter ones of a request and of lingering, which the user may set. */
    private static void giveUpAfter(Duration record, Duration request, Map<String, Object> settings) {
        List<String> related = List.of(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ProducerConfig.LINGER_MS_CONFIG);
        if (related.stream().noneMatch(settings::containsKey)) {
            settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(record.toMillis()));
            settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(request.toMillis()));
        }
    }

    /** Sees committed records only. Belongs to no group, chooses its own partitions and commits nothing. */
    public Consumer<byte[], byte[]> committedConsumer(String purpose) {
        return committedConsumer(purpose, Optional.empty());
    }

    /** The same, and reads and writes the commits of that group, without being its member. */
    public Consumer<byte[], byte[]> committedConsumer(String purpose, Optional<String> group) {
        Map<String, Object> settings = kafka.forClient("consumer.", ConsumerConfig.configNames(), purpose);
        // Of the service's own groups.
        List.of(ConsumerConfig.GROUP_PROTOCOL_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)
                .forEach(settings::remove);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // A fetch that waits at the broker holds up the close of the client, and with it the command.
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "50");
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        group.ifPresent(it -> settings.put(ConsumerConfig.GROUP_ID_CONFIG, it));
        return made(() -> consumers.apply(settings));
    }

    private <T> T made(Supplier<T> client) {
        try {
            return client.get();
        } catch (KafkaException e) {
            throw KafkaErrors.clientFailed(kafka, e);
        }
    }
}

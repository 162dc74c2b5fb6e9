package chatcontacts.app.streams;

import chatcontacts.config.Settings;
import chatcontacts.wire.TopicPlan;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of the two streams applications: our defaults, the user's own settings, then those that are fixed. */
public final class StreamsSettings {

    /** How long a deleted outcome may remain in the changelog: it holds bearer secrets. */
    private static final Duration MAX_COMPACTION_LAG = Duration.ofHours(1);

    /** After this long without a heartbeat another process takes over; a process that restarts sooner just continues. */
    private static final int SESSION_TIMEOUT_MS = 15_000;

    /**
     * How long the state of a lane that others have now is kept here, in case it comes back. The time of a task's folder does not
     * advance while it is written to (KAFKA-20805), so that the state of a thread that dies would be deleted at once after the ten
     * minutes that are Kafka's default.
     */
    private static final Duration STATE_CLEANUP_DELAY = Duration.ofDays(1);

    /**
     * A consumer fetches nothing from a broker until it has returned all that it has of it, so commands wait behind that: some hundred
     * records, and not the tens of thousands of Kafka's default of 50 MiB.
     */
    private static final int FETCH_MAX_BYTES = 64 * 1024;

    private static final Duration MAX_BROKER_OUTAGE = Duration.ofDays(1);

    private static final String GROUP_INSTANCE_ID = ConsumerConfig.GROUP_INSTANCE_ID_CONFIG;

    /** The settings with which the user may name the group member, in the order in which Kafka Streams prefers them. */
    private static final List<String> MEMBER_SETTINGS = List.of(
            StreamsConfig.mainConsumerPrefix(GROUP_INSTANCE_ID),
            StreamsConfig.consumerPrefix(GROUP_INSTANCE_ID),
            GROUP_INSTANCE_ID);

    private static final List<String> CLIENT_PREFIXES = List.of(
            StreamsConfig.MAIN_CONSUMER_PREFIX,
            StreamsConfig.RESTORE_CONSUMER_PREFIX,
            StreamsConfig.CONSUMER_PREFIX,
            StreamsConfig.PRODUCER_PREFIX);

    private StreamsSettings() {}

    public static Map<String, Object> intake(Settings settings) {
        Map<String, Object> defaults = defaults();
        // When idle, a record is committed at once; under load, the records of ten milliseconds share a transaction.
        defaults.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 10);
        Map<String, Object> all = complete(defaults, settings.kafka().forIntake(), settings.intakeApplicationId());
        // Commits happen between polls: records read before one that waits for the registry must not wait with it. And
        // what is unpacked at a time is one record, however many a batch holds: never the user's to change.
        all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 1);
        // With another protocol Kafka Streams creates its consumers itself, and what they unpack is not bounded.
        all.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        return all;
    }

    public static Map<String, Object> dispatch(Settings settings, RocksDbMemory memory) {
        Map<String, Object> defaults = defaults();
        defaults.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemoryConfigSetter.class);
        defaults.put(RocksDbMemory.SETTING, memory);
        // A task starts once its changelog is restored. While the broker holds the fetch of a changelog without new
        // records, no fetch is sent for the next ones.
        defaults.put(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 20);
        // Call results come from outside Kafka: the thread has to poll for them.
        defaults.put(StreamsConfig.POLL_MS_CONFIG, 2);
        // Without it a crash, and any error in a transaction, would have the whole state read again from its changelog.
        defaults.put(StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG, true);
        defaults.put(StreamsConfig.STATESTORE_UNCOMMITTED_MAX_BYTES_CONFIG, settings.stateUncommittedBytes());
        defaults.put(
                StreamsConfig.DEFAULT_INTERACTIVE_QUERY_ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.name());
        defaults.put(StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG, STATE_CLEANUP_DELAY.toMillis());
        // Requests do not wait until it is known that there are no commands.
        defaults.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // Whatever is urgent requests its own commit; this is for the rest.
        defaults.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 500);
        return complete(defaults, settings.kafka().forDispatch(), settings.dispatchApplicationId());
    }

    /** Where a streams application with these settings keeps its state. */
    public static Path stateDirectory(Map<String, Object> config) {
        Object directory = config.getOrDefault(
                StreamsConfig.STATE_DIR_CONFIG,
                StreamsConfig.configDef().defaultValues().get(StreamsConfig.STATE_DIR_CONFIG));
        return Path.of(String.valueOf(directory), String.valueOf(config.get(StreamsConfig.APPLICATION_ID_CONFIG)));
    }

    /** The topic settings of the changelog of the dispatch application. */
    public static Map<String, String> changelog() {
        return Map.of(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(TopicPlan.LARGE_MESSAGE_BYTES),
                TopicConfig.SEGMENT_MS_CONFIG, Long.toString(MAX_COMPACTION_LAG.toMillis()),
                TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(MAX_COMPACTION_LAG.toMillis()));
    }

    private static Map<String, Object> defaults() {
        Map<String, Object> defaults = new HashMap<>();
        defaults.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS);
        defaults.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), FETCH_MAX_BYTES);
        // A commit flushes all batches, and nothing is visible before it: lingering costs no time and saves requests.
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 100);
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 64 * 1024);
        // While the transaction of a killed process or a dead thread is open, nobody takes over its input, and nobody
        // sees the records behind it: no lane a request, no producer a result.
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), SESSION_TIMEOUT_MS);
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), TopicPlan.MAX_REQUEST_BYTES);
        // What was given up may still lie in the queue of a broker that stands still. Written after its transaction
        // has been aborted, it would be open for ever, and nothing behind it would be read.
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), (int)
                MAX_BROKER_OUTAGE.toMillis());
        // Brokers that are away end no thread: a new one could do no better.
        defaults.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, MAX_BROKER_OUTAGE.toMillis());
        return defaults;
    }

    /**
     * The process's stable name in its consumer group: after a restart or crash it takes its place at once, instead of waiting for
     * the old session to end. Two processes on one host differ in their state directory, which Kafka Streams locks. If the user names
     * the member, for example after its pod, that name is used.
     */
    public static String identity(Map<String, Object> given) {
        for (String key : MEMBER_SETTINGS) {
            Object member = given.get(key);
            if (member != null) {
                return member.toString();
            }
        }
        String directory = String.valueOf(given.getOrDefault(StreamsConfig.STATE_DIR_CONFIG, "default"));
        String place = hostName() + "/" + directory;
        return UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** After this long without a heartbeat another process takes over. */
    public static Duration sessionTimeout(Map<String, Object> all) {
        String name = ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG;
        Object narrowest = all.getOrDefault(
                StreamsConfig.mainConsumerPrefix(name),
                all.getOrDefault(StreamsConfig.consumerPrefix(name), all.getOrDefault(name, SESSION_TIMEOUT_MS)));
        return Duration.ofMillis(Long.parseLong(narrowest.toString()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Kafka Streams prefers the narrowest prefix: without this, a default of ours would win over the user's own setting. */
    private static boolean isGivenWithAWiderPrefix(String key, Map<String, Object> given) {
        for (String prefix : CLIENT_PREFIXES) {
            if (key.startsWith(prefix)) {
                String name = key.substring(prefix.length());
                boolean consumer = !prefix.equals(StreamsConfig.PRODUCER_PREFIX);
                return given.containsKey(name) || (consumer && given.containsKey(StreamsConfig.consumerPrefix(name)));
            }
        }
        return false;
    }

    private static Map<String, Object> complete(
            Map<String, Object> defaults, Map<String, Object> given, String applicationId) {
        Map<String, Object> all = new HashMap<>(defaults);
        all.keySet().removeIf(key -> isGivenWithAWiderPrefix(key, given));
        all.putAll(given);
        if (MEMBER_SETTINGS.stream().noneMatch(given::containsKey)) {
            all.put(StreamsConfig.mainConsumerPrefix(GROUP_INSTANCE_ID), identity(given));
        }
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        all.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return all;
    }
}

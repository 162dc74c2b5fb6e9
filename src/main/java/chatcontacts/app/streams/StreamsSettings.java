package chatcontacts.app.streams;

import chatcontacts.config.Settings;
import chatcontacts.wire.TopicPlan;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
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

/** The settings of the two Kafka Streams instances: ours below what the user passes on, then what only we decide. */
public final class StreamsSettings {

    /** Room for the largest record of the hop in a batch of its own. */
    private static final int MAX_REQUEST_BYTES = 3 * 1024 * 1024;

    /** How long state of an outcome may outlive its deletion in the changelog: it holds bearer secrets. */
    private static final Duration MAX_COMPACTION_LAG = Duration.ofHours(1);

    /** After this long without a sign of life another process takes over; a restart in between goes on by itself. */
    private static final int SESSION_TIMEOUT_MS = 15_000;

    /**
     * How long the state of a lane that others have now is kept here, in case it comes back. The time of a task's folder does not
     * advance while it is written to (KAFKA-20805), so that the state of a thread that dies would be deleted at once after the ten
     * minutes that are Kafka's default.
     */
    private static final Duration STATE_CLEANUP_DELAY = Duration.ofDays(1);

    private static final String GROUP_INSTANCE_ID = ConsumerConfig.GROUP_INSTANCE_ID_CONFIG;

    /** Where the user may name the member, what Kafka Streams prefers first. */
    private static final List<String> MEMBER = List.of(
            StreamsConfig.mainConsumerPrefix(GROUP_INSTANCE_ID),
            StreamsConfig.consumerPrefix(GROUP_INSTANCE_ID),
            GROUP_INSTANCE_ID);

    private StreamsSettings() {}

    public static Map<String, Object> intake(Settings settings) {
        Map<String, Object> defaults = defaults();
        // Quiet, a record is committed at once; busy, those of ten milliseconds share one transaction.
        defaults.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 10);
        // While a killed process's transaction is open, nobody takes over what it read, and no lane gets what lies
        // behind it.
        // Nothing is lost by an early end: this side has no state.
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 15_000);
        // Commits come between polls: what was read before a record that waits for the registry shall not wait with it.
        defaults.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 1);
        return complete(defaults, settings.kafka().forIntake(), settings.intakeApplicationId());
    }

    public static Map<String, Object> dispatch(Settings settings, RocksDbMemory memory) {
        Map<String, Object> defaults = defaults();
        defaults.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemoryConfigSetter.class);
        defaults.put(RocksDbMemory.SETTING, memory);
        // A task starts once its changelog was read to the end. While the broker keeps the fetch of one that has
        // nothing to read, none is sent for those that come after it.
        defaults.put(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 20);
        // Answers come from outside Kafka: the thread has to look for them.
        defaults.put(StreamsConfig.POLL_MS_CONFIG, 2);
        // Without it a crash, and any error in a transaction, would have the whole state read again from its changelog.
        defaults.put(StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG, true);
        defaults.put(StreamsConfig.STATESTORE_UNCOMMITTED_MAX_BYTES_CONFIG, settings.stateUncommittedBytes());
        defaults.put(
                StreamsConfig.DEFAULT_INTERACTIVE_QUERY_ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.name());
        defaults.put(StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG, STATE_CLEANUP_DELAY.toMillis());
        // What matters asks for its commit; this is for the rest.
        defaults.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 500);
        return complete(defaults, settings.kafka().forDispatch(), settings.dispatchApplicationId());
    }

    /** How the changelog of the dispatch side is kept. */
    public static Map<String, String> changelog() {
        return Map.of(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(TopicPlan.LARGE_MESSAGE_BYTES),
                TopicConfig.SEGMENT_MS_CONFIG, Long.toString(MAX_COMPACTION_LAG.toMillis()),
                TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(MAX_COMPACTION_LAG.toMillis()));
    }

    private static Map<String, Object> defaults() {
        Map<String, Object> defaults = new HashMap<>();
        defaults.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS);
        // A commit sends at once whatever waits, and nothing is seen before it: to linger costs no time, and saves
        // requests.
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 100);
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 64 * 1024);
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 60_000);
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
        return defaults;
    }

    /**
     * The process's steady name in its group: a restart, also after a crash, takes its place at once instead of waiting for the
     * session of the former one to end. Two processes on one host differ in their state folder, which Kafka Streams locks. Where the
     * user names the member, as with a pod's name, that is its name.
     */
    public static String identity(Map<String, Object> given) {
        for (String key : MEMBER) {
            Object member = given.get(key);
            if (member != null) {
                return member.toString();
            }
        }
        String folder = String.valueOf(given.getOrDefault(StreamsConfig.STATE_DIR_CONFIG, "default"));
        String place = hostName() + "/" + folder;
        return UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static Map<String, Object> complete(
            Map<String, Object> defaults, Map<String, Object> given, String applicationId) {
        Map<String, Object> all = new HashMap<>(defaults);
        all.putAll(given);
        if (MEMBER.stream().noneMatch(given::containsKey)) {
            all.put(StreamsConfig.mainConsumerPrefix(GROUP_INSTANCE_ID), identity(given));
        }
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        all.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return all;
    }
}

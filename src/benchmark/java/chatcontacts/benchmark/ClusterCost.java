package chatcontacts.benchmark;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;

/**
 * What was ever written to the cluster, at one moment; the difference of two is what a load cost.
 *
 * @param records by topic, with the markers of transactions
 * @param bytes by topic, as they lie on the disk of one replica
 * @param logEnds of the transaction log, by partition
 */
record ClusterCost(Map<String, Long> records, Map<String, Long> bytes, Map<TopicPartition, Long> logEnds) {

    private static final String TRANSACTION_LOG = "__transaction_state";
    private static final byte COMPLETE_COMMIT = 4;

    static ClusterCost now(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            Map<TopicPartition, Long> ends = ends(admin, topics);
            Map<String, Long> records = new TreeMap<>();
            ends.forEach((partition, end) -> records.merge(partition.topic(), end, Long::sum));
            Map<String, Long> bytes = new TreeMap<>();
            for (var directories :
                    admin.describeLogDirs(List.of(0)).allDescriptions().get().values()) {
                for (var directory : directories.values()) {
                    directory
                            .replicaInfos()
                            .forEach((partition, replica) -> bytes.merge(partition.topic(), replica.size(), Long::sum));
                }
            }
            return new ClusterCost(
                    records,
                    bytes,
                    ends.entrySet().stream()
                            .filter(it -> it.getKey().topic().equals(TRANSACTION_LOG))
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not tell what it holds", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, Set<String> topics)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toMap(it -> it, it -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().offset()));
    }

    long recordsSince(ClusterCost earlier, String topic) {
        return records.getOrDefault(topic, 0L) - earlier.records.getOrDefault(topic, 0L);
    }

    /** All records since then, with the markers of transactions. */
    long recordsSince(ClusterCost earlier) {
        return records.values().stream().mapToLong(Long::longValue).sum()
                - earlier.records.values().stream().mapToLong(Long::longValue).sum();
    }

    long bytesSince(ClusterCost earlier, String topic) {
        return bytes.getOrDefault(topic, 0L) - earlier.bytes.getOrDefault(topic, 0L);
    }

    /** Committed transactions since then, of those whose transactional id contains a text. */
    long transactionsSince(ClusterCost earlier, String bootstrapServers, String part) {
        long found = 0;
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "exclude.internal.topics", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(logEnds.keySet());
            logEnds.keySet().forEach(it -> consumer.seek(it, earlier.logEnds.getOrDefault(it, 0L)));
            while (logEnds.keySet().stream().anyMatch(it -> consumer.position(it) < logEnds.get(it))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    found += isCommit(record, part) ? 1 : 0;
                }
            }
        }
        return found;
    }

    private static boolean isCommit(ConsumerRecord<byte[], byte[]> record, String part) {
        if (record.value() == null) {
            return false;
        }
        var key = ByteBuffer.wrap(record.key());
        var value = ByteBuffer.wrap(record.value());
        short keyVersion = key.getShort();
        short valueVersion = value.getShort();
        return new TransactionLogKey(new ByteBufferAccessor(key), keyVersion)
                        .transactionalId()
                        .contains(part)
                && new TransactionLogValue(new ByteBufferAccessor(value), valueVersion).transactionStatus()
                        == COMPLETE_COMMIT;
    }
}

package chatcontacts.cli.redrive;

import chatcontacts.cli.console.KafkaErrors;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads a topic from where a group stands up to where it ended when the reading began: dead letters that the run itself brings
 * about are left for the next one.
 */
final class DeadLetterReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;
    private final Map<TopicPartition, SentOffsets> sent = new HashMap<>();
    private final Duration patience;
    private long silentNanos;

    /**
     * Finds out beginnings, ends, and what the group remembers.
     *
     * @throws RedriveException if there is no such topic, or the group is another one's
     */
    DeadLetterReader(Consumer<byte[], byte[]> consumer, String topic, Duration patience) {
        this.consumer = consumer;
        this.patience = patience;
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(it -> new TopicPartition(topic, it.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw KafkaErrors.topicMissing(topic);
        }
        consumer.assign(partitions);
        this.ends = new HashMap<>(consumer.endOffsets(partitions));
        var committed = consumer.committed(new HashSet<>(partitions));
        consumer.beginningOffsets(partitions).forEach((partition, beginning) -> {
            SentOffsets its = SentOffsets.of(committed.get(partition), beginning, end(partition));
            sent.put(partition, its);
            consumer.seek(partition, its.base());
            if (its.base() >= end(partition)) {
                finish(partition);
            }
        });
    }

    /** What the group remembers, by partition. */
    Map<TopicPartition, SentOffsets> sent() {
        return sent;
    }

    boolean isDone() {
        return ends.isEmpty();
    }

    /**
     * The next ones, in the order of each partition; none if none came soon.
     *
     * @throws TimeoutException if the brokers are silent
     */
    List<ConsumerRecord<byte[], byte[]>> next() {
        Map<TopicPartition, Long> before = positions();
        long beganNanos = System.nanoTime();
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        List<ConsumerRecord<byte[], byte[]>> records = ends.keySet().stream()
                .flatMap(it -> polled.records(it).stream())
                .filter(it -> it.offset() < end(new TopicPartition(it.topic(), it.partition())))
                .toList();
        Map<TopicPartition, Long> after = positions();
        silentNanos = after.equals(before) ? silentNanos + System.nanoTime() - beganNanos : 0;
        if (silentNanos > patience.toNanos()) {
            throw new TimeoutException("no dead letter arrived");
        }
        after.forEach((partition, position) -> {
            if (position >= end(partition)) {
                finish(partition);
            }
        });
        return records;
    }

    private Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        ends.keySet().forEach(it -> positions.put(it, consumer.position(it)));
        return positions;
    }

    private void finish(TopicPartition partition) {
        ends.remove(partition);
        consumer.pause(List.of(partition));
    }

    private long end(TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }
}

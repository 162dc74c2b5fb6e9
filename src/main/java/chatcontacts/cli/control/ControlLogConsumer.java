package chatcontacts.cli.control;

import chatcontacts.cli.console.CommandException;
import chatcontacts.cli.console.KafkaErrors;
import chatcontacts.config.KafkaSettings;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.registry.ControlLogReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads the log of commands, on its owner's thread. What is no entry of it is passed over. */
public final class ControlLogConsumer implements AutoCloseable {

    private final Consumer<byte[], byte[]> consumer;
    private final ControlLogReader reader;
    private final KafkaSettings kafka;
    private final List<TopicPartition> partitions = new ArrayList<>();

    /**
     * Has its place on the topic when it returns.
     *
     * @param consumer of committed records; closed with this, and when this fails
     * @param since where to begin; empty: with what comes from now on
     */
    ControlLogConsumer(
            Consumer<byte[], byte[]> consumer,
            ControlLogReader reader,
            KafkaSettings kafka,
            String topic,
            Optional<Instant> since) {
        this.consumer = consumer;
        this.reader = reader;
        this.kafka = kafka;
        try {
            consumer.partitionsFor(topic).forEach(it -> partitions.add(new TopicPartition(topic, it.partition())));
            if (partitions.isEmpty()) {
                throw KafkaErrors.topicMissing(topic);
            }
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            since.ifPresent(this::seek);
            partitions.forEach(consumer::position);
        } catch (KafkaException e) {
            close();
            throw KafkaErrors.translate(kafka, e);
        } catch (CommandException e) {
            close();
            throw e;
        }
    }

    private void seek(Instant since) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(it -> times.put(it, since.toEpochMilli()));
        consumer.offsetsForTimes(times).forEach((partition, at) -> {
            if (at != null) {
                consumer.seek(partition, at.offset());
            }
        });
    }

    /** What came, waiting so long for the first. */
    public List<ControlLogEntry> poll(Duration longest) {
        List<ControlLogEntry> entries = new ArrayList<>();
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(longest)) {
                byte[] value = record.value();
                if (value != null) {
                    reader.read(record.topic(), value).ifPresent(entries::add);
                }
            }
        } catch (KafkaException e) {
            throw KafkaErrors.translate(kafka, e);
        }
        return entries;
    }

    /** All up to the end as it is now. */
    List<ControlLogEntry> all() {
        List<ControlLogEntry> entries = new ArrayList<>();
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L))) {
                entries.addAll(poll(Duration.ofMillis(200)));
            }
        } catch (KafkaException e) {
            throw KafkaErrors.translate(kafka, e);
        }
        return entries;
    }

    @Override
    public void close() {
        consumer.close();
    }
}

package chatcontacts.cli.submit;

import chatcontacts.cli.console.CommandException;
import chatcontacts.cli.console.KafkaErrors;
import chatcontacts.config.KafkaSettings;
import chatcontacts.domain.outcome.Result;
import chatcontacts.registry.ResultReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Reads the results that are committed from its construction on, on its owner's thread. One that the registry keeps from being
 * read is tried again at the next poll.
 */
final class ResultConsumer implements AutoCloseable {

    private final Consumer<byte[], byte[]> consumer;
    private final ResultReader reader;
    private final KafkaSettings kafka;
    private final Deque<ConsumerRecord<byte[], byte[]>> unread = new ArrayDeque<>();

    /**
     * Stands at the end of the topic when it returns.
     *
     * @param consumer of committed records; closed with this, and when this fails
     */
    ResultConsumer(Consumer<byte[], byte[]> consumer, ResultReader reader, KafkaSettings kafka, String topic) {
        this.consumer = consumer;
        this.reader = reader;
        this.kafka = kafka;
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw KafkaErrors.topicMissing(topic);
            }
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
        } catch (KafkaException e) {
            close();
            throw KafkaErrors.translate(kafka, e);
        } catch (CommandException e) {
            close();
            throw e;
        }
    }

    /** What came, waiting so long for the first. */
    List<Result> poll(Duration longest) {
        try {
            consumer.poll(longest).forEach(unread::add);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw KafkaErrors.translate(kafka, e);
        }
        List<Result> results = new ArrayList<>();
        boolean registryAnswers = true;
        while (registryAnswers && !unread.isEmpty()) {
            registryAnswers = read(unread.getFirst(), results);
            if (registryAnswers) {
                unread.removeFirst();
            }
        }
        return results;
    }

    private boolean read(ConsumerRecord<byte[], byte[]> record, List<Result> into) {
        if (record.value() == null) {
            return true;
        }
        return switch (reader.read(record.topic(), record.value())) {
            case ResultReader.ReadResult read -> into.add(read.result());
            case ResultReader.UnreadableResult ignored -> true;
            case ResultReader.ResultUnavailable ignored -> false;
        };
    }

    @Override
    public void close() {
        consumer.close();
    }
}

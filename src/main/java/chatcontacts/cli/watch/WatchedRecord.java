package chatcontacts.cli.watch;

import chatcontacts.domain.outcome.Result;
import chatcontacts.wire.DeadLetterRecord;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record shown by {@code watch}. The text form shows no content. */
public sealed interface WatchedRecord {

    /** Where it lies. */
    ConsumerRecord<byte[], byte[]> record();

    /** A result. */
    record OfResult(ConsumerRecord<byte[], byte[]> record, Result result) implements WatchedRecord {
        @Override
        public String toString() {
            return "OfResult[" + result.source() + "]";
        }
    }

    /**
     * A dead letter.
     *
     * @param instance its bare id, if the request in it can be read
     */
    record OfDeadLetter(DeadLetterRecord deadLetter, Optional<String> instance) implements WatchedRecord {
        @Override
        public ConsumerRecord<byte[], byte[]> record() {
            return deadLetter.record();
        }
    }

    /**
     * Something on the result topic that cannot be shown.
     *
     * @param problem in our words, free of content
     */
    record UnreadableRecord(ConsumerRecord<byte[], byte[]> record, String problem) implements WatchedRecord {
        @Override
        public String toString() {
            return "UnreadableRecord[" + problem + "]";
        }
    }

    /** {@code topic-partition@offset}. */
    default String place() {
        return record().topic() + "-" + record().partition() + "@" + record().offset();
    }

    /** When the record was written. */
    default Instant writtenAt() {
        return Instant.ofEpochMilli(record().timestamp());
    }
}

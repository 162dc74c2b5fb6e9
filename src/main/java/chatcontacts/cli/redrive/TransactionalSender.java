package chatcontacts.cli.redrive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One transaction for each batch: the originals and the group's offsets become visible together, or never. */
public final class TransactionalSender implements OriginalSender {

    private final Producer<byte[], byte[]> producer;
    private final ConsumerGroupMetadata group;

    /** Takes over from a former run of the group: what that left open is aborted, and it can send no more. */
    public TransactionalSender(Producer<byte[], byte[]> producer, ConsumerGroupMetadata group) {
        this.producer = producer;
        this.group = group;
        producer.initTransactions();
    }

    @Override
    public Set<Integer> send(
            List<ProducerRecord<byte[], byte[]>> records, Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            return sendTogether(records, offsets);
        } catch (KafkaException e) {
            // A record may still be on its way to a broker that stands still, and must not be written after an abort,
            // into a
            // transaction that nobody ends any more. So the time-out ends this one.
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    private Set<Integer> sendTogether(
            List<ProducerRecord<byte[], byte[]>> records, Map<TopicPartition, OffsetAndMetadata> offsets) {
        producer.beginTransaction();
        List<Future<RecordMetadata>> pending = new ArrayList<>();
        KafkaException failure = null;
        try {
            for (ProducerRecord<byte[], byte[]> record : records) {
                pending.add(producer.send(record));
            }
            producer.flush();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            failure = e; // once one record is refused, the producer takes no more: the futures tell which one it was
        }
        Set<Integer> tooLarge = new HashSet<>();
        KafkaException unknown = null;
        for (int i = 0; i < pending.size(); i++) {
            KafkaException problem = problem(pending.get(i));
            if (problem instanceof RecordTooLargeException) {
                tooLarge.add(i);
            } else if (problem instanceof TimeoutException) {
                unknown = problem;
            } else if (problem != null && failure == null) {
                failure = problem;
            }
        }
        if (unknown != null) {
            throw unknown;
        }
        if (!tooLarge.isEmpty()) {
            producer.abortTransaction();
            return tooLarge;
        }
        if (failure != null) {
            throw failure;
        }
        producer.sendOffsetsToTransaction(offsets, group);
        producer.commitTransaction();
        return Set.of();
    }

    private static @Nullable KafkaException problem(Future<RecordMetadata> sent) {
        try {
            sent.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}

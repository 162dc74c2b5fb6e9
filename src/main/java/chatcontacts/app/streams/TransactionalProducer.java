package chatcontacts.app.streams;

import chatcontacts.dispatch.StreamThreads;
import chatcontacts.domain.errors.CauseChain;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A producer that brokers may leave without an answer for as long as {@code delivery.timeout.ms}. It repeats calls that timed out, as
 * Kafka's contract asks for: after {@code max.block.ms} nothing else is allowed, and Kafka Streams, which does not repeat them, would
 * lose the thread. So it does with the question for the partitions of a topic, unless brokers say what is wrong with it. Where the
 * brokers ended the transaction meanwhile, which they also tell as a wrong state of it, it says that another producer has this one's
 * name, and where the group gave the thread's place away, it says that: Kafka Streams then joins the group again. Reports commits to
 * the {@link StreamThreads}. Used by one thread.
 */
final class TransactionalProducer extends KafkaProducer<byte[], byte[]> {

    private final StreamThreads threads;
    private final Time time;
    private final Supplier<Map<TopicPartition, OffsetAndMetadata>> place;
    private final BooleanSupplier stops;
    private long provenAtMs;
    private long flushMs;

    /**
     * Creates the producer of one thread.
     *
     * @param place the committed offsets of the thread's partitions; asks the broker
     * @param stops whether the process is to end, and not to wait any longer
     */
    TransactionalProducer(
            Map<String, Object> config,
            StreamThreads threads,
            Time time,
            Supplier<Map<TopicPartition, OffsetAndMetadata>> place,
            BooleanSupplier stops) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.threads = threads;
        this.time = time;
        this.place = place;
        this.stops = stops;
    }

    @Override
    public void initTransactions() {
        untilAnswered(super::initTransactions);
        threads.commits().discarded();
    }

    /**
     * The broker checks here whether this process still has its place in the group, but only if there are offsets. After a standstill
     * without new records those that were committed last are committed again.
     */
    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata consumerGroup) {
        provenAtMs = time.milliseconds();
        boolean unproven = offsets.isEmpty() && !threads.freezes().mayCall(provenAtMs);
        untilAnswered(() -> super.sendOffsetsToTransaction(unproven ? place.get() : offsets, consumerGroup));
    }

    @Override
    public void commitTransaction() {
        untilAnswered(super::commitTransaction);
        long nowMs = time.milliseconds();
        threads.freezes().committed(provenAtMs, nowMs);
        threads.commits().committed(flushMs + nowMs - provenAtMs, nowMs);
        flushMs = 0;
    }

    /** Kafka Streams begins each commit with it. */
    @Override
    public void flush() {
        long fromMs = time.milliseconds();
        super.flush();
        flushMs += time.milliseconds() - fromMs;
    }

    @Override
    public void abortTransaction() {
        threads.commits().discarded();
        flushMs = 0;
        untilAnswered(super::abortTransaction);
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        return untilAnswered(() -> super.partitionsFor(topic));
    }

    /**
     * A record of a topic that is not known yet, or no longer, would fail after {@code max.block.ms}, and the transaction with it: it
     * waits until brokers have told. Of a transaction that was ended, Kafka Streams learns by the callback, as if this record had failed.
     */
    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message, @Nullable Callback callback) {
        threads.commits().written();
        awaitPartitions(message.topic());
        if (callback == null) {
            return super.send(message, null);
        }
        try {
            return super.send(
                    message,
                    (written, failure) -> callback.onCompletion(
                            written, failure instanceof InvalidTxnStateException it ? ended(it) : failure));
        } catch (KafkaException failure) {
            if (!isEnded(failure)) {
                throw failure;
            }
            KafkaException told = ended(failure);
            callback.onCompletion(null, told);
            return CompletableFuture.failedFuture(told);
        }
    }

    private void awaitPartitions(String topic) {
        try {
            var unused = partitionsFor(topic);
        } catch (TimeoutException unknown) {
            // Kafka will say so by the callback, and the transaction fails.
        }
    }

    private void untilAnswered(Runnable call) {
        boolean unused = untilAnswered(() -> {
            call.run();
            return true;
        });
    }

    private <T> T untilAnswered(Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (TimeoutException silence) {
                // With a cause it is no silence: brokers have told that there is no such topic, or what else is wrong
                // with it.
                if (stops.getAsBoolean() || silence.getCause() != null) {
                    throw silence;
                }
            } catch (KafkaException failure) {
                throw isEnded(failure) ? ended(failure) : lostPlace(failure);
            }
        }
    }

    /** Who repeats a call is told that the transaction has failed, and only as the cause of this, why. */
    private static KafkaException lostPlace(KafkaException failure) {
        return switch (failure.getCause()) {
            case CommitFailedException lost -> lost;
            case InvalidPidMappingException forgotten -> forgotten;
            case null, default -> failure;
        };
    }

    private static boolean isEnded(KafkaException failure) {
        return CauseChain.has(failure, InvalidTxnStateException.class);
    }

    private static KafkaException ended(KafkaException failure) {
        InvalidProducerEpochException told = new InvalidProducerEpochException("the brokers ended the transaction");
        told.initCause(failure);
        return told;
    }
}

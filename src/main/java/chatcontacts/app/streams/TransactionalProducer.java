package chatcontacts.app.streams;

import chatcontacts.dispatch.FreezeGuard;
import chatcontacts.domain.errors.CauseChain;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A producer that brokers may leave without an answer for as long as they like. It repeats calls that timed out, as Kafka's contract
 * asks for: after {@code max.block.ms} nothing else is allowed, and Kafka Streams, which does not repeat them, would lose the thread.
 * Where records themselves timed out ({@code delivery.timeout.ms}), so that the transaction must be aborted, it says that as a time-out
 * as well, whichever call finds it out: Kafka Streams then begins the transaction again, instead of ending the thread. Reports commits
 * to the {@link FreezeGuard}. Used by one thread.
 */
final class TransactionalProducer extends KafkaProducer<byte[], byte[]> {

    private final FreezeGuard freezes;
    private final Time time;
    private final BooleanSupplier stops;
    private long commitBegunAtMs;

    /** @param stops whether the process is to end, and not to wait any longer */
    TransactionalProducer(Map<String, Object> config, FreezeGuard freezes, Time time, BooleanSupplier stops) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.freezes = freezes;
        this.time = time;
        this.stops = stops;
    }

    @Override
    public void initTransactions() {
        untilAnswered(super::initTransactions);
    }

    /** The broker checks here whether this process still has its place in the group. */
    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata consumerGroup) {
        commitBegunAtMs = time.milliseconds();
        untilAnswered(() -> super.sendOffsetsToTransaction(offsets, consumerGroup));
    }

    @Override
    public void commitTransaction() {
        untilAnswered(super::commitTransaction);
        freezes.committed(commitBegunAtMs, time.milliseconds());
    }

    @Override
    public void abortTransaction() {
        untilAnswered(super::abortTransaction);
    }

    /** Of a transaction that must be aborted, Kafka Streams learns by the callback, as if this record had timed out. */
    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message, @Nullable Callback callback) {
        try {
            return super.send(message, callback);
        } catch (KafkaException failure) {
            if (callback == null || !timedOut(failure)) {
                throw failure;
            }
            TimeoutException silence = silence(failure);
            callback.onCompletion(null, silence);
            return CompletableFuture.failedFuture(silence);
        }
    }

    private void untilAnswered(Runnable call) {
        while (true) {
            try {
                call.run();
                return;
            } catch (TimeoutException silence) {
                if (stops.getAsBoolean()) {
                    throw silence;
                }
            } catch (KafkaException failure) {
                throw timedOut(failure) ? silence(failure) : failure;
            }
        }
    }

    private static boolean timedOut(KafkaException failure) {
        return CauseChain.has(failure, TimeoutException.class);
    }

    private static TimeoutException silence(KafkaException failure) {
        return new TimeoutException("no broker answered in time, so the transaction must be aborted", failure);
    }
}

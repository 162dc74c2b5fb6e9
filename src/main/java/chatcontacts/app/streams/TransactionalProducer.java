package chatcontacts.app.streams;

import chatcontacts.dispatch.FreezeGuard;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;

/**
 * A producer that repeats what no broker answered in time, as Kafka's contract of these calls asks for: after {@code max.block.ms}
 * nothing else is allowed, and Kafka Streams, which does not repeat them, would lose the thread. Reports commits to the
 * {@link FreezeGuard}. Used by one thread.
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

    private void untilAnswered(Runnable call) {
        while (true) {
            try {
                call.run();
                return;
            } catch (TimeoutException silence) {
                if (stops.getAsBoolean()) {
                    throw silence;
                }
            }
        }
    }
}

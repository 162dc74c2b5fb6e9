package chatcontacts.app.streams;

import chatcontacts.app.streams.fetch.FetchInspection;
import chatcontacts.app.streams.fetch.UnpackLimits;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer that polls until the stream thread has other work to do. With a fixed {@code poll.ms} the thread would either notice
 * call results too late, or wake up hundreds of times a second while it is idle. What it unpacks is bounded, see
 * {@link FetchInspection}. Used by one thread.
 */
final class AdaptivePollConsumer extends KafkaConsumer<byte[], byte[]> {

    /** Kafka Streams' own default of {@code poll.ms}. */
    private static final Duration MAX_POLL = Duration.ofMillis(100);

    private final LongSupplier untilNextWakeUpMs;
    private final Consumer<AdaptivePollConsumer> polled;

    /**
     * Creates the consumer of one stream thread.
     *
     * @param untilNextWakeUpMs milliseconds from now until the thread has other work; any long is valid, also a negative one
     * @param polled is told of this consumer after each poll
     */
    AdaptivePollConsumer(
            Map<String, Object> config, LongSupplier untilNextWakeUpMs, Consumer<AdaptivePollConsumer> polled) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.untilNextWakeUpMs = untilNextWakeUpMs;
        this.polled = polled;
        FetchInspection.install(this, UnpackLimits.DEFAULT);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
            return super.poll(pollTimeout(timeout, untilNextWakeUpMs.getAsLong()));
        } finally {
            polled.accept(this);
        }
    }

    /** At least the given timeout: {@code poll.ms}, or zero during a rebalance. */
    static Duration pollTimeout(Duration timeout, long untilNextWakeUpMs) {
        if (timeout.isZero() || untilNextWakeUpMs <= timeout.toMillis()) {
            return timeout;
        }
        Duration wait = Duration.ofMillis(Math.min(untilNextWakeUpMs, MAX_POLL.toMillis()));
        return wait.compareTo(timeout) > 0 ? wait : timeout;
    }
}

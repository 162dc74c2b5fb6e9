package chatcontacts.app.streams;

import chatcontacts.app.streams.fetch.FetchInspection;
import chatcontacts.app.streams.fetch.UnpackLimits;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumer of a side whose thread has more to do than to process records: it waits for them until the next other thing is
 * due. With one fixed {@code poll.ms} the thread would either look for answers too late, or look up hundreds of times a second
 * while there is nothing to do. What it unpacks is bounded, see {@link FetchInspection}. Used by one thread.
 */
final class AdaptivePollConsumer extends KafkaConsumer<byte[], byte[]> {

    /** Kafka Streams' own default of {@code poll.ms}. */
    private static final Duration LONGEST = Duration.ofMillis(100);

    private final LongSupplier untilNextLookMs;

    /** @param untilNextLookMs how long from now; may be negative, and as large as a long can be */
    AdaptivePollConsumer(Map<String, Object> config, LongSupplier untilNextLookMs) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.untilNextLookMs = untilNextLookMs;
        FetchInspection.install(this, UnpackLimits.DEFAULT);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return super.poll(patience(timeout, untilNextLookMs.getAsLong()));
    }

    /** At least the given time: {@code poll.ms}, or nothing while partitions come and go. */
    static Duration patience(Duration timeout, long untilNextLookMs) {
        if (timeout.isZero() || untilNextLookMs <= timeout.toMillis()) {
            return timeout;
        }
        Duration wait = Duration.ofMillis(Math.min(untilNextLookMs, LONGEST.toMillis()));
        return wait.compareTo(timeout) > 0 ? wait : timeout;
    }
}

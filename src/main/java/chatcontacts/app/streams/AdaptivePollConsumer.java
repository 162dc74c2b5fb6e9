package chatcontacts.app.streams;

import chatcontacts.app.streams.fetch.FetchInspection;
import chatcontacts.app.streams.fetch.UnpackLimits;
import chatcontacts.dispatch.ConsumerWait;
import chatcontacts.dispatch.StreamThreads;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Time;

/**
 * A consumer that polls until the stream thread has other work to do, the response to a call is there, or its partitions change. With a
 * fixed {@code poll.ms} the thread would either notice responses too late, or wake up hundreds of times a second. What it unpacks is
 * bounded, see {@link FetchInspection}. Used by one thread.
 */
final class AdaptivePollConsumer extends KafkaConsumer<byte[], byte[]> {

    /** Of a thread that has nothing else to do. Going round costs it more than the answers to its fetches, two a second. */
    private static final long MAX_POLL_MS = 1_000;

    private final StreamThreads threads;
    private final long commitIntervalMs;
    private final Time time;
    private final Consumer<AdaptivePollConsumer> polled;

    /**
     * Creates the consumer of one stream thread.
     *
     * @param threads tells for what the one that polls waits, and whether it has something to commit
     * @param commitIntervalMs after which it does
     * @param time the application's own
     * @param polled is told of this consumer after each poll
     */
    AdaptivePollConsumer(
            Map<String, Object> config,
            StreamThreads threads,
            long commitIntervalMs,
            Time time,
            Consumer<AdaptivePollConsumer> polled) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.threads = threads;
        this.commitIntervalMs = commitIntervalMs;
        this.time = time;
        this.polled = polled;
        FetchInspection.install(this, UnpackLimits.DEFAULT);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        long longestMs =
                startsTasks() ? 0 : Math.min(MAX_POLL_MS, threads.freezes().maxWaitMs());
        ConsumerWait wait = threads.waits().own();
        long nowMs = time.milliseconds();
        long tasksMs = wait.begin(nowMs, this::wakeup);
        long commitMs = threads.commits().nextAtMs(commitIntervalMs) - nowMs;
        try {
            return interruptible(wait, pollTimeout(timeout, tasksMs, longestMs, commitMs));
        } finally {
            polled.accept(this);
        }
    }

    /** Kafka Streams pauses the partitions of tasks that wait for their state, and looks after each poll whether it is there. */
    private boolean startsTasks() {
        return !paused().isEmpty();
    }

    /** A poll in which the assignment changes ends at once: there are tasks to start, or another round of the rebalance. */
    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                listener.onPartitionsRevoked(partitions);
                threads.waits().own().interrupt();
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                listener.onPartitionsAssigned(partitions);
                threads.waits().own().interrupt();
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                listener.onPartitionsLost(partitions);
                threads.waits().own().interrupt();
            }
        });
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        return despiteInterruption(() -> super.committed(partitions));
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Duration timeout) {
        return despiteInterruption(() -> super.committed(partitions, timeout));
    }

    @Override
    public long position(TopicPartition partition) {
        return despiteInterruption(() -> super.position(partition));
    }

    /** For what is asked in a callback, during a poll. That poll ends all the same: the end of the callback interrupts it again. */
    private <T> T despiteInterruption(Supplier<T> question) {
        while (true) {
            try {
                return question.get();
            } catch (WakeupException interrupted) {
                threads.waits().own().met();
            }
        }
    }

    /** An interruption that came too late for this poll must not wait for the next call to the consumer, whichever that is. */
    private ConsumerRecords<byte[], byte[]> interruptible(ConsumerWait wait, Duration timeout) {
        boolean met = false;
        try {
            return super.poll(timeout);
        } catch (WakeupException interrupted) {
            met = true;
            return ConsumerRecords.empty();
        } finally {
            if (wait.end() && !met) {
                meetInterruption();
            }
        }
    }

    private void meetInterruption() {
        try {
            super.poll(Duration.ZERO);
            throw new IllegalStateException("a poll went past its wake-up");
        } catch (WakeupException expected) {
            // as KafkaConsumer does first in each poll, before it hands out any record
        }
    }

    /**
     * How long to wait for records: at least the given time, {@code poll.ms}, and for longer if the tasks have nothing to do, up to a
     * bound; but not past the commit of what is written, and not at all during a rebalance or if a response is there.
     */
    static Duration pollTimeout(Duration given, long tasksMs, long longestMs, long commitMs) {
        if (given.isZero() || tasksMs == ConsumerWait.NOW) {
            return Duration.ZERO;
        }
        long waitMs = Math.max(given.toMillis(), Math.min(tasksMs, longestMs));
        return Duration.ofMillis(Math.min(waitMs, Math.max(commitMs, 1)));
    }
}

package chatcontacts.cli.watch;

import chatcontacts.cli.console.KafkaErrors;
import chatcontacts.cli.console.StopToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Follows topics from a point on and hands out what is of filter. Runs on the thread that calls it. */
public final class TopicFollower {

    private static final Duration POLL = Duration.ofMillis(200);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final WatchedRecordReader reader;
    private final WatchFilter filter;

    /** With a consumer that has no partitions yet. */
    public TopicFollower(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            WatchedRecordReader reader,
            WatchFilter filter) {
        this.consumer = consumer;
        this.reader = reader;
        this.filter = filter;
    }

    /**
     * Finds its place on each topic, so that nothing that comes from here on is missed.
     *
     * @param since where to begin; empty: with what comes from now on
     * @throws chatcontacts.cli.console.CommandException if one is not there
     */
    public void begin(List<String> topics, Optional<Instant> since) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            List<PartitionInfo> its = consumer.partitionsFor(topic);
            if (its.isEmpty()) {
                throw KafkaErrors.topicMissing(topic);
            }
            its.forEach(it -> partitions.add(new TopicPartition(topic, it.partition())));
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> times = new HashMap<>();
        since.ifPresent(from -> partitions.forEach(it -> times.put(it, from.toEpochMilli())));
        var found = times.isEmpty() ? Map.<TopicPartition, Long>of() : offsets(times);
        partitions.forEach(it -> consumer.seek(it, found.getOrDefault(it, ends.getOrDefault(it, 0L))));
    }

    private Map<TopicPartition, Long> offsets(Map<TopicPartition, Long> times) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        consumer.offsetsForTimes(times).forEach((partition, at) -> {
            if (at != null) {
                offsets.put(partition, at.offset());
            }
        });
        return offsets;
    }

    /**
     * Goes on until one of its ends.
     *
     * @param length how long at most; empty: for ever
     * @param max how many at most
     */
    public void follow(Optional<Duration> length, OptionalLong max, StopToken stop, Consumer<WatchedRecord> watcher) {
        long beganNanos = System.nanoTime();
        long left = max.orElse(Long.MAX_VALUE);
        while (left > 0 && !stop.isRequested()) {
            Duration rest = length.map(it -> it.minusNanos(System.nanoTime() - beganNanos))
                    .orElse(POLL);
            if (!rest.isPositive()) {
                return;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(rest.compareTo(POLL) < 0 ? rest : POLL)) {
                WatchedRecord watched = reader.of(record);
                if (left > 0 && filter.matches(watched)) {
                    watcher.accept(watched);
                    left--;
                }
            }
        }
    }
}

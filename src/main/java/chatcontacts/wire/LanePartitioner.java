package chatcontacts.wire;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Sends all records of a lane to one partition, whatever partitioner the producer is configured with: a lane has one owner only
 * as long as this holds. The same choice as Kafka's default for keyed records.
 */
public final class LanePartitioner implements StreamPartitioner<byte[], byte[]> {

    /** The partition of the lane with that name, in UTF-8. */
    public static int partition(byte[] lane, int numPartitions) {
        return Utils.toPositive(Utils.murmur2(lane)) % numPartitions;
    }

    @Override
    public Optional<Set<Integer>> partitions(
            String topic, byte[] key, byte[] value, Headers headers, int numPartitions) {
        return Optional.of(Set.of(partition(key, numPartitions)));
    }

    /** Nobody calls it, but Kafka has not removed it yet. */
    @Override
    @SuppressWarnings("removal")
    public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int numPartitions) {
        return Optional.of(Set.of(partition(key, numPartitions)));
    }
}

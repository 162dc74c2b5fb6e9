package chatcontacts.cli.redrive;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Sends a batch of original records and commits that they were sent. */
public interface OriginalSender {

    /**
     * Sends all of them and remembers the offsets, or none of both.
     *
     * @return those that are too large for the topic, by their place in the list; if there is any, nothing was sent
     */
    Set<Integer> send(List<ProducerRecord<byte[], byte[]>> records, Map<TopicPartition, OffsetAndMetadata> offsets);
}

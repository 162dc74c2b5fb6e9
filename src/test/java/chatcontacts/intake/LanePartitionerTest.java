package chatcontacts.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class LanePartitionerTest {

    private final LanePartitioner partitioner = new LanePartitioner();

    @Test
    void choosesAsKafkaDoesForKeyedRecords() {
        for (int i = 0; i < 1000; i++) {
            byte[] lane = IntakeFixture.utf8("lane" + i);
            assertThat(partitioner.partitions("chat-dispatch", lane, null, 12))
                    .isEqualTo(Optional.of(Set.of(BuiltInPartitioner.partitionForKey(lane, 12))));
        }
    }
}

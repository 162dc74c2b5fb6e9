package chatcontacts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanePartitionerTest {

    private final LanePartitioner partitioner = new LanePartitioner();

    /** The numbers are those that Kafka's producer chooses for records with these keys. */
    @Test
    void choosesAsKafkaDoesForKeyedRecords() {
        List<Optional<Set<Integer>>> chosen = IntStream.range(0, 16)
                .mapToObj(i -> partitioner.partitions(
                        "chat-dispatch",
                        ("lane" + i).getBytes(StandardCharsets.UTF_8),
                        null,
                        EmptyHeaders.create(),
                        12))
                .toList();

        assertThat(chosen)
                .containsExactlyElementsOf(IntStream.of(11, 9, 11, 4, 4, 8, 8, 5, 8, 8, 5, 2, 5, 5, 3, 5)
                        .mapToObj(it -> Optional.of(Set.of(it)))
                        .toList());
    }
}

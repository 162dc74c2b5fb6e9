package chatcontacts.app.status;

import chatcontacts.intake.LanePartitioner;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Tells which process owns a lane. Of others it knows only if every process has {@code dispatch.application.server}: then Kafka
 * Streams tells each of them the addresses of all.
 */
public final class LaneOwners {

    private final KafkaStreams dispatch;
    private final String hop;
    private final Supplier<OptionalInt> partitions;
    private final Optional<HostInfo> self;

    /** @param self {@code dispatch.application.server} of this process */
    public LaneOwners(KafkaStreams dispatch, String hop, Supplier<OptionalInt> partitions, Optional<HostInfo> self) {
        this.self = self;
        this.dispatch = dispatch;
        this.hop = hop;
        this.partitions = partitions;
    }

    /** Who owns a lane. */
    sealed interface Owner {

        /** This process, with that partition of the hop. */
        record Here(int partition) implements Owner {}

        /** The process at that address. */
        record Elsewhere(URI process) implements Owner {}

        /** It cannot be said now. */
        record Unknown(String why) implements Owner {}

        /** This process, that one's address, or {@code unknown}. */
        default String inWords() {
            return switch (this) {
                case Here ignored -> "here";
                case Elsewhere elsewhere -> elsewhere.process().toString();
                case Unknown ignored -> "unknown";
            };
        }
    }

    Owner of(String lane) {
        if (dispatch.state() != KafkaStreams.State.RUNNING) {
            return new Owner.Unknown("the dispatch side is " + dispatch.state());
        }
        OptionalInt count = partitions.get();
        if (count.isEmpty()) {
            return new Owner.Unknown("no broker says how many partitions " + hop + " has");
        }
        int partition = LanePartitioner.partition(lane.getBytes(StandardCharsets.UTF_8), count.getAsInt());
        TopicPartition ofLane = new TopicPartition(hop, partition);
        boolean here = dispatch.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .anyMatch(task -> task.topicPartitions().contains(ofLane));
        if (here) {
            return new Owner.Here(partition);
        }
        return dispatch.metadataForAllStreamsClients().stream()
                .filter(process -> process.topicPartitions().contains(ofLane))
                .flatMap(process -> address(process.hostInfo()).stream())
                .findFirst()
                .<Owner>map(Owner.Elsewhere::new)
                .orElse(new Owner.Unknown("lane " + lane
                        + " belongs to another process, whose address is not known: set dispatch.application.server"));
    }

    /** The addresses of the other processes, as far as they are known. */
    List<URI> others() {
        if (!dispatch.state().isRunningOrRebalancing()) {
            return List.of();
        }
        return dispatch.metadataForAllStreamsClients().stream()
                .map(StreamsMetadata::hostInfo)
                .filter(host -> !host.equals(self.orElse(null)))
                .flatMap(host -> address(host).stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<URI> address(HostInfo host) {
        if (host.equals(HostInfo.unavailable())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new URI("http", null, host.host(), host.port(), "/", null, null));
        } catch (URISyntaxException e) {
            return Optional.empty(); // another process was given a strange name
        }
    }
}

package chatcontacts.app.status;

import chatcontacts.wire.LanePartitioner;
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
 * Finds the process that owns a lane. Other processes are known only if each has set {@code dispatch.application.server}: Kafka
 * Streams then distributes their addresses.
 */
public final class LaneOwners {

    private final KafkaStreams dispatch;
    private final String topic;
    private final Supplier<OptionalInt> partitions;
    private final Optional<HostInfo> self;
    private final String scheme;

    /**
     * @param self {@code dispatch.application.server} of this process
     * @param tls whether the processes of the service speak HTTPS
     */
    public LaneOwners(
            KafkaStreams dispatch,
            String topic,
            Supplier<OptionalInt> partitions,
            Optional<HostInfo> self,
            boolean tls) {
        this.self = self;
        this.scheme = tls ? "https" : "http";
        this.dispatch = dispatch;
        this.topic = topic;
        this.partitions = partitions;
    }

    /** The owner of a lane. */
    sealed interface Owner {

        /** This process, which has that partition of the dispatch topic. */
        record ThisProcess(int partition) implements Owner {}

        /** The process at that address. */
        record OtherProcess(URI address) implements Owner {}

        /** The owner is not known at the moment. */
        record UnknownOwner(String reason) implements Owner {}

        /** {@code here}, the address of the other process, or {@code unknown}. */
        default String name() {
            return switch (this) {
                case ThisProcess ignored -> "here";
                case OtherProcess other -> other.address().toString();
                case UnknownOwner ignored -> "unknown";
            };
        }
    }

    Owner of(String lane) {
        if (dispatch.state() != KafkaStreams.State.RUNNING) {
            return new Owner.UnknownOwner("the dispatch application is " + dispatch.state());
        }
        OptionalInt count = partitions.get();
        if (count.isEmpty()) {
            return new Owner.UnknownOwner("no broker has reported the number of partitions of " + topic);
        }
        int partition = LanePartitioner.partition(lane.getBytes(StandardCharsets.UTF_8), count.getAsInt());
        TopicPartition lanePartition = new TopicPartition(topic, partition);
        boolean here = dispatch.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .anyMatch(task -> task.topicPartitions().contains(lanePartition));
        if (here) {
            return new Owner.ThisProcess(partition);
        }
        return dispatch.metadataForAllStreamsClients().stream()
                .filter(process -> process.topicPartitions().contains(lanePartition))
                .flatMap(process -> address(process.hostInfo()).stream())
                .findFirst()
                .<Owner>map(Owner.OtherProcess::new)
                .orElse(new Owner.UnknownOwner("lane " + lane
                        + " belongs to another process whose address is unknown: set dispatch.application.server"));
    }

    /** Whether this process owns that lane; empty: not known at the moment. */
    public Optional<Boolean> isHere(String lane) {
        OptionalInt count = dispatch.state() == KafkaStreams.State.RUNNING ? partitions.get() : OptionalInt.empty();
        return count.isEmpty() ? Optional.empty() : Optional.of(of(lane) instanceof Owner.ThisProcess);
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

    private Optional<URI> address(HostInfo host) {
        if (host.equals(HostInfo.unavailable())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new URI(scheme, null, host.host(), host.port(), "/", null, null));
        } catch (URISyntaxException e) {
            return Optional.empty(); // another process has an invalid host name
        }
    }
}

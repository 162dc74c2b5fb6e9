package chatcontacts.dispatch;

import chatcontacts.dispatch.engine.DispatchMetrics;
import chatcontacts.dispatch.engine.DispatchSettings;
import chatcontacts.domain.call.ChatStarter;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.wire.LanePartitioner;
import chatcontacts.wire.StateNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** Builds the topology of the dispatch application: reads the dispatch topic, keeps one store, writes results and dead letters. */
public final class DispatchTopology {

    /**
     * The topics that it reads and writes.
     *
     * @param control of commands of operators, if there are any
     * @param changelog topic settings of the store's changelog
     */
    public record Topics(
            String dispatch,
            String results,
            String deadLetters,
            Optional<CommandTopics> control,
            Map<String, String> changelog) {}

    /**
     * The topics of commands.
     *
     * @param commands to lanes and instances, from intake
     * @param log what became of them
     */
    public record CommandTopics(String commands, String log) {}

    private DispatchTopology() {}

    /**
     * Builds the topology.
     *
     * @param starters by the name of the lane
     * @param results serializes the values of the result topic
     * @param controlLog serializes the values of the log of commands
     * @param runtime what all tasks of the process share
     * @param traces creates the spans of calls
     * @param serviceVersion is written to dead letters
     */
    public static Topology build(
            Topics topics,
            DispatchSettings settings,
            Map<String, ChatStarter> starters,
            BodyReader bodies,
            Serializer<Result> results,
            Serializer<ControlLogEntry> controlLog,
            DispatchMetrics metrics,
            DispatchRuntime runtime,
            CallTraces traces,
            String serviceVersion) {
        ByteArraySerializer serializer = new ByteArraySerializer();
        Topology topology = new Topology();
        addSource(topology, DispatchNames.SOURCE, topics.dispatch(), message -> Math.max(0, message.timestamp()));
        List<String> sources = new ArrayList<>(List.of(DispatchNames.SOURCE));
        topics.control().ifPresent(it -> {
            // A task takes the record with the lowest time first: a command comes before what has waited longer.
            addSource(topology, DispatchNames.CONTROL_SOURCE, it.commands(), message -> 0);
            sources.add(DispatchNames.CONTROL_SOURCE);
        });
        topology.addProcessor(
                        DispatchNames.DISPATCH,
                        () -> new DispatchProcessor(
                                settings,
                                starters,
                                bodies,
                                metrics,
                                runtime,
                                traces,
                                topics.control().isPresent(),
                                serviceVersion),
                        sources.toArray(String[]::new))
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        Stores.persistentKeyValueStore(StateNames.STORE),
                                        Serdes.Bytes(),
                                        Serdes.ByteArray())
                                .withCachingDisabled()
                                .withLoggingEnabled(topics.changelog()),
                        DispatchNames.DISPATCH)
                .addSink(DispatchNames.RESULTS, topics.results(), serializer, results, DispatchNames.DISPATCH)
                .addSink(
                        DispatchNames.DEAD_LETTERS,
                        topics.deadLetters(),
                        serializer,
                        serializer,
                        DispatchNames.DISPATCH);
        addLanes(topology, DispatchNames.LANES, topics.dispatch());
        topics.control().ifPresent(it -> {
            addLanes(topology, DispatchNames.CONTROL, it.commands());
            topology.addSink(DispatchNames.CONTROL_LOG, it.log(), serializer, controlLog, DispatchNames.DISPATCH);
        });
        return topology;
    }

    private static void addSource(
            Topology topology, String name, String topic, ToLongFunction<ConsumerRecord<Object, Object>> time) {
        ByteArrayDeserializer deserializer = new ByteArrayDeserializer();
        topology.addSource(
                AutoOffsetReset.earliest(),
                name,
                (message, partitionTime) -> time.applyAsLong(message),
                deserializer,
                deserializer,
                topic);
    }

    /** Messages of one lane to another, or to itself. */
    private static void addLanes(Topology topology, String name, String topic) {
        ByteArraySerializer serializer = new ByteArraySerializer();
        topology.addSink(name, topic, serializer, serializer, new LanePartitioner(), DispatchNames.DISPATCH);
    }
}

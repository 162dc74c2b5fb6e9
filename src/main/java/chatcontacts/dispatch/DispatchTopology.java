package chatcontacts.dispatch;

import chatcontacts.dispatch.engine.DispatchMetrics;
import chatcontacts.dispatch.engine.DispatchSettings;
import chatcontacts.domain.call.ChatStarter;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.wire.LanePartitioner;
import chatcontacts.wire.StateNames;
import java.util.Map;
import java.util.Optional;
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
     * @param controlLog what became of commands of operators, if that is written
     * @param changelog topic settings of the store's changelog
     */
    public record Topics(
            String dispatch,
            String results,
            String deadLetters,
            Optional<String> controlLog,
            Map<String, String> changelog) {}

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
        ByteArrayDeserializer deserializer = new ByteArrayDeserializer();
        ByteArraySerializer serializer = new ByteArraySerializer();
        Topology topology = new Topology()
                .addSource(
                        AutoOffsetReset.earliest(),
                        DispatchNames.SOURCE,
                        (message, partitionTime) -> Math.max(0, message.timestamp()),
                        deserializer,
                        deserializer,
                        topics.dispatch())
                .addProcessor(
                        DispatchNames.DISPATCH,
                        () -> new DispatchProcessor(
                                settings,
                                starters,
                                bodies,
                                metrics,
                                runtime,
                                traces,
                                topics.controlLog().isPresent(),
                                serviceVersion),
                        DispatchNames.SOURCE)
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
                        DispatchNames.DISPATCH)
                .addSink(
                        DispatchNames.LANES,
                        topics.dispatch(),
                        serializer,
                        serializer,
                        new LanePartitioner(),
                        DispatchNames.DISPATCH);
        topics.controlLog()
                .ifPresent(topic -> topology.addSink(
                        DispatchNames.CONTROL_LOG, topic, serializer, controlLog, DispatchNames.DISPATCH));
        return topology;
    }
}

package chatcontacts.dispatch;

import chatcontacts.dispatch.engine.DispatchMetrics;
import chatcontacts.dispatch.engine.DispatchSettings;
import chatcontacts.domain.call.ChatStarter;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.BodyReader;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** Builds the second topology: hop in, results and dead letters out, one store between. */
public final class DispatchTopology {

    /**
     * The topics that it reads and writes, and how the changelog is kept.
     *
     * @param changelog topic settings of the store's changelog
     */
    public record Topics(String hop, String results, String deadLetters, Map<String, String> changelog) {}

    private DispatchTopology() {}

    /**
     * Builds it.
     *
     * @param starters one for each lane
     * @param results writes the values of the result topic
     * @param traces of the calls
     * @param serviceVersion for the dead letters
     */
    public static Topology build(
            Topics topics,
            DispatchSettings settings,
            Map<String, ChatStarter> starters,
            BodyReader bodies,
            Serializer<Result> results,
            DispatchMetrics meter,
            DrainGate gate,
            CallTraces traces,
            String serviceVersion) {
        ByteArrayDeserializer read = new ByteArrayDeserializer();
        ByteArraySerializer write = new ByteArraySerializer();
        return new Topology()
                .addSource(
                        AutoOffsetReset.earliest(),
                        DispatchNames.HOP,
                        (hop, partitionTime) -> Math.max(0, hop.timestamp()),
                        read,
                        read,
                        topics.hop())
                .addProcessor(
                        DispatchNames.DISPATCH,
                        () -> new DispatchProcessor(settings, starters, bodies, meter, gate, traces, serviceVersion),
                        DispatchNames.HOP)
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        Stores.persistentKeyValueStore(DispatchNames.STORE),
                                        Serdes.Bytes(),
                                        Serdes.ByteArray())
                                .withCachingDisabled()
                                .withLoggingEnabled(topics.changelog()),
                        DispatchNames.DISPATCH)
                .addSink(DispatchNames.RESULTS, topics.results(), write, results, DispatchNames.DISPATCH)
                .addSink(DispatchNames.DEAD_LETTERS, topics.deadLetters(), write, write, DispatchNames.DISPATCH);
    }
}

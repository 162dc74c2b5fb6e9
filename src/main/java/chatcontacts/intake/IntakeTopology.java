package chatcontacts.intake;

import chatcontacts.wire.LanePartitioner;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * The intake topology, and the one place that names its nodes. Each input is a sub-topology of its own, with its own sink to
 * the dispatch topic: so their partitions need not match in number, and none waits for the timestamps of another. No state
 * stores.
 */
public final class IntakeTopology {

    static final String REQUEST_SOURCE = "requests";
    static final String REQUEST_INTAKE = "request-intake";
    static final String REQUEST_SINK = "requests-to-dispatch";
    static final String RESULTS = "results";
    static final String DEAD_LETTERS = "dead-letters";

    static final String CONTACT_EVENT_SOURCE = "contact-events";
    static final String CONTACT_EVENT_INTAKE = "contact-event-intake";
    static final String CONTACT_EVENT_SINK = "contact-events-to-dispatch";

    static final String CANCELLATION_SOURCE = "cancellations";
    static final String CANCELLATION_INTAKE = "cancellation-intake";
    static final String CANCELLATION_SINK = "cancellations-to-dispatch";

    static final String CONTROL_SOURCE = "control";
    static final String CONTROL_INTAKE = "control-intake";
    static final String CONTROL_SINK = "control-to-dispatch";
    static final String SWEEP_SINK = "control-on-requests-to-dispatch";
    static final String CONTROL_LOG = "control-log";

    private static final Deserializer<byte[]> IN = new ByteArrayDeserializer();
    private static final Serializer<byte[]> OUT = new ByteArraySerializer();

    private IntakeTopology() {}

    /** Builds it. May be called several times: nothing is shared but the dependencies. */
    public static Topology of(IntakeTopics topics, IntakeSettings settings, IntakeDependencies dependencies) {
        Topology topology = new Topology();
        addSource(topology, REQUEST_SOURCE, topics.requests());
        topology.addProcessor(REQUEST_INTAKE, () -> new RequestIntake(dependencies, settings), REQUEST_SOURCE);
        addDispatchSink(topology, REQUEST_SINK, topics.dispatch(), REQUEST_INTAKE);
        topology.addSink(RESULTS, topics.results(), OUT, dependencies.results(), REQUEST_INTAKE);
        topology.addSink(DEAD_LETTERS, topics.deadLetter(), OUT, OUT, REQUEST_INTAKE);

        topics.contactEvents().ifPresent(topic -> {
            addSource(topology, CONTACT_EVENT_SOURCE, topic);
            topology.addProcessor(
                    CONTACT_EVENT_INTAKE, () -> new ContactEventIntake(dependencies), CONTACT_EVENT_SOURCE);
            addDispatchSink(topology, CONTACT_EVENT_SINK, topics.dispatch(), CONTACT_EVENT_INTAKE);
        });
        topics.cancellations().ifPresent(topic -> {
            addSource(topology, CANCELLATION_SOURCE, topic);
            topology.addProcessor(
                    CANCELLATION_INTAKE, () -> new CancellationIntake(dependencies, settings), CANCELLATION_SOURCE);
            addDispatchSink(topology, CANCELLATION_SINK, topics.dispatch(), CANCELLATION_INTAKE);
        });
        topics.control().ifPresent(topic -> {
            addSource(topology, CONTROL_SOURCE, topic.commands());
            topology.addProcessor(CONTROL_INTAKE, () -> new ControlIntake(dependencies, settings), CONTROL_SOURCE);
            addDispatchSink(topology, CONTROL_SINK, topic.dispatch(), CONTROL_INTAKE);
            addDispatchSink(topology, SWEEP_SINK, topics.dispatch(), CONTROL_INTAKE);
            topology.addSink(CONTROL_LOG, topic.log(), OUT, dependencies.controlLog(), CONTROL_INTAKE);
        });
        return topology;
    }

    private static void addSource(Topology topology, String name, String topic) {
        topology.addSource(AutoOffsetReset.earliest(), name, new InputTimestampExtractor(), IN, IN, topic);
    }

    private static void addDispatchSink(Topology topology, String name, String topic, String parent) {
        topology.addSink(name, topic, OUT, OUT, new LanePartitioner(), parent);
    }
}

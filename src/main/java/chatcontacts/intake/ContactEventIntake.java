package chatcontacts.intake;

import chatcontacts.intake.ContactEventParser.Reading;
import chatcontacts.intake.ContactEventParser.Seen;
import chatcontacts.intake.ContactEventParser.Useless;
import chatcontacts.intake.IntakeMetrics.Input;
import chatcontacts.intake.IntakeMetrics.Skip;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Takes in contact events: those of a chat in an instance whose events are of use go on to its lane, all others are counted and
 * dropped here. Owned by one stream thread.
 */
final class ContactEventIntake implements Processor<byte[], byte[], byte[], byte[]> {

    private final IntakeDependencies ports;
    private ProcessorContext<byte[], byte[]> context;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    ContactEventIntake(IntakeDependencies ports) {
        this.ports = ports;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        this.context = processorContext;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            skip(Skip.NULL);
            return;
        }
        switch (read(value)) {
            case Useless it -> skip(it.reason());
            case Seen it -> seen(it);
        }
    }

    /** A fault of ours in reading one event must not stop all that come after it. */
    private static Reading read(byte[] value) {
        try {
            return ContactEventParser.read(value);
        } catch (RuntimeException | StackOverflowError e) {
            return new Useless(Skip.UNREADABLE);
        }
    }

    private void seen(Seen seen) {
        Optional<String> lane = ports.lanes().laneOf(seen.instanceId());
        if (lane.isEmpty()) {
            skip(Skip.UNKNOWN_INSTANCE);
            return;
        }
        if (!ports.lanes().watchesContactEvents(seen.instanceId())) {
            skip(Skip.EVENTS_OFF);
            return;
        }
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        Instant at = seen.at().filter(now::isAfter).orElse(now);
        byte[] message = DispatchCodec.toBytes(
                new ChatSeen(seen.instanceId(), seen.contactId(), seen.initialContactId(), seen.kind(), at));
        byte[] key = lane.get().getBytes(StandardCharsets.UTF_8);
        context.forward(new Record<>(key, message, now.toEpochMilli()), IntakeTopology.CONTACT_EVENT_HOP);
        ports.meter().contactEvent(seen.kind());
    }

    private void skip(Skip reason) {
        ports.meter().skipped(Input.CONTACT_EVENT, reason);
    }
}

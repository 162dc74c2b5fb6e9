package chatcontacts.intake;

import chatcontacts.domain.request.LaneDirectory.NotServed;
import chatcontacts.domain.request.LaneDirectory.NotServedCause;
import chatcontacts.domain.request.LaneDirectory.Served;
import chatcontacts.intake.ContactEventParser.ChatSegment;
import chatcontacts.intake.ContactEventParser.ParsedEvent;
import chatcontacts.intake.ContactEventParser.SkippedEvent;
import chatcontacts.intake.IntakeMetrics.Input;
import chatcontacts.intake.IntakeMetrics.Skip;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import chatcontacts.wire.OriginalRecords;
import chatcontacts.wire.UnreadRecords;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Takes in contact events: those of chats in an instance whose events are used go to its lane; all others are counted and
 * dropped. Owned by one stream thread.
 */
final class ContactEventIntake implements Processor<byte[], byte[], byte[], byte[]> {

    private final IntakeDependencies dependencies;
    private final UnreadRecordsReport unread;
    private ProcessorContext<byte[], byte[]> context;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    ContactEventIntake(IntakeDependencies dependencies) {
        this.dependencies = dependencies;
        this.unread = new UnreadRecordsReport(Input.CONTACT_EVENT, dependencies.metrics(), dependencies.sleep());
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        this.context = processorContext;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Optional<UnreadRecords> notRead = UnreadRecords.of(record.headers());
        if (notRead.isPresent()) {
            unread.tell(OriginalRecords.source(context), notRead.get());
            return;
        }
        byte[] value = record.value();
        if (value == null) {
            skip(Skip.NULL);
            return;
        }
        switch (read(value)) {
            case SkippedEvent it -> skip(it.reason());
            case ChatSegment it -> seen(it);
        }
    }

    /** A bug in reading one event must not block all later events. */
    private static ParsedEvent read(byte[] value) {
        try {
            return ContactEventParser.read(value);
        } catch (RuntimeException | StackOverflowError e) {
            return new SkippedEvent(Skip.UNREADABLE);
        }
    }

    /**
     * Of a contact of an instance with Global Resiliency, both Regions send events: both copies go to the lane of the Region that
     * is active for the contact, whose quota the chat uses.
     */
    private void seen(ChatSegment seen) {
        Optional<String> active = seen.regions().active();
        switch (dependencies.lanes().resolve(active.map(seen.instance()::in).orElse(seen.instance()))) {
            case NotServed it ->
                skip(
                        active.isPresent() && it.cause() == NotServedCause.NO_LANE
                                ? Skip.ACTIVE_REGION_NOT_SERVED
                                : Skip.UNKNOWN_INSTANCE);
            case Served it when !it.watchesContactEvents() -> skip(Skip.EVENTS_OFF);
            case Served it -> handOver(it, seen);
        }
    }

    private void handOver(Served instance, ChatSegment seen) {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        Instant at = seen.at().filter(now::isAfter).orElse(now);
        byte[] message = DispatchCodec.toBytes(
                new ChatSeen(
                        instance.instanceId(),
                        seen.contactId(),
                        seen.initialContactId(),
                        seen.kind(),
                        at,
                        seen.regions()),
                dependencies.formats());
        byte[] key = instance.lane().getBytes(StandardCharsets.UTF_8);
        context.forward(new Record<>(key, message, now.toEpochMilli()), IntakeTopology.CONTACT_EVENT_SINK);
        dependencies.metrics().contactEvent(seen.kind());
    }

    private void skip(Skip reason) {
        dependencies.metrics().skipped(Input.CONTACT_EVENT, reason);
    }
}

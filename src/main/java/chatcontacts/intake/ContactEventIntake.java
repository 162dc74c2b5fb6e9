package chatcontacts.intake;

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

    private void seen(ChatSegment seen) {
        Optional<String> lane = dependencies.lanes().laneOf(seen.instanceId());
        if (lane.isEmpty()) {
            skip(Skip.UNKNOWN_INSTANCE);
            return;
        }
        if (!dependencies.lanes().watchesContactEvents(seen.instanceId())) {
            skip(Skip.EVENTS_OFF);
            return;
        }
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        Instant at = seen.at().filter(now::isAfter).orElse(now);
        byte[] message = DispatchCodec.toBytes(
                new ChatSeen(seen.instanceId(), seen.contactId(), seen.initialContactId(), seen.kind(), at));
        byte[] key = lane.get().getBytes(StandardCharsets.UTF_8);
        context.forward(new Record<>(key, message, now.toEpochMilli()), IntakeTopology.CONTACT_EVENT_SINK);
        dependencies.metrics().contactEvent(seen.kind());
    }

    private void skip(Skip reason) {
        dependencies.metrics().skipped(Input.CONTACT_EVENT, reason);
    }
}

package chatcontacts.intake;

import chatcontacts.domain.request.InstanceIds;
import chatcontacts.intake.IntakeMetrics.Skip;
import chatcontacts.wire.DispatchMessage.ChatSeen.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Parses Connect's contact events as EventBridge delivers them. Lenient, because AWS's own samples differ: letter case,
 * missing fields and placeholders do no harm as long as chat, segment and instance can be told.
 */
final class ContactEventParser {

    /** A parsed event. */
    sealed interface ParsedEvent {}

    /** A segment of a chat is open or has ended. */
    record ChatSegment(String instanceId, String contactId, String initialContactId, Kind kind, Optional<Instant> at)
            implements ParsedEvent {}

    /** An event that is skipped. */
    record SkippedEvent(Skip reason) implements ParsedEvent {}

    private static final String DETAIL_TYPE = "amazon connect contact event";
    private static final String SOURCE = "aws.connect";

    private static final Set<String> ENDS = Set.of("disconnected", "completed");
    private static final Set<String> OPENS = Set.of(
            "initiated",
            "connected_to_system",
            "contact_data_updated",
            "queued",
            "connected_to_agent",
            "paused",
            "resumed");

    /** No contact is older than Connect itself: what is, is a placeholder such as 1970-01-01T00:00:00.001Z. */
    private static final Instant CONNECT_BEGAN = Instant.parse("2017-01-01T00:00:00Z");

    private static final String INSTANCE = "instance/";
    private static final int MAX_CONTACT_ID_LENGTH = 256;

    private ContactEventParser() {}

    /** Parses any bytes. */
    static ParsedEvent read(byte[] value) {
        return EventBridgeEvent.read(value)
                .map(ContactEventParser::read)
                .orElseGet(() -> new SkippedEvent(Skip.UNREADABLE));
    }

    private static ParsedEvent read(EventBridgeEvent event) {
        if (isOther(event.envelope("detail-type"), DETAIL_TYPE) || isOther(event.envelope("source"), SOURCE)) {
            return new SkippedEvent(Skip.OTHER_EVENT);
        }
        Optional<String> channel = given(event.detail("channel"));
        if (channel.isEmpty()) {
            return new SkippedEvent(Skip.UNREADABLE);
        }
        if (!channel.get().equalsIgnoreCase("chat")) {
            return new SkippedEvent(Skip.NOT_CHAT);
        }
        Optional<String> contactId = contactId(event.detail("contactId"));
        Optional<String> instanceId = given(event.detail("instanceArn")).flatMap(ContactEventParser::instanceId);
        Optional<String> eventType = given(event.detail("eventType"));
        if (contactId.isEmpty() || instanceId.isEmpty() || eventType.isEmpty()) {
            return new SkippedEvent(Skip.UNREADABLE);
        }
        Optional<Kind> kind = kind(eventType.get(), event.detail("disconnectTimestamp"));
        if (kind.isEmpty()) {
            return new SkippedEvent(Skip.OTHER_EVENT);
        }
        return new ChatSegment(
                instanceId.get(),
                contactId.get(),
                contactId(event.detail("initialContactId")).orElse(contactId.get()),
                kind.get(),
                time(event.envelope("time")));
    }

    /**
     * A segment that has a disconnect time has ended, whatever the event is about: CONTACT_DATA_UPDATED, for one, also comes
     * after the end, and would open a lease that nothing closes. A type that we do not know says nothing: others of the same
     * chat do.
     */
    private static Optional<Kind> kind(String eventType, Optional<String> disconnectTimestamp) {
        String type = eventType.toLowerCase(Locale.ROOT);
        if (ENDS.contains(type) || time(disconnectTimestamp).isPresent()) {
            return Optional.of(Kind.ENDED);
        }
        return OPENS.contains(type) ? Optional.of(Kind.OPEN) : Optional.empty();
    }

    /** Of an ARN like Connect's, also one whose Region or account is a placeholder. */
    private static Optional<String> instanceId(String arn) {
        String rest = arn.substring(arn.indexOf(INSTANCE) < 0 ? 0 : arn.indexOf(INSTANCE) + INSTANCE.length());
        int end = rest.indexOf('/');
        return InstanceIds.bareId(end < 0 ? rest : rest.substring(0, end))
                .filter(id -> id.length() <= InstanceIds.MAX_LENGTH);
    }

    /** A field that is absent is forgiven, one that says something else is not. */
    private static boolean isOther(Optional<String> text, String expected) {
        return given(text).filter(it -> !it.equalsIgnoreCase(expected)).isPresent();
    }

    private static Optional<String> given(Optional<String> text) {
        return text.map(String::strip).filter(it -> !it.isEmpty());
    }

    private static Optional<String> contactId(Optional<String> text) {
        return given(text).filter(it -> it.length() <= MAX_CONTACT_ID_LENGTH);
    }

    private static Optional<Instant> time(Optional<String> text) {
        try {
            return given(text).map(Instant::parse).filter(CONNECT_BEGAN::isBefore);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

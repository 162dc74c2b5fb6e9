package chatcontacts.domain.request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The documented rules of StartChatContact, checked before any call because the SDK checks nothing. Where the documents are
 * narrower than what Connect is known to take, the wider rule holds: a request that Connect would accept is never rejected
 * here. Lengths count Unicode code points, as AWS's models do, unless bytes are named. Stateless.
 */
public final class RequestRules {

    /** Keys and values of the contact attributes together, in UTF-8 bytes. */
    static final int MAX_ATTRIBUTES_BYTES = 32_768;

    /** In code points, wherever a token is taken. */
    public static final int MAX_CLIENT_TOKEN_LENGTH = 500;

    /** Maximum number of errors reported for one request: enough to fix it, and bounded. */
    static final int MAX_FAULTS = 20;

    private static final Set<String> REHYDRATION_TYPES = Set.of("ENTIRE_PAST_SESSION", "FROM_SEGMENT");
    private static final Set<String> RESPONSE_MODES = Set.of("INCREMENTAL", "COMPLETE");

    private final MessageLimits messageLimits;

    /** Rules with those limits of initial messages. */
    public RequestRules(MessageLimits messageLimits) {
        this.messageLimits = messageLimits;
    }

    /**
     * The rules that the request breaks, in the order of the schema's fields; empty if it may be sent. If there are more than
     * {@value #MAX_FAULTS}, the last one says how many are left out.
     */
    public List<Fault> check(DecodedRequest request) {
        List<Fault> faults = new ArrayList<>();
        StartChat call = request.call();
        instance(call.instanceId(), faults);
        length("contactFlowId", call.contactFlowId(), 1, 500, faults);
        length("participantDetails.displayName", call.displayName(), 1, 256, faults);
        call.attributes().ifPresent(attributes -> attributes(attributes, faults));
        call.participantConfiguration()
                .flatMap(ParticipantConfiguration::responseMode)
                .ifPresent(mode -> oneOf("participantConfiguration.responseMode", mode, RESPONSE_MODES, faults));
        call.initialMessage().ifPresent(message -> initialMessage(message, faults));
        messageFitsParticipant(call, faults);
        request.clientToken().ifPresent(token -> length("clientToken", token, 0, MAX_CLIENT_TOKEN_LENGTH, faults));
        call.chatDurationInMinutes().ifPresent(minutes -> range("chatDurationInMinutes", minutes, 60, 10_080, faults));
        call.supportedMessagingContentTypes().ifPresent(types -> contentTypes(types, faults));
        call.persistentChat().ifPresent(chat -> persistentChat(chat, call.relatedContactId(), faults));
        call.relatedContactId().ifPresent(id -> length("relatedContactId", id, 1, 256, faults));
        call.segmentAttributes()
                .ifPresent(attributes -> SegmentRules.check(attributes, call.supportedMessagingContentTypes(), faults));
        call.customerId().ifPresent(id -> length("customerId", id, 1, 128, faults));
        ConnectionRules.check(call, faults);
        TimeRules.check(request, faults);
        request.notBefore()
                .filter(start ->
                        request.startBy().filter(end -> !start.isBefore(end)).isPresent())
                .ifPresent(start -> faults.add(new Fault("notBefore", "must be before startBy")));
        range("priority", request.priority(), 0, DecodedRequest.LAST_PRIORITY, faults);
        request.fairnessKey().ifPresent(key -> length("fairnessKey", key, 1, 64, faults));
        if (faults.size() > MAX_FAULTS) {
            int told = MAX_FAULTS - 1;
            Fault rest = new Fault("request", (faults.size() - told) + " more errors");
            faults.subList(told, faults.size()).clear();
            faults.add(rest);
        }
        return List.copyOf(faults);
    }

    private static void instance(String idOrArn, List<Fault> faults) {
        length("instanceId", idOrArn, 1, InstanceRef.MAX_LENGTH, faults);
        if (!idOrArn.isEmpty() && InstanceRef.parse(idOrArn).isEmpty()) {
            faults.add(new Fault("instanceId", "starts like an ARN but is not the ARN of a Connect instance"));
        }
    }

    private static void attributes(Map<String, String> attributes, List<Fault> faults) {
        AttributeKeyRules.check("attributes", attributes.keySet(), Integer.MAX_VALUE, "", faults);
        long bytes = 0;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            bytes += utf8Length(attribute.getKey()) + utf8Length(attribute.getValue());
        }
        if (bytes > MAX_ATTRIBUTES_BYTES) {
            faults.add(new Fault(
                    "attributes",
                    "keys and values take " + bytes + " UTF-8 bytes, allowed are " + MAX_ATTRIBUTES_BYTES));
        }
    }

    private void initialMessage(InitialMessage message, List<Fault> faults) {
        OptionalInt limit = messageLimits.of(message.contentType());
        if (limit.isEmpty()) {
            faults.add(new Fault("initialMessage.contentType", "is none of " + String.join(", ", MessageLimits.TYPES)));
        } else {
            int bytes = utf8Length(message.content());
            if (bytes < 1 || bytes > limit.getAsInt()) {
                faults.add(new Fault(
                        "initialMessage.content", bytes + " UTF-8 bytes, allowed are 1 to " + limit.getAsInt()));
            }
        }
    }

    private static void messageFitsParticipant(StartChat call, List<Fault> faults) {
        if (call.initialMessage().isPresent()
                && call.supportedMessagingContentTypes().isPresent()
                && MessageLimits.TYPES.contains(call.initialMessage().get().contentType())
                && !call.supportedMessagingContentTypes()
                        .get()
                        .contains(call.initialMessage().get().contentType())) {
            faults.add(new Fault("initialMessage.contentType", "is not in supportedMessagingContentTypes"));
        }
    }

    private static void contentTypes(List<String> types, List<Fault> faults) {
        long unknown =
                types.stream().filter(type -> !ContentTypes.ALL.contains(type)).count();
        if (unknown > 0) {
            faults.add(new Fault(
                    "supportedMessagingContentTypes",
                    unknown + " of " + types.size() + " are none of "
                            + String.join(
                                    ", ", ContentTypes.ALL.stream().sorted().toList())));
        }
        if (!types.contains(ContentTypes.PLAIN)) {
            faults.add(new Fault("supportedMessagingContentTypes", "must contain text/plain"));
        }
    }

    private static void persistentChat(PersistentChat chat, Optional<String> relatedContactId, List<Fault> faults) {
        if (chat.rehydrationType().isEmpty()) {
            faults.add(new Fault("persistentChat.rehydrationType", "is required in persistentChat"));
        }
        chat.rehydrationType()
                .ifPresent(type -> oneOf("persistentChat.rehydrationType", type, REHYDRATION_TYPES, faults));
        if (chat.sourceContactId().isEmpty()) {
            faults.add(new Fault("persistentChat.sourceContactId", "is required in persistentChat"));
        }
        chat.sourceContactId().ifPresent(id -> length("persistentChat.sourceContactId", id, 1, 256, faults));
        if (relatedContactId.isPresent()) {
            faults.add(new Fault("relatedContactId", "must not be combined with persistentChat"));
        }
    }

    static void length(String field, String value, int least, int most, List<Fault> faults) {
        int length = value.codePointCount(0, value.length());
        if (length < least || length > most) {
            faults.add(new Fault(field, length + " characters, allowed are " + least + " to " + most));
        }
    }

    private static void range(String field, int value, int least, int most, List<Fault> faults) {
        if (value < least || value > most) {
            faults.add(new Fault(field, value + " is outside " + least + " to " + most));
        }
    }

    private static void oneOf(String field, String value, Set<String> choices, List<Fault> faults) {
        if (!choices.contains(value)) {
            faults.add(new Fault(
                    field,
                    "is none of " + String.join(", ", choices.stream().sorted().toList())));
        }
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

package chatcontacts.domain.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Computes the {@link Fingerprint} of a call: the first half of a SHA-256 over a canonical encoding. Each parameter that is
 * present is a tag and its value, in the order of the tags; an absent one leaves no trace, so a parameter added later, under
 * the next free tag, leaves old fingerprints as they were. Texts and collections carry their length, maps are sorted by key,
 * lists keep their order but for those that are sets to Connect, the instance is its bare id in lower case. What is equal for
 * Connect has one fingerprint. Never change a tag: fingerprints outlive releases.
 */
public final class Fingerprints {

    private static final int FORMAT = 1;

    private static final int END = 0;
    private static final int INSTANCE_ID = 1;
    private static final int CONTACT_FLOW_ID = 2;
    private static final int DISPLAY_NAME = 3;
    private static final int ATTRIBUTES = 4;
    private static final int INITIAL_MESSAGE = 5;
    private static final int CHAT_DURATION = 6;
    private static final int CONTENT_TYPES = 7;
    private static final int PERSISTENT_CHAT = 8;
    private static final int RELATED_CONTACT_ID = 9;
    private static final int SEGMENT_ATTRIBUTES = 10;
    private static final int CUSTOMER_ID = 11;
    private static final int RESPONSE_MODE = 12;
    private static final int DISCONNECT_ON_CUSTOMER_EXIT = 13;
    private static final int CONNECTION_TYPES = 14;
    private static final int STREAMING_ENDPOINT_ARN = 15;

    private static final int REHYDRATION_TYPE = 1;
    private static final int SOURCE_CONTACT_ID = 2;

    private static final int TEXT = 1;
    private static final int WHOLE = 2;
    private static final int GROUP = 3;
    private static final int SEQUENCE = 4;
    private static final int ARN = 5;
    private static final int AMBIGUOUS = 6;

    private final MessageDigest sha256;

    private Fingerprints(MessageDigest sha256) {
        this.sha256 = sha256;
    }

    /** The fingerprint of that call. Recurses into segment attributes: the call must have passed {@link RequestRules}. */
    public static Fingerprint of(StartChat call) {
        try {
            Fingerprints digest = new Fingerprints(MessageDigest.getInstance("SHA-256"));
            digest.add(call);
            return new Fingerprint(Arrays.copyOf(digest.sha256.digest(), Fingerprint.LENGTH));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }

    private void add(StartChat call) {
        tag(FORMAT);
        tag(INSTANCE_ID)
                .text(InstanceRef.parse(call.instanceId()).map(InstanceRef::id).orElse(call.instanceId()));
        tag(CONTACT_FLOW_ID).text(call.contactFlowId());
        tag(DISPLAY_NAME).text(call.displayName());
        optional(ATTRIBUTES, notEmpty(call.attributes()), (to, attributes) -> to.map(attributes, Fingerprints::text));
        optional(
                INITIAL_MESSAGE,
                call.initialMessage(),
                (to, message) -> to.text(message.contentType()).text(message.content()));
        optional(CHAT_DURATION, call.chatDurationInMinutes(), Fingerprints::number);
        optional(
                CONTENT_TYPES,
                call.supportedMessagingContentTypes(),
                (to, types) -> to.list(types, Fingerprints::text));
        optional(PERSISTENT_CHAT, call.persistentChat(), (to, chat) -> {
            to.optional(REHYDRATION_TYPE, chat.rehydrationType(), Fingerprints::text);
            to.optional(SOURCE_CONTACT_ID, chat.sourceContactId(), Fingerprints::text);
            to.tag(END);
        });
        optional(RELATED_CONTACT_ID, call.relatedContactId(), Fingerprints::text);
        optional(
                SEGMENT_ATTRIBUTES,
                notEmpty(call.segmentAttributes()),
                (to, attributes) -> to.map(attributes, Fingerprints::segment));
        optional(CUSTOMER_ID, call.customerId(), Fingerprints::text);
        optional(
                RESPONSE_MODE,
                call.participantConfiguration().flatMap(ParticipantConfiguration::responseMode),
                Fingerprints::text);
        optional(
                DISCONNECT_ON_CUSTOMER_EXIT,
                call.disconnectOnCustomerExit(),
                (to, participants) -> to.list(participants, Fingerprints::text));
        optional(
                CONNECTION_TYPES,
                call.connectionTypes(),
                (to, types) -> to.list(types.stream().sorted().toList(), Fingerprints::text));
        optional(STREAMING_ENDPOINT_ARN, call.streamingEndpointArn(), Fingerprints::text);
    }

    /** An empty map and none are the same to Connect. */
    private static <T> Optional<Map<String, T>> notEmpty(Optional<Map<String, T>> values) {
        return values.filter(it -> !it.isEmpty());
    }

    private void segment(SegmentValue value) {
        switch (value) {
            case SegmentValue.Text text -> tag(TEXT).text(text.value());
            case SegmentValue.Whole whole -> tag(WHOLE).number(whole.value());
            case SegmentValue.Group group -> tag(GROUP).map(group.values(), Fingerprints::segment);
            case SegmentValue.Sequence sequence -> tag(SEQUENCE).list(sequence.values(), Fingerprints::segment);
            case SegmentValue.Arn arn -> tag(ARN).text(arn.value());
            case SegmentValue.Ambiguous ambiguous -> tag(AMBIGUOUS).number(ambiguous.kinds());
        }
    }

    private <T> void optional(int tag, Optional<T> value, BiConsumer<Fingerprints, T> writer) {
        value.ifPresent(present -> writer.accept(tag(tag), present));
    }

    private <T> void map(Map<String, T> values, BiConsumer<Fingerprints, T> writer) {
        number(values.size());
        new TreeMap<>(values).forEach((key, value) -> writer.accept(text(key), value));
    }

    private <T> void list(List<T> values, BiConsumer<Fingerprints, T> writer) {
        number(values.size());
        values.forEach(value -> writer.accept(this, value));
    }

    private Fingerprints text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        sha256.update(bytes);
        return this;
    }

    private void number(int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            sha256.update((byte) (value >>> shift));
        }
    }

    private Fingerprints tag(int tag) {
        sha256.update((byte) tag);
        return this;
    }
}

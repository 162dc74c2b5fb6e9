package chatcontacts.testkit.connect;

import chatcontacts.testkit.connect.StartParams.SegmentAttribute;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A digest of {@link StartParams}, so that a million remembered tokens need no million remembered bodies. Lengths are digested
 * with the text: no two different bodies run together. The order of maps does not count, that of lists does.
 */
final class ParamsFingerprint {

    private final MessageDigest digest;

    private ParamsFingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }

    /** The first 128 bits of the digest. */
    static UUID of(StartParams params) {
        ParamsFingerprint it = new ParamsFingerprint();
        it.text(params.contactFlowId());
        it.text(params.displayName());
        it.texts(params.attributes());
        it.text(params.responseMode());
        var message = params.initialMessage();
        it.present(message);
        if (message != null) {
            it.text(message.contentType());
            it.text(message.content());
        }
        it.number(params.chatDurationInMinutes());
        it.texts(params.supportedMessagingContentTypes());
        var persistence = params.persistentChat();
        it.present(persistence);
        if (persistence != null) {
            it.text(persistence.rehydrationType());
            it.text(persistence.sourceContactId());
        }
        it.text(params.relatedContactId());
        it.segments(params.segmentAttributes());
        it.text(params.customerId());
        it.texts(params.disconnectOnCustomerExit());
        var types = params.connectionTypes();
        it.texts(types == null ? null : types.stream().sorted().toList());
        var streaming = params.chatStreaming();
        it.text(streaming == null ? null : streaming.streamingEndpointArn());
        ByteBuffer bytes = ByteBuffer.wrap(it.digest.digest());
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private void present(@Nullable Object value) {
        digest.update((byte) (value == null ? 0 : 1));
    }

    private void length(int value) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, value));
    }

    private void text(@Nullable String value) {
        present(value);
        if (value != null) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            length(bytes.length);
            digest.update(bytes);
        }
    }

    private void number(@Nullable Long value) {
        text(value == null ? null : Long.toString(value));
    }

    private void texts(@Nullable List<String> values) {
        present(values);
        if (values != null) {
            length(values.size());
            values.forEach(this::text);
        }
    }

    private void texts(@Nullable Map<String, String> values) {
        present(values);
        if (values != null) {
            length(values.size());
            new TreeMap<>(values).forEach((key, value) -> {
                text(key);
                text(value);
            });
        }
    }

    private void segments(@Nullable Map<String, SegmentAttribute> values) {
        present(values);
        if (values != null) {
            length(values.size());
            new TreeMap<>(values).forEach((key, value) -> {
                text(key);
                segment(value);
            });
        }
    }

    private void segment(SegmentAttribute value) {
        text(value.valueString());
        number(value.valueInteger());
        segments(value.valueMap());
        var list = value.valueList();
        present(list);
        if (list != null) {
            length(list.size());
            list.forEach(this::segment);
        }
        text(value.valueArn());
    }
}

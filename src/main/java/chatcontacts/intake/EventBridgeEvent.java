package chatcontacts.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The few fields of an EventBridge event that matter here, read without a tree. Names are compared without regard to letter
 * case, dash and underscore, since writers disagree: {@code detail-type}, {@code DetailType}. Bounded in size and depth; what
 * is no JSON object, or has something behind it, is empty. Knows nothing of contacts.
 */
final class EventBridgeEvent {

    /** Four times what EventBridge allows. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_DEPTH = 100;
    private static final int MAX_TEXT_LENGTH = 2048;

    /** Names are neither interned nor kept: they come from outside. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_BYTES)
                    .maxNameLength(MAX_TEXT_LENGTH)
                    .build())
            .build();

    private final Map<String, String> top = new HashMap<>();
    private final Map<String, String> detail = new HashMap<>();

    private EventBridgeEvent() {}

    static Optional<EventBridgeEvent> read(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return Optional.empty();
        }
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            EventBridgeEvent event = new EventBridgeEvent();
            event.readTop(parser);
            return parser.nextToken() == null ? Optional.of(event) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** A text, number or truth value of the envelope. */
    Optional<String> envelope(String name) {
        return Optional.ofNullable(top.get(plain(name)));
    }

    /** One of {@code detail}. */
    Optional<String> detail(String name) {
        return Optional.ofNullable(detail.get(plain(name)));
    }

    private void readTop(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = plain(parser.currentName());
            if (parser.nextToken() == JsonToken.START_OBJECT && name.equals("detail")) {
                readFields(parser);
            } else {
                keep(parser, name, top);
            }
        }
    }

    private void readFields(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = plain(parser.currentName());
            parser.nextToken();
            keep(parser, name, detail);
        }
    }

    private static void keep(JsonParser parser, String name, Map<String, String> into) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isScalarValue()) {
            String text = parser.getText();
            if (token != JsonToken.VALUE_NULL && text.length() <= MAX_TEXT_LENGTH) {
                into.put(name, text);
            }
        } else {
            parser.skipChildren();
        }
    }

    private static String plain(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }
}

package chatcontacts.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A command as a client wrote it: one JSON object whose members are the options of the command line, in camel case. Unknown and repeated
 * members are errors: a misspelt {@code dryRun} must not act.
 *
 * @param texts the members that were given, as text
 * @param contactFlows of a move
 */
public record ControlTerms(Map<String, String> texts, Map<String, String> contactFlows) {

    private enum MemberType {
        TEXT,
        WHOLE,
        DECIMAL,
        FLAG,
        /** A name, or a number. */
        WORD
    }

    private static final Map<String, MemberType> MEMBERS = Map.ofEntries(
            Map.entry("verb", MemberType.TEXT),
            Map.entry("lane", MemberType.TEXT),
            Map.entry("instance", MemberType.TEXT),
            Map.entry("why", MemberType.TEXT),
            Map.entry("by", MemberType.TEXT),
            Map.entry("validFor", MemberType.TEXT),
            Map.entry("dryRun", MemberType.FLAG),
            Map.entry("for", MemberType.TEXT),
            Map.entry("rate", MemberType.DECIMAL),
            Map.entry("burst", MemberType.WHOLE),
            Map.entry("quota", MemberType.WHOLE),
            Map.entry("clear", MemberType.FLAG),
            Map.entry("key", MemberType.TEXT),
            Map.entry("priority", MemberType.WORD),
            Map.entry("olderThan", MemberType.TEXT),
            Map.entry("token", MemberType.TEXT),
            Map.entry("to", MemberType.WORD),
            Map.entry("startBy", MemberType.TEXT));

    /** An object: flows of the other instance by those for which they stand. */
    private static final String CONTACT_FLOW = "contactFlow";

    private static final int MAX_TEXT_LENGTH = 2_000;
    private static final int MAX_NUMBER_LENGTH = 20;

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2)
                    .maxStringLength(MAX_TEXT_LENGTH)
                    .maxNameLength(MAX_TEXT_LENGTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .build();

    public ControlTerms {
        texts = Map.copyOf(texts);
        contactFlows = Map.copyOf(contactFlows);
    }

    /** Reads the body of a request. */
    static ControlTerms parse(byte[] utf8) throws InvalidTermsException {
        Map<String, String> texts = new HashMap<>();
        Map<String, String> flows = new HashMap<>();
        try (JsonParser in = JSON.createParser(utf8)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidTermsException("the body is not a JSON object");
            }
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                if (name.equals(CONTACT_FLOW)) {
                    readFlows(in, flows);
                    continue;
                }
                MemberType type = MEMBERS.get(name);
                if (type == null) {
                    throw new InvalidTermsException("unknown member; known are: " + CONTACT_FLOW + ", "
                            + String.join(
                                    ", ", MEMBERS.keySet().stream().sorted().toList()));
                }
                texts.put(name, text(name, type, in.nextToken(), in));
            }
            if (in.nextToken() != null) {
                throw new InvalidTermsException("the body has more text after the JSON object");
            }
            return new ControlTerms(texts, flows);
        } catch (IOException e) { // its message quotes what was sent
            throw new InvalidTermsException(
                    "the body is not valid JSON, has a member twice, or is longer than a command can be");
        }
    }

    private static void readFlows(JsonParser in, Map<String, String> flows) throws IOException, InvalidTermsException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidTermsException(CONTACT_FLOW + ": must be an object of texts");
        }
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String from = in.currentName();
            if (in.nextToken() != JsonToken.VALUE_STRING) {
                throw new InvalidTermsException(CONTACT_FLOW + ": must be an object of texts");
            }
            flows.put(from, in.getText());
        }
    }

    private static String text(String name, MemberType type, JsonToken token, JsonParser in)
            throws IOException, InvalidTermsException {
        Set<JsonToken> allowed = switch (type) {
            case TEXT -> Set.of(JsonToken.VALUE_STRING);
            case WHOLE -> Set.of(JsonToken.VALUE_NUMBER_INT);
            case DECIMAL -> Set.of(JsonToken.VALUE_NUMBER_INT, JsonToken.VALUE_NUMBER_FLOAT);
            case FLAG -> Set.of(JsonToken.VALUE_TRUE, JsonToken.VALUE_FALSE);
            case WORD -> Set.of(JsonToken.VALUE_STRING, JsonToken.VALUE_NUMBER_INT);
        };
        if (!allowed.contains(token)) {
            throw new InvalidTermsException(name + ": must be "
                    + switch (type) {
                        case TEXT -> "a text";
                        case WHOLE -> "a whole number";
                        case DECIMAL -> "a number";
                        case FLAG -> "true or false";
                        case WORD -> "a text or a whole number";
                    });
        }
        if (type == MemberType.WHOLE) {
            return Integer.toString(in.getIntValue());
        }
        return in.getText();
    }

    /** A member that was given. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    /** A number that was given. */
    public OptionalDouble decimal(String name) {
        String text = texts.get(name);
        return text == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
    }

    /** A whole number that was given. */
    public OptionalInt whole(String name) {
        String text = texts.get(name);
        return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    /** Whether that is given and true. */
    public boolean flag(String name) {
        return Boolean.parseBoolean(texts.get(name));
    }
}

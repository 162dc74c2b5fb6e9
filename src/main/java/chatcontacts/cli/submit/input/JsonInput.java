package chatcontacts.cli.submit.input;

import chatcontacts.cli.submit.input.FieldsBuilder.Repeats;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON: one value with nothing after it. */
final class JsonInput {

    /** Names are neither interned nor kept: they come from outside. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(InputLimits.DEPTH)
                    .maxStringLength(InputLimits.BYTES)
                    .maxNameLength(InputLimits.BYTES)
                    .maxNumberLength(100)
                    .build())
            .build();

    private final Repeats repeats;

    private JsonInput(Repeats repeats) {
        this.repeats = repeats;
    }

    static Node read(byte[] utf8, Repeats repeats) throws InputSyntaxException {
        if (utf8.length > InputLimits.BYTES) {
            throw new InputSyntaxException("is longer than " + InputLimits.BYTES + " bytes");
        }
        try (JsonParser parser = JSON.createParser(utf8)) {
            if (parser.nextToken() == null) {
                throw new InputSyntaxException("is empty");
            }
            Node value = new JsonInput(repeats).value(parser);
            if (parser.nextToken() != null) {
                throw new InputSyntaxException("has more text after the JSON value" + place(parser));
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw new InputSyntaxException("is nested more than " + InputLimits.DEPTH
                    + " levels deep, or has a number of more than 100 digits");
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new InputSyntaxException("is not JSON" + (at == null ? "" : place(at.getLineNr(), at.getColumnNr())));
        } catch (IOException e) { // bytes that are not UTF-8
            throw new InputSyntaxException("is not JSON in UTF-8");
        }
    }

    private Node value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                FieldsBuilder fields = new FieldsBuilder(repeats);
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    fields.put(key, value(parser));
                }
                yield fields.build();
            }
            case START_ARRAY -> {
                List<Node> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield new Node.Items(items);
            }
            case VALUE_STRING -> new Node.TextNode(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Digits(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> new Node.Truth();
            case VALUE_NULL -> new Node.Nothing();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("a value cannot begin with " + parser.currentToken());
        };
    }

    private static String place(JsonParser parser) {
        var at = parser.currentTokenLocation();
        return place(at.getLineNr(), at.getColumnNr());
    }

    private static String place(int line, int column) {
        return " (line " + line + ", column " + column + ")";
    }
}

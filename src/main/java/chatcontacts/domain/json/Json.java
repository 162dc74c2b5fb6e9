package chatcontacts.domain.json;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain values as JSON: maps in their own order, iterables, strings, numbers, booleans and null; optional values as
 * what they hold, or null.
 */
public final class Json {

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /**
     * The value as JSON text without line breaks.
     *
     * @throws IllegalArgumentException for a value of another kind, or a number that JSON does not have
     */
    public static String of(@Nullable Object value) {
        Json json = new Json();
        json.write(value);
        return json.out.toString();
    }

    /** The value as JSON text with one line for each member, four blanks deep, as the AWS CLI prints it. */
    public static String pretty(@Nullable Object value) {
        StringBuilder pretty = new StringBuilder();
        indent(value, "\n", pretty);
        return pretty.toString();
    }

    private static void indent(@Nullable Object value, String lineBreak, StringBuilder into) {
        String inner = lineBreak + "    ";
        String separator = "";
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            into.append('{');
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                into.append(separator).append(inner).append(of(String.valueOf(entry.getKey())));
                indent(entry.getValue(), inner, into.append(": "));
                separator = ",";
            }
            into.append(lineBreak).append('}');
        } else if (value instanceof Iterable<?> elements && elements.iterator().hasNext()) {
            into.append('[');
            for (Object element : elements) {
                indent(element, inner, into.append(separator).append(inner));
                separator = ",";
            }
            into.append(lineBreak).append(']');
        } else {
            into.append(of(value));
        }
    }

    private void write(@Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case Optional<?> optional -> write(optional.orElse(null));
            case String text -> text(text);
            case Boolean flag -> out.append(flag);
            case Number number
            when !Double.isFinite(number.doubleValue()) ->
                throw new IllegalArgumentException("not a JSON number: " + number);
            case Number number -> out.append(number);
            case Map<?, ?> map -> object(map);
            case Iterable<?> elements -> array(elements);
            default -> throw new IllegalArgumentException("cannot write as JSON: " + value.getClass());
        }
    }

    private void object(Map<?, ?> map) {
        char separator = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            text(String.valueOf(entry.getKey()));
            out.append(':');
            write(entry.getValue());
            separator = ',';
        }
        out.append(separator == '{' ? "{}" : "}");
    }

    private void array(Iterable<?> elements) {
        char separator = '[';
        for (Object element : elements) {
            out.append(separator);
            write(element);
            separator = ',';
        }
        out.append(separator == '[' ? "[]" : "]");
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (Character.isISOControl(c)
                            || isDirection(c)
                            || (Character.isSurrogate(c) && !isPaired(text, i))) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Marks that turn the direction of text: a terminal that shows JSON would obey them. */
    private static boolean isDirection(char c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    /** A lone surrogate cannot be encoded, so it is escaped. */
    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}

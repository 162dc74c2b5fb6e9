package chatcontacts.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a query string, percent-decoded as UTF-8; a plus stands for a space, as in HTML forms. */
final class QueryString {

    /** Room for the maxLength token and instance, if each character takes four percent-encoded bytes. */
    private static final int MAX_LENGTH = 8_192;

    private QueryString() {}

    /**
     * Parses a query string.
     *
     * @param raw as received, null for none
     * @param names of the parameters: each must occur once and not be empty, others must not occur
     * @param maxLength the maximum length of a value, in characters
     */
    static Map<String, String> parse(@Nullable String raw, List<String> names, int maxLength)
            throws InvalidQueryException {
        if (raw != null && raw.length() > MAX_LENGTH) {
            throw new InvalidQueryException("the query is longer than " + MAX_LENGTH + " characters");
        }
        Map<String, String> values = new HashMap<>();
        for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!names.contains(name)) {
                throw new InvalidQueryException("unknown parameter; known are: " + String.join(", ", names));
            }
            if (values.put(name, decoded(name, equals < 0 ? "" : pair.substring(equals + 1))) != null) {
                throw new InvalidQueryException(name + " occurs twice");
            }
        }
        for (String name : names) {
            String value = values.getOrDefault(name, "");
            if (value.isEmpty()) {
                throw new InvalidQueryException(name + " is missing");
            }
            if (value.length() > maxLength) {
                throw new InvalidQueryException(name + " is longer than " + maxLength + " characters");
            }
        }
        return values;
    }

    private static String decoded(String name, String value) throws InvalidQueryException {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidQueryException(name + " is not correctly percent-encoded");
        }
    }
}

package chatcontacts.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a query string, percent-decoded as UTF-8; a plus stands for a blank, as forms have it. */
final class QueryString {

    /** Room for the longest token and instance, each character of them four percent-encoded bytes. */
    private static final int LONGEST = 8_192;

    private QueryString() {}

    /** Says what is wrong with a query. */
    static final class FaultyQuery extends Exception {
        private static final long serialVersionUID = 1;

        private FaultyQuery(String problem) {
            super(problem);
        }
    }

    /**
     * Takes a query apart.
     *
     * @param raw as it came, null for none
     * @param names of the parameters: each must be there once and not be empty, and others must not
     * @param longest the longest value of each, in characters
     */
    static Map<String, String> parse(@Nullable String raw, List<String> names, int longest) throws FaultyQuery {
        if (raw != null && raw.length() > LONGEST) {
            throw new FaultyQuery("the query is longer than " + LONGEST + " characters");
        }
        Map<String, String> values = new HashMap<>();
        for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!names.contains(name)) {
                throw new FaultyQuery("only these parameters are known: " + String.join(", ", names));
            }
            if (values.put(name, decoded(name, equals < 0 ? "" : pair.substring(equals + 1))) != null) {
                throw new FaultyQuery(name + " is there twice");
            }
        }
        for (String name : names) {
            String value = values.getOrDefault(name, "");
            if (value.isEmpty()) {
                throw new FaultyQuery(name + " is missing");
            }
            if (value.length() > longest) {
                throw new FaultyQuery(name + " is longer than " + longest + " characters");
            }
        }
        return values;
    }

    private static String decoded(String name, String value) throws FaultyQuery {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new FaultyQuery(name + " is not percent-encoded as it should be");
        }
    }
}

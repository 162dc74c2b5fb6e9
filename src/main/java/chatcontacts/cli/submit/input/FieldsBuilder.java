package chatcontacts.cli.submit.input;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Collects the keys of one object. */
final class FieldsBuilder {

    /** What a key means that comes again. */
    enum Repeats {
        /** It is a fault: in a document a program wrote it so by mistake. */
        REPORTED,
        /** The last one counts, as in the flags of the AWS CLI. */
        LAST_WINS
    }

    private final Repeats repeats;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> repeated = new HashSet<>();

    FieldsBuilder(Repeats repeats) {
        this.repeats = repeats;
    }

    void put(String key, Node value) {
        if (values.put(key, value) != null && repeats == Repeats.REPORTED) {
            repeated.add(key);
        }
    }

    Node.Fields build() {
        return new Node.Fields(values, repeated, false);
    }

    Node.Fields buildShorthand() {
        return new Node.Fields(values, repeated, true);
    }
}

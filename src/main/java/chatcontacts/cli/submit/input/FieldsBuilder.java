package chatcontacts.cli.submit.input;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Collects the keys of one object. */
final class FieldsBuilder {

    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> repeated = new HashSet<>();

    void put(String key, Node value) {
        if (values.putIfAbsent(key, value) != null) {
            repeated.add(key);
        }
    }

    Node.Fields build() {
        return new Node.Fields(values, repeated);
    }
}

package chatcontacts.cli.submit.input;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A value as it was written, whatever the form. The text of none shows what is in it. */
sealed interface Node {

    /** A text. */
    record Text(String value) implements Node {
        @Override
        public String toString() {
            return "Text";
        }
    }

    /** A word whose form does not tell its type, as in a flag or in YAML without quotes: what it is, the field decides. */
    record Plain(String value) implements Node {
        @Override
        public String toString() {
            return "Plain";
        }
    }

    /** A number of JSON, as it was written. */
    record Digits(String value) implements Node {
        @Override
        public String toString() {
            return "Digits";
        }
    }

    /** True or false. */
    record Truth() implements Node {}

    /** Null: the same as if the key were not there. */
    record Nothing() implements Node {}

    /** A list. */
    record Items(List<Node> values) implements Node {
        public Items {
            values = List.copyOf(values);
        }
    }

    /**
     * Keys and values in their order.
     *
     * @param values of each key the first
     * @param repeated keys that came more than once
     */
    record Fields(Map<String, Node> values, Set<String> repeated) implements Node {
        @Override
        public String toString() {
            return "Fields[" + values.size() + "]";
        }
    }
}

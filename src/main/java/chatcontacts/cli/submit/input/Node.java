package chatcontacts.cli.submit.input;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A value as it was written, in whatever form. Its text never shows its content. */
sealed interface Node {

    /** A text. */
    record TextNode(String value) implements Node {
        @Override
        public String toString() {
            return "Text";
        }
    }

    /** A word whose form does not show its type, as in a flag or in YAML without quotes: the field decides. */
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

    /** Null: the same as an absent key. */
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
     * @param values of each key the last
     * @param repeated keys that came more than once and should not have
     * @param shorthand whether it was written in shorthand, where one object stands for a list of one
     */
    record Fields(Map<String, Node> values, Set<String> repeated, boolean shorthand) implements Node {
        @Override
        public String toString() {
            return "Fields[" + values.size() + "]";
        }
    }
}

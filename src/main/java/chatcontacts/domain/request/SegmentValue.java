package chatcontacts.domain.request;

import java.util.List;
import java.util.Map;

/** The value of a segment attribute: a tree, of which Connect allows exactly one kind at each node. Never prints its content. */
public sealed interface SegmentValue {
    /** ValueString. */
    record Text(String value) implements SegmentValue {
        @Override
        public String toString() {
            return "Text[" + value.length() + " characters]";
        }
    }

    /** ValueInteger. */
    record Whole(int value) implements SegmentValue {
        @Override
        public String toString() {
            return "Whole";
        }
    }

    /** ValueArn. */
    record Arn(String value) implements SegmentValue {
        @Override
        public String toString() {
            return "Arn[" + value.length() + " characters]";
        }
    }

    /** ValueMap. */
    record Group(Map<String, SegmentValue> values) implements SegmentValue {
        public Group {
            values = Map.copyOf(values);
        }
    }

    /** ValueList. */
    record Sequence(List<SegmentValue> values) implements SegmentValue {
        public Sequence {
            values = List.copyOf(values);
        }
    }

    /**
     * A node that carries no kind or more than one: it can be written in Avro and JSON, so it is represented here and
     * rejected by {@link RequestRules}.
     *
     * @param kinds how many kinds were given
     */
    record Ambiguous(int kinds) implements SegmentValue {}
}

package chatcontacts.registry;

import java.util.stream.Collectors;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Names types as people write them, in one line of bounded length. */
final class TypeNames {

    private static final int MAX_LENGTH = 200;

    private TypeNames() {}

    static String of(Schema schema) {
        String name = name(schema, 3);
        return name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH) + "...";
    }

    /** What the schema says of its values beyond their type. */
    static @Nullable String logical(Schema schema) {
        return schema.getProp(LogicalType.LOGICAL_TYPE_PROP);
    }

    private static String name(Schema schema, int depth) {
        String logical = logical(schema);
        String plain = plain(schema, depth);
        return logical == null ? plain : logical + " on " + plain;
    }

    private static String plain(Schema schema, int depth) {
        if (depth == 0) {
            return schema.getType().getName();
        }
        return switch (schema.getType()) {
            case UNION ->
                schema.getTypes().stream()
                        .map(branch -> name(branch, depth - 1))
                        .collect(Collectors.joining(", ", "[", "]"));
            case MAP -> "map of " + name(schema.getValueType(), depth - 1);
            case ARRAY -> "array of " + name(schema.getElementType(), depth - 1);
            case RECORD, ENUM, FIXED -> schema.getType().getName() + " " + schema.getName();
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL ->
                schema.getType().getName();
        };
    }
}

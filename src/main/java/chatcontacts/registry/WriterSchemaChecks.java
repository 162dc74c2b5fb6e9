package chatcontacts.registry;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.SchemaNormalization;

/**
 * Checks whether a writer's schema can be read with a shipped one, once for each schema. Names of records do not count: Avro
 * resolves records by their fields. What Avro lets pass silently and we refuse: timestamps in another unit, which would be
 * read as other times, and arrays of items that take no bytes, of which a few bytes can claim billions. Thread-safe; forgets
 * a schema when the registry client does.
 */
final class WriterSchemaChecks {

    private final Schema shipped;
    private final String shippedForm;
    private final Map<Schema, Writer> known = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * A writer's schema.
     *
     * @param problem why nothing that it wrote can be read
     * @param shipped whether what it wrote lies in the shipped schema, byte for byte
     */
    record Writer(Optional<String> problem, boolean shipped) {}

    WriterSchemaChecks(Schema shipped) {
        this.shipped = shipped;
        this.shippedForm = SchemaNormalization.toParsingForm(shipped);
    }

    Writer of(Schema writer) {
        return known.computeIfAbsent(writer, this::examine);
    }

    private Writer examine(Schema writer) {
        Optional<String> problem = problem(writer);
        return new Writer(
                problem,
                problem.isEmpty() && SchemaNormalization.toParsingForm(writer).equals(shippedForm));
    }

    private Optional<String> problem(Schema writer) {
        if (writer.getType() != Schema.Type.RECORD) {
            return Optional.of("its writer's schema is not a record but of type "
                    + writer.getType().getName());
        }
        if (hasWeightlessItems(writer, identitySet())) {
            return Optional.of("its writer's schema has an array of items that take no bytes");
        }
        return unfit(shipped, writer, "", identitySet());
    }

    /** Compares the fields of two records, and of the records in them. */
    private static Optional<String> unfit(Schema reader, Schema writer, String path, Set<Schema> seen) {
        if (!seen.add(reader)) {
            return Optional.empty();
        }
        for (Field field : reader.getFields()) {
            String name = path + field.name();
            Field written = writer.getField(field.name());
            if (written == null) {
                if (!field.hasDefaultValue()) {
                    return Optional.of("its writer's schema lacks the required field " + name);
                }
                continue;
            }
            Optional<String> problem = otherUnit(name, field.schema(), written.schema());
            if (problem.isPresent()) {
                return problem;
            }
            Optional<Schema> inner = branch(field.schema(), Schema.Type.RECORD);
            Optional<Schema> writtenInner = branch(written.schema(), Schema.Type.RECORD);
            if (inner.isPresent() && writtenInner.isPresent()) {
                problem = unfit(inner.get(), writtenInner.get(), name + ".", seen);
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> otherUnit(String name, Schema field, Schema written) {
        LogicalType expected =
                branch(field, Schema.Type.LONG).map(Schema::getLogicalType).orElse(null);
        String found = branch(written, Schema.Type.LONG)
                .map(type -> type.getProp(LogicalType.LOGICAL_TYPE_PROP))
                .orElse(null);
        return expected == null || found == null || found.equals(expected.getName())
                ? Optional.empty()
                : Optional.of(
                        "its writer's schema has " + name + " as another logical type than " + expected.getName());
    }

    private static Optional<Schema> branch(Schema schema, Schema.Type type) {
        if (schema.getType() == Schema.Type.UNION) {
            return schema.getTypes().stream()
                    .filter(branch -> branch.getType() == type)
                    .findFirst();
        }
        return Optional.of(schema).filter(it -> it.getType() == type);
    }

    private static boolean hasWeightlessItems(Schema schema, Set<Schema> seen) {
        return switch (schema.getType()) {
            case ARRAY ->
                weightless(schema.getElementType(), identitySet()) || hasWeightlessItems(schema.getElementType(), seen);
            case MAP -> hasWeightlessItems(schema.getValueType(), seen);
            case UNION -> schema.getTypes().stream().anyMatch(branch -> hasWeightlessItems(branch, seen));
            case RECORD ->
                seen.add(schema) && schema.getFields().stream().anyMatch(it -> hasWeightlessItems(it.schema(), seen));
            case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> false;
        };
    }

    private static boolean weightless(Schema schema, Set<Schema> seen) {
        return switch (schema.getType()) {
            case NULL -> true;
            case FIXED -> schema.getFixedSize() == 0;
            case RECORD ->
                seen.add(schema) && schema.getFields().stream().allMatch(it -> weightless(it.schema(), seen));
            case ARRAY, MAP, UNION, ENUM, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN -> false;
        };
    }

    private static Set<Schema> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }
}

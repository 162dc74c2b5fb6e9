package chatcontacts.registry;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Resolver.Container;
import org.apache.avro.Resolver.ReaderUnion;
import org.apache.avro.Resolver.RecordAdjust;
import org.apache.avro.Resolver.WriterUnion;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;

/**
 * What keeps a writer's record from being read in a shipped schema. Names of records do not count: Avro resolves records by
 * their fields. What Avro lets pass silently and we refuse: other logical types, which would be read as other values; bytes for
 * our strings; and arrays of items that take no bytes, of which a few bytes can claim billions.
 */
final class WriterSchemaChecks {

    private static final String UUID = "uuid";

    private WriterSchemaChecks() {}

    /** Why nothing that was written with this record schema can be read; empty if values decide. */
    static Optional<String> problem(Schema writer, Schema shipped) {
        if (hasWeightlessItems(writer, identitySet())) {
            return Optional.of("its writer's schema has an array of items that take no bytes");
        }
        return missing(shipped, writer, "", identitySet())
                .map(field -> "its writer's schema lacks the required field " + field)
                .or(() -> misfit(Resolver.resolve(writer, shipped), "", identitySet()));
    }

    /** Whether a record has none of the fields that the shipped one requires: then it is something else altogether. */
    static boolean isOtherType(Schema writer, Schema shipped) {
        return shipped.getFields().stream()
                .filter(field -> !field.hasDefaultValue())
                .noneMatch(field -> writer.getField(field.name()) != null);
    }

    private static Optional<String> missing(Schema reader, Schema writer, String path, Set<Object> seen) {
        if (!seen.add(reader)) {
            return Optional.empty();
        }
        for (Field field : reader.getFields()) {
            String name = path + field.name();
            Field written = writer.getField(field.name());
            if (written == null) {
                if (!field.hasDefaultValue()) {
                    return Optional.of(name);
                }
                continue;
            }
            Optional<Schema> inner = innerRecord(field.schema());
            Optional<Schema> writtenInner = innerRecord(written.schema());
            if (inner.isPresent() && writtenInner.isPresent()) {
                Optional<String> problem = missing(inner.get(), writtenInner.get(), name + ".", seen);
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    /** Walks the way in which Avro would read it. A union's branch that does not fit is left to the values. */
    private static Optional<String> misfit(Action action, String path, Set<Object> seen) {
        if (!seen.add(action)) {
            return Optional.empty();
        }
        return switch (action) {
            case RecordAdjust record -> ofFields(record, path, seen);
            case Container container -> misfit(container.elementAction, path, seen);
            case ReaderUnion union -> misfit(union.actualAction, path, seen);
            case WriterUnion union -> ofBranches(union, path, seen);
            default -> ofOne(action, path);
        };
    }

    private static Optional<String> ofFields(RecordAdjust record, String path, Set<Object> seen) {
        List<Field> written = record.writer.getFields();
        for (int i = 0; i < written.size(); i++) {
            String name = path.isEmpty()
                    ? written.get(i).name()
                    : path + "." + written.get(i).name();
            if (record.fieldActions[i].type != Action.Type.SKIP) {
                Optional<String> problem = misfit(record.fieldActions[i], name, seen);
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ofBranches(WriterUnion union, String path, Set<Object> seen) {
        boolean none = true;
        for (Action branch : union.actions) {
            if (branch.type != Action.Type.ERROR) {
                none = false;
                Optional<String> problem = misfit(branch, path, seen);
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return none ? Optional.of(different(union.writer, union.reader, path)) : Optional.empty();
    }

    private static Optional<String> ofOne(Action action, String path) {
        Schema writer = action.writer;
        Schema reader = action.reader;
        String logical = TypeNames.logical(writer);
        boolean otherMeaning = logical != null
                && !logical.equals(reader == null ? null : TypeNames.logical(reader))
                && !(logical.equals(UUID) && writer.getType() == Schema.Type.STRING);
        boolean bytesForText =
                writer.getType() == Schema.Type.BYTES && reader != null && reader.getType() == Schema.Type.STRING;
        return action.type == Action.Type.ERROR || otherMeaning || bytesForText
                ? Optional.of(different(writer, reader, path))
                : Optional.empty();
    }

    private static String different(Schema writer, Schema reader, String path) {
        return "its writer's schema has " + path + " as " + TypeNames.of(writer) + ", the shipped schema as "
                + TypeNames.of(reader);
    }

    /** The record that a field holds, in whatever it holds it. */
    static Optional<Schema> innerRecord(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> Optional.of(schema);
            case UNION ->
                schema.getTypes().stream()
                        .flatMap(branch -> innerRecord(branch).stream())
                        .findFirst();
            case ARRAY -> innerRecord(schema.getElementType());
            case MAP -> innerRecord(schema.getValueType());
            case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> Optional.empty();
        };
    }

    private static boolean hasWeightlessItems(Schema schema, Set<Object> seen) {
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

    private static boolean weightless(Schema schema, Set<Object> seen) {
        return switch (schema.getType()) {
            case NULL -> true;
            case FIXED -> schema.getFixedSize() == 0;
            case RECORD ->
                seen.add(schema) && schema.getFields().stream().allMatch(it -> weightless(it.schema(), seen));
            case ARRAY, MAP, UNION, ENUM, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN -> false;
        };
    }

    private static Set<Object> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }
}

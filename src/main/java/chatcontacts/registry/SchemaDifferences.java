package chatcontacts.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;

/**
 * How another schema differs from a shipped one, for those who write with it. Fields are named by their paths. Names of records
 * and the order of fields do not count, as Avro resolves neither by them; nor does a doc with another text.
 *
 * @param missingFields of the shipped schema, which the other lacks: their values cannot be written
 * @param missingDefaults of fields that both have: serializers that rely on a default refuse values without the field
 * @param missingDocs of fields that both have
 * @param otherTypes of fields that both have, each with the other schema's type
 * @param unknownFields of the other schema, which the shipped one does not know: their values are not passed on
 */
public record SchemaDifferences(
        List<String> missingFields,
        List<String> missingDefaults,
        List<String> missingDocs,
        List<String> otherTypes,
        List<String> unknownFields) {

    /** No difference. */
    public static final SchemaDifferences NONE =
            new SchemaDifferences(List.of(), List.of(), List.of(), List.of(), List.of());

    /** Of what is not even a record, which has no field of ours. */
    private static final String WHOLE = "the whole record";

    private static final Pattern NAMED = Pattern.compile("\\b(record|enum|fixed) [A-Za-z0-9_]+");

    public SchemaDifferences {
        missingFields = List.copyOf(missingFields);
        missingDefaults = List.copyOf(missingDefaults);
        missingDocs = List.copyOf(missingDocs);
        otherTypes = List.copyOf(otherTypes);
        unknownFields = List.copyOf(unknownFields);
    }

    static SchemaDifferences of(Schema other, Schema shipped) {
        if (other.getType() != Schema.Type.RECORD) {
            return unreadable();
        }
        Walk walk = new Walk();
        walk.records(other, shipped, "");
        return new SchemaDifferences(walk.fields, walk.defaults, walk.docs, walk.types, walk.unknown);
    }

    /** Those of a text that is no Avro record by itself. */
    static SchemaDifferences unreadable() {
        return new SchemaDifferences(List.of(WHOLE), List.of(), List.of(), List.of(), List.of());
    }

    /**
     * Whether something of the shipped schema is not in the other one. A schema that only has more is taken for that of a newer
     * release.
     */
    public boolean lacksSomething() {
        return !(missingFields.isEmpty() && missingDefaults.isEmpty() && missingDocs.isEmpty() && otherTypes.isEmpty());
    }

    /** For people: clauses that follow the name of the other schema. Empty if there is no difference. */
    public List<String> clauses() {
        List<String> clauses = new ArrayList<>();
        add(clauses, "lacks fields: ", missingFields);
        add(clauses, "lacks defaults: ", missingDefaults);
        add(clauses, "lacks docs: ", missingDocs);
        add(clauses, "has other types: ", otherTypes);
        add(clauses, "has fields that this release does not know: ", unknownFields);
        return clauses;
    }

    private static void add(List<String> clauses, String head, List<String> items) {
        if (!items.isEmpty()) {
            clauses.add(head + String.join(", ", items));
        }
    }

    /** One comparison, which meets each record of both schemas once: they may be recursive. */
    private static final class Walk {

        private final List<String> fields = new ArrayList<>();
        private final List<String> defaults = new ArrayList<>();
        private final List<String> docs = new ArrayList<>();
        private final List<String> types = new ArrayList<>();
        private final List<String> unknown = new ArrayList<>();
        private final Set<Schema> seen = Collections.newSetFromMap(new IdentityHashMap<>());

        private void records(Schema other, Schema shipped, String path) {
            if (!seen.add(other)) {
                return;
            }
            for (Field field : shipped.getFields()) {
                Field theirs = other.getField(field.name());
                if (theirs == null) {
                    fields.add(path + field.name());
                } else {
                    fields(theirs, field, path + field.name());
                }
            }
            for (Field theirs : other.getFields()) {
                if (shipped.getField(theirs.name()) == null) {
                    unknown.add(path + theirs.name());
                }
            }
        }

        private void fields(Field theirs, Field field, String path) {
            if (field.hasDefaultValue() && !theirs.hasDefaultValue()) {
                defaults.add(path);
            }
            if (field.doc() != null && theirs.doc() == null) {
                docs.add(path);
            }
            if (!nameless(theirs.schema()).equals(nameless(field.schema()))) {
                types.add(path + " is " + TypeNames.of(theirs.schema()));
            }
            Optional<Schema> inner = WriterSchemaChecks.innerRecord(field.schema());
            Optional<Schema> theirInner = WriterSchemaChecks.innerRecord(theirs.schema());
            if (inner.isPresent() && theirInner.isPresent()) {
                records(theirInner.get(), inner.get(), path + ".");
            }
            enums(theirs.schema(), field.schema(), path);
        }

        private static String nameless(Schema schema) {
            return NAMED.matcher(TypeNames.of(schema)).replaceAll("$1");
        }

        private void enums(Schema theirs, Schema shipped, String path) {
            if (theirs.getType() != Schema.Type.ENUM || shipped.getType() != Schema.Type.ENUM) {
                return;
            }
            if (shipped.getEnumDefault() != null && theirs.getEnumDefault() == null) {
                defaults.add(path + "'s symbols");
            }
            List<String> symbols = new ArrayList<>(shipped.getEnumSymbols());
            symbols.removeAll(theirs.getEnumSymbols());
            symbols.forEach(it -> fields.add(path + "'s symbol " + it));
        }
    }
}

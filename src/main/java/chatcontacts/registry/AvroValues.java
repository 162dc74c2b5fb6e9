package chatcontacts.registry;

import chatcontacts.registry.FramedValue.Framed;
import chatcontacts.registry.FramedValue.Unframed;
import chatcontacts.registry.WriterSchema.OtherContent;
import chatcontacts.registry.WriterSchema.ReadContent;
import chatcontacts.registry.WriterSchemas.FoundSchema;
import chatcontacts.registry.WriterSchemas.UnavailableSchema;
import chatcontacts.registry.WriterSchemas.UnusableSchema;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads values of Confluent's serializers into a shipped schema, and tells their ends apart: read, of another type, never
 * readable, and a registry that did not give a final word. Safe for use by several threads; blocks for the registry.
 */
final class AvroValues {

    private final WriterSchemas schemas;

    AvroValues(WriterSchemas schemas) {
        this.schemas = schemas;
    }

    /** How the reading ended. */
    sealed interface AvroReading {}

    /** A record of the shipped schema's class, and whether the value's bytes lie in that schema from the offset on. */
    record ReadRecord(SpecificRecord record, boolean shipped, int offset) implements AvroReading {
        @Override
        public String toString() {
            return "ReadRecord";
        }
    }

    /** A record that has nothing of the shipped schema. */
    record OtherRecord(String problem) implements AvroReading {}

    /** The value can never be read. */
    record MalformedValue(String problem, Optional<Throwable> cause) implements AvroReading {}

    /** The value may be read later. */
    record SchemaUnavailable(String problem) implements AvroReading {}

    /**
     * Reads one.
     *
     * @param schemaId the value of the header that names its writer's schema, if there is one
     */
    AvroReading read(String topic, byte[] value, Optional<byte[]> schemaId) {
        return switch (FramedValue.of(value, schemaId)) {
            case Unframed it -> new MalformedValue(sentence(value, it.problem()), Optional.empty());
            case Framed it ->
                switch (schemas.find(it.schema(), topic)) {
                    case FoundSchema found -> read(value, it, found.schema());
                    case UnusableSchema unusable ->
                        new MalformedValue(sentence(value, where(it) + unusable.problem()), unusable.cause());
                    case UnavailableSchema unavailable -> new SchemaUnavailable(unavailable.problem());
                };
        };
    }

    private static AvroReading read(byte[] value, Framed framed, WriterSchema schema) {
        try {
            return switch (schema.read(value, framed.offset())) {
                case ReadContent it -> new ReadRecord(it.record(), it.shipped(), it.offset());
                case OtherContent it ->
                    new OtherRecord(sentence(value, written(framed) + "it is of type " + it.type()));
            };
        } catch (InvalidValueException e) {
            return new MalformedValue(sentence(value, written(framed) + e.problem()), e.library());
        }
    }

    private static String written(Framed framed) {
        return "written with schema " + framed.schema() + (framed.inHeader() ? " of its header: " : ": ");
    }

    private static String where(Framed framed) {
        return framed.inHeader() ? "by its header: " : "";
    }

    private static String sentence(byte[] value, String problem) {
        return "cannot read a value of " + value.length + " bytes: " + problem;
    }
}

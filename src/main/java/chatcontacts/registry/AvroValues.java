package chatcontacts.registry;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Decodes values of one Avro type with our own schema, whatever their writer's is named. The writer's schema is asked for
 * first, so that what the registry did wrong is told from what is wrong with the value. Safe for use by several threads.
 */
final class AvroValues<T extends SpecificRecord> {

    /** Confluent's framing: a zero byte and the schema's id. */
    static final int HEADER_BYTES = 5;

    private static final int SCHEMA_NOT_FOUND = 404;
    private static final int MOST_SCHEMAS = 10_000;

    private final RegistryConnection registry;
    private final KafkaAvroDeserializer deserializer;
    private final Class<T> type;
    private final Schema schema;
    private final String parsingForm;
    private final Map<Integer, Boolean> shippedById = new ConcurrentHashMap<>();

    AvroValues(RegistryConnection registry, Class<T> type, Schema schema) {
        this.registry = registry;
        this.type = type;
        this.schema = schema;
        this.parsingForm = SchemaNormalization.toParsingForm(schema);
        Map<String, Object> settings = new HashMap<>(registry.settings());
        settings.put("specific.avro.reader", true);
        this.deserializer = new KafkaAvroDeserializer(registry.client());
        this.deserializer.configure(settings, false);
    }

    /** What came of it. */
    sealed interface Read<T> {}

    /** The value, and whether its bytes behind the header are in the shipped schema. */
    record Value<T>(T value, boolean shipped) implements Read<T> {}

    /** Never a value of that type. */
    record Malformed<T>(String problem, Optional<Throwable> cause) implements Read<T> {}

    /** The registry did not say. */
    record Unavailable<T>(String problem) implements Read<T> {}

    Read<T> read(String topic, byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
            return new Malformed<>(
                    "value: " + bytes.length + " bytes that do not begin with a zero byte and a schema id of 4 bytes; the"
                            + " rule is Avro in Confluent's framing",
                    Optional.empty());
        }
        int id = ByteBuffer.wrap(bytes).getInt(1);
        ParsedSchema writer;
        try {
            writer = registry.client().getSchemaById(id);
        } catch (RestClientException e) {
            return e.getStatus() == SCHEMA_NOT_FOUND
                    ? new Malformed<>("value: the registry has no schema with its id " + id, Optional.empty())
                    : new Unavailable<>("the registry answers " + e.getStatus() + ", error code " + e.getErrorCode());
        } catch (IOException e) {
            return isOfAnotherKind(e)
                    ? new Malformed<>("value: its schema " + id + " is not Avro", Optional.empty())
                    : new Unavailable<>("the registry does not answer: " + e.getClass().getSimpleName());
        }
        return decode(topic, bytes, id, writer);
    }

    private Read<T> decode(String topic, byte[] bytes, int id, ParsedSchema writer) {
        if (!(writer instanceof AvroSchema avro)) {
            return new Malformed<>("value: its schema " + id + " is not Avro", Optional.empty());
        }
        try {
            Object value = deserializer.deserialize(topic, bytes, schema);
            if (!type.isInstance(value)) {
                return new Malformed<>(notOurs(id), Optional.empty());
            }
            return new Value<>(type.cast(value), isShipped(id, avro));
        } catch (SerializationException e) {
            return new Malformed<>(notOurs(id), Optional.of(e));
        } catch (RuntimeException | StackOverflowError e) {
            // Avro answers mutilated bytes with whatever its decoder runs into.
            return new Malformed<>(notOurs(id), Optional.of(e));
        }
    }

    private String notOurs(int id) {
        return "value: its bytes, written with schema " + id + ", cannot be read as " + schema.getFullName();
    }

    /** Equal in all that decides about bytes: documentation, defaults and logical types do not. */
    private boolean isShipped(int id, AvroSchema writer) {
        Boolean known = shippedById.get(id);
        if (known != null) {
            return known;
        }
        boolean shipped = SchemaNormalization.toParsingForm(writer.rawSchema()).equals(parsingForm);
        if (shippedById.size() < MOST_SCHEMAS) {
            shippedById.put(id, shipped);
        }
        return shipped;
    }

    /** The client has a parser for Avro only, and says so about JSON Schema and Protobuf in no better way than this. */
    private static boolean isOfAnotherKind(IOException e) {
        String message = e.getMessage();
        return e.getClass() == IOException.class && message != null && message.startsWith("Invalid schema");
    }
}

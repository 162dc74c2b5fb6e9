package chatcontacts.registry;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.apache.avro.specific.SpecificRecord;

/**
 * Confluent's deserializer, always with our reader schema, made strict: leftover bytes are an error, and whatever is wrong
 * with a value, as opposed to the registry, is a {@link InvalidValueException}. Thread-safe.
 */
final class StrictDeserializer extends KafkaAvroDeserializer {

    private final Schema shipped;
    private final WriterSchemaChecks writers;

    /** A record that was read, and whether its bytes lie in the shipped schema. */
    record StrictRecord(SpecificRecord record, boolean shipped) {}

    StrictDeserializer(SchemaRegistryClient client, Map<String, ?> settings, Schema shipped) {
        super(client, specific(settings));
        this.shipped = shipped;
        this.writers = new WriterSchemaChecks(shipped);
    }

    private static Map<String, Object> specific(Map<String, ?> settings) {
        Map<String, Object> specific = new HashMap<>(settings);
        specific.put("specific.avro.reader", true);
        specific.put("schema.reflection", false);
        specific.remove("specific.avro.value.type");
        return specific;
    }

    /**
     * Reads a value; throws what Confluent's deserializer throws, caused by an InvalidValueException if the value is
     * invalid.
     */
    StrictRecord read(String topic, byte[] value) {
        return (StrictRecord) deserialize(topic, value, shipped);
    }

    /** Called once the registry gave the writer's schema: all that fails from here on is the value's fault. */
    @Override
    protected DatumReader<?> getDatumReader(Schema writer, Schema reader) throws ExecutionException {
        WriterSchemaChecks.Writer known;
        try {
            known = writers.of(writer);
        } catch (StackOverflowError e) {
            throw new InvalidValueException("its writer's schema nests too deeply", e);
        }
        known.problem().ifPresent(problem -> {
            throw new InvalidValueException(problem, null);
        });
        return new StrictReader(super.getDatumReader(writer, reader), known.shipped());
    }

    /** Reads a record and checks that nothing is left. */
    private record StrictReader(DatumReader<?> reader, boolean shipped) implements DatumReader<Object> {

        @Override
        public void setSchema(Schema schema) {
            throw new UnsupportedOperationException("the schemas of this reader are fixed");
        }

        @Override
        public Object read(Object reuse, Decoder in) {
            try {
                SpecificRecord record = (SpecificRecord) reader.read(null, in);
                if (!((BinaryDecoder) in).isEnd()) {
                    throw new InvalidValueException("bytes are left over after the record", null);
                }
                return new StrictRecord(record, shipped);
            } catch (InvalidValueException e) {
                throw e;
            } catch (IOException | RuntimeException | StackOverflowError e) {
                throw new InvalidValueException(problem(e), e);
            }
        }

        private static String problem(Throwable failure) {
            return switch (failure) {
                case EOFException ignored -> "it ends in the middle of the record, or a length in it is wrong";
                case SystemLimitException ignored -> "a length in it is out of bounds";
                case AvroTypeException ignored -> "its writer's schema or a null in it does not fit the shipped schema";
                case StackOverflowError ignored -> "it nests too deeply";
                default -> "it is not what its writer's schema says";
            };
        }
    }
}

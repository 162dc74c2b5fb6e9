package chatcontacts.registry;

import chatcontacts.domain.errors.CauseChain;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads values in Confluent's wire format into a shipped schema, and tells three ends apart: read, never readable, and a
 * registry that did not give a final word. Thread-safe; blocks for the registry.
 */
final class AvroValues {

    /** The magic byte and the schema's id. */
    static final int PREFIX = 5;

    private static final int SCHEMA_NOT_FOUND = 40403;

    private final StrictDeserializer deserializer;

    private final UnreadableSchemaIds refused;

    /** The result of reading a value. */
    sealed interface AvroReading {}

    /** A record of the shipped schema's class, and whether the value's bytes lie in that schema. */
    record ReadRecord(SpecificRecord record, boolean shipped) implements AvroReading {
        @Override
        public String toString() {
            return "ReadRecord";
        }
    }

    /** The value can never be read. */
    record MalformedValue(String problem, Optional<Throwable> cause) implements AvroReading {}

    /** The value may be read later. */
    record SchemaUnavailable(String problem) implements AvroReading {}

    AvroValues(SchemaRegistryClient client, Map<String, ?> settings, Schema shipped) {
        this(client, settings, shipped, System::nanoTime);
    }

    AvroValues(SchemaRegistryClient client, Map<String, ?> settings, Schema shipped, LongSupplier nanoTime) {
        this.deserializer = new StrictDeserializer(client, settings, shipped);
        this.refused = new UnreadableSchemaIds(RegistryDefaults.unknownFor(settings), nanoTime);
    }

    AvroReading read(String topic, byte[] value) {
        if (value.length < PREFIX) {
            return malformed(value, "too short for a magic byte and a schema id");
        }
        if (value[0] != 0) {
            return malformed(value, "it does not start with the magic byte 0 of Confluent's Avro serializer");
        }
        int id = ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
        Optional<String> known = refused.problem(id);
        if (known.isPresent()) {
            return malformed(value, known.get());
        }
        try {
            StrictDeserializer.StrictRecord read = deserializer.read(topic, value);
            return new ReadRecord(read.record(), read.shipped());
        } catch (RuntimeException e) {
            return failed(value, id, e);
        }
    }

    private AvroReading failed(byte[] value, int id, RuntimeException failure) {
        InvalidValueException fault = CauseChain.first(failure, InvalidValueException.class);
        if (fault != null) {
            return new MalformedValue(
                    sentence(value, "written with schema id " + id + ": " + fault.problem()), fault.library());
        }
        RestClientException answer = CauseChain.first(failure, RestClientException.class);
        if (answer != null) {
            if (answer.getStatus() == 404 && answer.getErrorCode() == SCHEMA_NOT_FOUND) {
                String unknown = "the registry has no schema with id " + id;
                refused.forSomeTime(id, unknown);
                return new MalformedValue(sentence(value, unknown), Optional.of(failure));
            }
            if (SchemaRegistration.isAccessDenied(answer.getStatus())) {
                return new SchemaUnavailable(RegistryErrorMessages.accessDenied(answer));
            }
            return new SchemaUnavailable("the registry responds with " + answer.getStatus() + " (error code "
                    + answer.getErrorCode() + ") for schema id " + id);
        }
        Optional<String> problem = unusable(id, failure);
        problem.ifPresent(sentence -> refused.forGood(id, sentence));
        return problem.<AvroReading>map(sentence -> new MalformedValue(sentence(value, sentence), Optional.of(failure)))
                .orElseGet(() -> new SchemaUnavailable(
                        "the schema with id " + id + " could not be fetched (" + rootName(failure) + ")"));
    }

    /** The registry answered, but with a schema that the client cannot use: by the client's own messages. */
    private static Optional<String> unusable(int id, RuntimeException failure) {
        IllegalStateException state = CauseChain.first(failure, IllegalStateException.class);
        if (failure instanceof ClassCastException || (state != null && says(state, "Invalid schema type"))) {
            return Optional.of("the schema with id " + id + " is not an Avro schema");
        }
        IOException io = CauseChain.first(failure, IOException.class);
        return io != null && says(io, "Invalid schema ")
                ? Optional.of("the schema with id " + id + " is invalid")
                : Optional.empty();
    }

    private static boolean says(Throwable failure, String beginning) {
        return failure.getMessage() != null && failure.getMessage().startsWith(beginning);
    }

    private static MalformedValue malformed(byte[] value, String problem) {
        return new MalformedValue(sentence(value, problem), Optional.empty());
    }

    private static String sentence(byte[] value, String problem) {
        return "cannot read a value of " + value.length + " bytes: " + problem;
    }

    private static String rootName(Throwable failure) {
        return CauseChain.root(failure).getClass().getSimpleName();
    }
}

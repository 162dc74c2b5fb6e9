package chatcontacts.domain.request;

import java.util.Optional;

/** Reads the values of the request topic, whatever schema their producer wrote with. May block for a registry. */
public interface RequestDecoder {

    /** The header in which a serializer may name the schema instead of in front of the value. */
    String SCHEMA_ID_HEADER = "__value_schema_id";

    /**
     * Reads one value that is not null.
     *
     * @param schemaId the value of {@link #SCHEMA_ID_HEADER}, if there is one
     */
    Decoding decode(String topic, byte[] value, Optional<byte[]> schemaId);

    /** Reads one value without such a header. */
    default Decoding decode(String topic, byte[] value) {
        return decode(topic, value, Optional.empty());
    }

    /** The result of decoding. */
    sealed interface Decoding {}

    /** A chat request, and where dispatch finds it in the shipped schema. */
    record Decoded(DecodedRequest request, Body body) implements Decoding {}

    /**
     * Not a chat request, and never will be.
     *
     * @param problem our sentence: the value's shape and the rule, free of its content
     * @param cause what the library threw, for the dead letter's stack trace
     */
    record Malformed(String problem, Optional<Throwable> cause) implements Decoding {}

    /**
     * A record of another type, on a topic that requests share with others.
     *
     * @param problem our sentence, which names the type
     */
    record OtherType(String problem) implements Decoding {}

    /**
     * The registry did not answer, or not with something final: the same value may decode later.
     *
     * @param problem for the log
     */
    record RegistryUnavailable(String problem) implements Decoding {}

    /** Where the request lies in the shipped schema. */
    sealed interface Body {}

    /**
     * In the original value: its writer used a shipped schema.
     *
     * @param schema the schema's CRC-64-AVRO fingerprint
     * @param offset where the request begins
     */
    record InOriginal(long schema, int offset) implements Body {}

    /** Written anew in the shipped schema, for a writer with another one: Avro's single-object encoding. */
    @SuppressWarnings("ArrayRecordComponent") // a value that is only handed on
    record Reencoded(byte[] bytes) implements Body {}
}

package chatcontacts.registry;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.List;

/** Fetches schemas as they are registered, without a cache. Safe for use by several threads; blocks. */
interface SchemaSource {

    /**
     * A schema as it is registered.
     *
     * @param type AVRO, JSON, PROTOBUF
     * @param references to schemas that it makes use of
     * @param rule the name of one that its readers would have to apply, such as the decryption of a field; else empty
     */
    record RegisteredSchema(String type, String text, List<Reference> references, String rule) {}

    /** A version of another subject. */
    record Reference(String subject, int version) {
        @Override
        public String toString() {
            return subject + " version " + version;
        }
    }

    /**
     * Fetches one.
     *
     * @param subject of the topic at hand, by which registries with contexts find it
     */
    RegisteredSchema fetch(SchemaId id, String subject) throws IOException, RestClientException;

    /** Asks for any schema of that subject, to see whether the registry responds. */
    void latest(String subject) throws IOException, RestClientException;

    /** Fetches one that another refers to. */
    RegisteredSchema fetch(Reference reference) throws IOException, RestClientException;
}

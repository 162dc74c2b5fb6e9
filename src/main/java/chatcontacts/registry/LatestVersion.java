package chatcontacts.registry;

import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import org.apache.avro.Schema;

/**
 * A subject's latest version: the one that serializers of other languages write with unless they are told otherwise.
 *
 * @param version its number
 * @param differences from the shipped schema
 */
public record LatestVersion(int version, SchemaDifferences differences) {

    /** Whether producers that use it lose something of the shipped schema. A version that only has more is a newer release's. */
    public boolean isForeign() {
        return differences.lacksSomething();
    }

    static LatestVersion of(SchemaRegistryClient client, String subject, Schema shipped)
            throws IOException, RestClientException {
        SchemaMetadata latest = client.getLatestSchemaMetadata(subject);
        return new LatestVersion(latest.getVersion(), differences(latest, shipped));
    }

    static SchemaDifferences differences(SchemaMetadata registered, Schema shipped) {
        try {
            return SchemaDifferences.of(new Schema.Parser().parse(registered.getSchema()), shipped);
        } catch (RuntimeException | StackOverflowError e) {
            // Another type of schema, one with references, or one that nests too deeply.
            return SchemaDifferences.unreadable();
        }
    }
}

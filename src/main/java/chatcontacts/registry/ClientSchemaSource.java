package chatcontacts.registry;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.List;

/** Asks Confluent's client, for registries in memory ({@code mock://}), which have no HTTP. */
final class ClientSchemaSource implements SchemaSource {

    private final SchemaRegistryClient client;

    ClientSchemaSource(SchemaRegistryClient client) {
        this.client = client;
    }

    @Override
    public RegisteredSchema fetch(SchemaId id, String subject) throws IOException, RestClientException {
        if (!(id instanceof SchemaId.Numbered numbered)) {
            throw new IOException("a registry in memory has no GUIDs");
        }
        ParsedSchema schema = client.getSchemaBySubjectAndId(subject, numbered.id());
        String text = schema instanceof AvroSchema avro ? avro.rawSchema().toString() : schema.canonicalString();
        return new RegisteredSchema(schema.schemaType(), text, List.of(), "");
    }

    @Override
    public void latest(String subject) throws IOException, RestClientException {
        client.getLatestSchemaMetadata(subject);
    }

    @Override
    public RegisteredSchema fetch(Reference reference) throws IOException {
        throw new IOException("a registry in memory resolves references itself");
    }
}

package chatcontacts.registry;

import io.confluent.kafka.schemaregistry.SchemaProvider;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import java.util.List;
import java.util.Map;

/** Makes Confluent's client of the registry. */
final class RegistryClients {

    private static final String IN_MEMORY = "mock://";

    private RegistryClients() {}

    /** A client, and the same registry without its cache. */
    record Clients(SchemaRegistryClient client, SchemaSource source) {}

    /**
     * A client that has not connected yet.
     *
     * @param settings complete, see {@link RegistryDefaults#under}
     * @param cached schemas that it remembers for each subject
     * @throws RegistrySettingException if it does not take them
     */
    static Clients open(Map<String, Object> settings, int cached) {
        List<String> urls =
                List.of(String.valueOf(settings.get("schema.registry.url")).split(","));
        List<SchemaProvider> providers = List.of(new AvroSchemaProvider());
        Map<String, Object> ofClient = RegistryDefaults.ofClient(settings);
        try {
            if (urls.getFirst().startsWith(IN_MEMORY)) {
                var client = SchemaRegistryClientFactory.newClient(urls, cached, providers, ofClient, Map.of());
                return new Clients(client, new ClientSchemaSource(client));
            }
            RestService rest = new RestService(urls);
            var client = new CachedSchemaRegistryClient(rest, cached, providers, ofClient, Map.of());
            return new Clients(client, new RestSchemaSource(rest));
        } catch (RuntimeException e) {
            // It throws whatever it meets, with messages that may quote a secret.
            throw new RegistrySettingException(
                    "the registry client rejects the settings serde.*; --debug prints the stack trace", e);
        }
    }
}

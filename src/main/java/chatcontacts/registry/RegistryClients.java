package chatcontacts.registry;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import java.util.List;
import java.util.Map;

/** Makes Confluent's client of the registry. */
final class RegistryClients {

    private RegistryClients() {}

    /**
     * A client that has not connected yet.
     *
     * @param settings complete, see {@link RegistryDefaults#under}
     * @param cached schemas that it remembers for each subject
     * @throws RegistrySettingException if it does not take them
     */
    static SchemaRegistryClient open(Map<String, Object> settings, int cached) {
        List<String> urls =
                List.of(String.valueOf(settings.get("schema.registry.url")).split(","));
        try {
            return SchemaRegistryClientFactory.newClient(
                    urls, cached, List.of(new AvroSchemaProvider()), RegistryDefaults.ofClient(settings), Map.of());
        } catch (RuntimeException e) {
            // It throws whatever it meets, with messages that may quote a secret.
            throw new RegistrySettingException(
                    "the registry client rejects the settings serde.*; --debug prints the stack trace", e);
        }
    }
}

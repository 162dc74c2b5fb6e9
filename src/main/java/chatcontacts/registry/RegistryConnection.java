package chatcontacts.registry;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The one client of the schema registry that all serializers and deserializers of the process share, with its cache. What a
 * cache holds it holds for good, so that an outage hits only schemas that were never seen. Safe for use by several threads.
 */
public final class RegistryConnection implements AutoCloseable {

    private static final int SCHEMAS_CACHED = 1_000;

    /**
     * Short time-outs, since intake waits in a stream thread and tries again by itself; and an unknown id is not asked for
     * again at once. Overridden by {@code serde.*}.
     */
    private static final Map<String, Object> DEFAULTS = Map.of(
            "http.connect.timeout.ms", "2000",
            "http.read.timeout.ms", "5000",
            "max.retries", "0",
            "missing.id.cache.ttl.sec", "10",
            "missing.cache.size", "1000");

    private final SchemaRegistryClient client;
    private final Map<String, Object> settings;

    /** With the settings of Confluent's client and serializers, {@code schema.registry.url} included. Connects later. */
    public RegistryConnection(Map<String, ?> given) {
        AvroLimits.set();
        settings = new HashMap<>(DEFAULTS);
        settings.putAll(given);
        List<String> urls = List.of(String.valueOf(given.get("schema.registry.url")).split(","));
        client = SchemaRegistryClientFactory.newClient(
                urls, SCHEMAS_CACHED, List.of(new AvroSchemaProvider()), settings, Map.of());
    }

    SchemaRegistryClient client() {
        return client;
    }

    Map<String, Object> settings() {
        return settings;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new IllegalStateException("the registry client could not be closed", e);
        }
    }
}

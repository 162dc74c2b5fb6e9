package chatcontacts.registry;

import chatcontacts.domain.request.CancellationDecoder;
import chatcontacts.domain.request.RequestDecoder;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The one registry client of the process, with its caches, and everything that is built on it. Makes no connection before it
 * is needed. Thread-safe.
 */
public final class RegistryConnection implements AutoCloseable {

    /** Schemas that the client remembers for each subject. */
    private static final int CACHED_SCHEMAS = 1000;

    private final SchemaRegistryClient client;
    private final Map<String, Object> settings;

    /**
     * A connection with the settings of Confluent's classes.
     *
     * @param settings {@code schema.registry.url}, and what the user set for the serializers and the client
     * @throws RegistrySettingException if one of them is invalid
     */
    public static RegistryConnection with(Map<String, ?> settings) {
        Map<String, Object> complete = RegistryDefaults.under(settings);
        return new RegistryConnection(RegistryClients.open(complete, CACHED_SCHEMAS), complete);
    }

    RegistryConnection(SchemaRegistryClient client, Map<String, Object> settings) {
        TrustedClasses.ensure();
        this.client = client;
        this.settings = settings;
    }

    public RequestDecoder requestDecoder() {
        return new AvroRequestDecoder(client, settings);
    }

    public CancellationDecoder cancellationDecoder() {
        return new AvroCancellationDecoder(client, settings);
    }

    public ResultSerializer resultSerializer() {
        return new ResultSerializer(client, settings);
    }

    public RequestSerializer requestSerializer() {
        return new RequestSerializer(client, settings);
    }

    public ResultReader resultReader() {
        return new ResultReader(client, settings);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

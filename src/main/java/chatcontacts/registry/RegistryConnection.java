package chatcontacts.registry;

import chatcontacts.domain.control.ControlDecoder;
import chatcontacts.domain.request.CancellationDecoder;
import chatcontacts.domain.request.RequestDecoder;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;

/**
 * The one registry client of the process, with its caches, and everything that is built on it. Makes no connection before it
 * is needed. Thread-safe.
 */
public final class RegistryConnection implements AutoCloseable {

    /** Schemas that the client remembers for each subject. */
    private static final int CACHED_SCHEMAS = 1000;

    private final SchemaRegistryClient client;
    private final SchemaSource source;
    private final Map<String, Object> settings;
    private final LongSupplier nanoTime;

    /**
     * A connection with the settings of Confluent's classes.
     *
     * @param settings {@code schema.registry.url}, and what the user set for the serializers and the client
     * @throws RegistrySettingException if one of them is of no use
     */
    public static RegistryConnection with(Map<String, ?> settings) {
        return with(settings, System::nanoTime);
    }

    /** The same with a clock of its own, by which it waits for schemas that the registry does not have yet. */
    public static RegistryConnection with(Map<String, ?> settings, LongSupplier nanoTime) {
        Map<String, Object> complete = RegistryDefaults.under(settings);
        return new RegistryConnection(RegistryClients.open(complete, CACHED_SCHEMAS), complete, nanoTime);
    }

    private RegistryConnection(RegistryClients.Clients clients, Map<String, Object> settings, LongSupplier nanoTime) {
        AvroLimits.set();
        TrustedClasses.ensure();
        this.client = clients.client();
        this.source = clients.source();
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    public RequestDecoder requestDecoder() {
        return new AvroRequestDecoder(values(chatcontacts.ChatRequest.getClassSchema(), WriterListener.NONE));
    }

    /** A decoder that notes who writes. */
    public RequestDecoder requestDecoder(Writers writers) {
        return new AvroRequestDecoder(values(chatcontacts.ChatRequest.getClassSchema(), writers));
    }

    public CancellationDecoder cancellationDecoder() {
        return new AvroCancellationDecoder(values(chatcontacts.ChatCancellation.getClassSchema(), WriterListener.NONE));
    }

    public ControlDecoder controlDecoder() {
        return new AvroControlDecoder(values(chatcontacts.ChatControl.getClassSchema(), WriterListener.NONE));
    }

    public ControlLogSerializer controlLogSerializer() {
        return new ControlLogSerializer(client, settings);
    }

    public ControlLogReader controlLogReader() {
        return new ControlLogReader(values(chatcontacts.ChatControlLog.getClassSchema(), WriterListener.NONE));
    }

    private AvroValues values(Schema shipped, WriterListener listener) {
        return new AvroValues(WriterSchemas.of(source, settings, shipped, nanoTime, listener));
    }

    public ResultSerializer resultSerializer() {
        return new ResultSerializer(client, settings);
    }

    public RequestSerializer requestSerializer() {
        return new RequestSerializer(client, settings);
    }

    public ResultReader resultReader() {
        return new ResultReader(values(chatcontacts.ChatResult.getClassSchema(), WriterListener.NONE));
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

package chatcontacts.registry;

import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.control.ControlLogEntry.ControlStatus;
import chatcontacts.domain.control.ControlOrigin;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log of commands with Confluent's serializer. Once {@link #warmUp warm}, it never asks the registry again.
 * Thread-safe.
 */
public final class ControlLogSerializer implements Serializer<ControlLogEntry> {

    private static final ControlLogEntry SPECIMEN = new ControlLogEntry(
            "",
            "",
            Optional.empty(),
            "",
            ControlStatus.DONE,
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            false,
            new ControlOrigin("", "", Instant.EPOCH));

    private final LastingSerializer serializer;

    ControlLogSerializer(SchemaRegistryClient client, Map<String, ?> settings) {
        this.serializer = new LastingSerializer(client, settings, "an entry of the log of commands");
    }

    /**
     * Finds out the id of the schema on that topic, and keeps it.
     *
     * @throws SerializationException if the registry does not respond, or does not have the schema and may not register it
     */
    public void warmUp(String topic) {
        serialize(topic, SPECIMEN);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable ControlLogEntry entry) {
        return entry == null ? null : serializer.serialize(topic, AvroControls.toAvro(entry));
    }

    /** Nothing: the registry client is shared, its owner closes it. */
    @Override
    public void close() {}
}

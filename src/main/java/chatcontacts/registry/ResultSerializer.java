package chatcontacts.registry;

import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes results with Confluent's serializer. Once {@link #warmUp warm}, it never asks the registry again, so that an outage
 * of it does not delay the settling of a chat. Thread-safe.
 */
public final class ResultSerializer implements Serializer<Result> {

    private static final Result SPECIMEN = new Result(
            "",
            "",
            new Outcome.Failed(Reason.CANCELLED, Optional.empty(), ""),
            0,
            Optional.empty(),
            Instant.EPOCH,
            Instant.EPOCH,
            false,
            new Source("", 0, 0),
            Optional.empty());

    private final LastingSerializer serializer;

    /** The registry rejects the credentials or denies access, or TLS fails. */
    public static final class RegistryAccessException extends SerializationException {
        private static final long serialVersionUID = 1L;

        RegistryAccessException(String message) {
            super(message);
        }
    }

    ResultSerializer(SchemaRegistryClient client, Map<String, ?> settings) {
        this.serializer = new LastingSerializer(client, settings, "a result");
    }

    /**
     * Finds out the id of the results' schema on that topic, and keeps it.
     *
     * @throws SerializationException if the registry does not respond, or does not have the schema and may not register it
     */
    public void warmUp(String topic) {
        serialize(topic, SPECIMEN);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Result result) {
        return result == null ? null : serializer.serialize(topic, AvroResults.toAvro(result));
    }

    /** Nothing: the registry client is shared, its owner closes it. */
    @Override
    public void close() {}
}

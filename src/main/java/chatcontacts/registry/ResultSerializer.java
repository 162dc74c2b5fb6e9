package chatcontacts.registry;

import chatcontacts.domain.errors.CauseChain;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
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

    private final KafkaAvroSerializer serializer;

    /** The registry rejects the credentials or denies access, or TLS fails. */
    public static final class RegistryAccessException extends SerializationException {
        private static final long serialVersionUID = 1L;

        private RegistryAccessException(String message) {
            super(message);
        }
    }

    ResultSerializer(SchemaRegistryClient client, Map<String, ?> settings) {
        Map<String, Object> lasting = new HashMap<>(settings);
        // The latest version as it was at the start, also if the user lets it expire elsewhere.
        lasting.put("latest.cache.ttl.sec", -1);
        lasting.put("schema.reflection", false);
        this.serializer = new KafkaAvroSerializer(client, lasting);
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
        if (result == null) {
            return null;
        }
        try {
            return serializer.serialize(topic, AvroResults.toAvro(result));
        } catch (RuntimeException e) {
            throw failure(topic, e);
        }
    }

    /** Ours, and without the cause: the library's messages may quote the record, and with it the participant token. */
    private static SerializationException failure(String topic, RuntimeException failure) {
        Throwable cause = CauseChain.root(failure);
        String problem = "cannot serialize a result for " + topic + ": ";
        if (cause instanceof RestClientException answer) {
            if (SchemaRegistration.isAccessDenied(answer.getStatus())) {
                return new RegistryAccessException(problem + RegistryErrorMessages.accessDenied(answer));
            }
            return new SerializationException(problem + "the registry responds with " + answer.getStatus()
                    + " (error code " + answer.getErrorCode() + ")"
                    + (answer.getStatus() == 404 ? "; register it with schemas register" : ""));
        }
        if (RegistryErrorMessages.isTls(failure)) {
            return new RegistryAccessException(problem + RegistryErrorMessages.noResponse(failure));
        }
        return new SerializationException(problem
                + (cause instanceof IOException ? "the registry does not respond: " : "")
                + cause.getClass().getSimpleName());
    }

    /** Nothing: the registry client is shared, its owner closes it. */
    @Override
    public void close() {}
}

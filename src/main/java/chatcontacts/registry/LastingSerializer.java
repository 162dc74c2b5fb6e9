package chatcontacts.registry;

import chatcontacts.domain.errors.CauseChain;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/** Confluent's serializer for values of one topic: once it wrote one, it never asks the registry again. Thread-safe. */
final class LastingSerializer {

    private final KafkaAvroSerializer serializer;
    private final String what;

    /** @param what for messages, such as "a result" */
    LastingSerializer(SchemaRegistryClient client, Map<String, ?> settings, String what) {
        Map<String, Object> lasting = new HashMap<>(settings);
        // The latest version as it was at the start, also if the user lets it expire elsewhere.
        lasting.put("latest.cache.ttl.sec", -1);
        lasting.put("schema.reflection", false);
        this.serializer = new KafkaAvroSerializer(client, lasting);
        this.what = what;
    }

    byte[] serialize(String topic, SpecificRecord value) {
        try {
            return serializer.serialize(topic, value);
        } catch (RuntimeException e) {
            throw failure(topic, e);
        }
    }

    /** Ours, and without the cause: the library's messages may quote the record, and with it the participant token. */
    private SerializationException failure(String topic, RuntimeException failure) {
        Throwable cause = CauseChain.root(failure);
        String problem = "cannot serialize " + what + " for " + topic + ": ";
        if (cause instanceof RestClientException answer) {
            if (SchemaRegistration.isAccessDenied(answer.getStatus())) {
                return new ResultSerializer.RegistryAccessException(
                        problem + RegistryErrorMessages.accessDenied(answer));
            }
            return new SerializationException(problem + "the registry responds with " + answer.getStatus()
                    + " (error code " + answer.getErrorCode() + ")"
                    + (answer.getStatus() == 404 ? "; register it with schemas register" : ""));
        }
        if (RegistryErrorMessages.isTls(failure)) {
            return new ResultSerializer.RegistryAccessException(problem + RegistryErrorMessages.noResponse(failure));
        }
        return new SerializationException(problem
                + (cause instanceof IOException ? "the registry does not respond: " : "")
                + cause.getClass().getSimpleName());
    }
}

package chatcontacts.registry;

import chatcontacts.domain.control.ControlRequest;
import chatcontacts.domain.errors.CauseChain;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.registry.SchemaRegistration.RegistryRejectedException;
import chatcontacts.registry.SchemaRegistration.RegistryUnreachableException;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Writes requests and commands with Confluent's serializer, as any producer does. Thread-safe. */
public final class RequestSerializer {

    private final KafkaAvroSerializer serializer;

    RequestSerializer(SchemaRegistryClient client, Map<String, ?> settings) {
        Map<String, Object> specific = new HashMap<>(settings);
        specific.put("schema.reflection", false);
        this.serializer = new KafkaAvroSerializer(client, specific);
    }

    /**
     * The value of a record of that topic. Asks the registry the first time.
     *
     * @throws RegistryUnreachableException if no answer came
     * @throws RegistryRejectedException if the registry does not have the schema and may not register it
     */
    public byte[] serialize(String topic, DecodedRequest request) {
        return serialize(topic, AvroRequests.toAvro(request));
    }

    /** The value of a command; the same otherwise. */
    public byte[] serialize(String topic, ControlRequest command) {
        return serialize(topic, AvroControls.toAvro(command));
    }

    private byte[] serialize(String topic, SpecificRecord value) {
        try {
            return serializer.serialize(topic, value);
        } catch (RuntimeException e) {
            throw translated(topic, e);
        }
    }

    /** Our words only: the library's messages may quote the record. */
    private static RuntimeException translated(String topic, RuntimeException failure) {
        Throwable cause = CauseChain.root(failure);
        if (cause instanceof RestClientException answer) {
            if (SchemaRegistration.isAccessDenied(answer.getStatus())) {
                return new RegistryUnreachableException(RegistryErrorMessages.accessDenied(answer), answer);
            }
            String said = "the schema registry responds with " + answer.getStatus() + " (error code "
                    + answer.getErrorCode() + ") for " + topic + "-value";
            return answer.getStatus() >= 500
                    ? new RegistryUnreachableException(said, answer)
                    : new RegistryRejectedException(said + "; register it with schemas register", answer);
        }
        return cause instanceof IOException
                ? new RegistryUnreachableException(RegistryErrorMessages.noResponse(failure), cause)
                : new IllegalStateException(
                        "cannot serialize the request:  " + cause.getClass().getSimpleName());
    }
}

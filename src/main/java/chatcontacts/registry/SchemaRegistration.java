package chatcontacts.registry;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Registers the schemas of topics' values under {@code <topic>-value} and sets these subjects to FULL_TRANSITIVE, so that
 * producers and consumers of any version understand each other. Registering what is registered already changes nothing.
 */
public final class SchemaRegistration {

    static final String COMPATIBILITY = "FULL_TRANSITIVE";
    private static final int SUBJECT_CACHE = 10;

    /** A person waits: give up sooner than the client's own minute. Overridden by {@code serde.*}. */
    private static final Map<String, Object> IMPATIENT =
            Map.of("http.connect.timeout.ms", "5000", "http.read.timeout.ms", "10000", "max.retries", "1");

    private final Map<String, Object> settings;

    /**
     * A schema in the registry.
     *
     * @param subject {@code <topic>-value}
     * @param id global to the registry
     * @param version within the subject
     * @param latest the subject's latest version, compared with this schema
     */
    public record Registered(String subject, int id, int version, LatestVersion latest) {}

    /** The registry did not respond, responded with a server error, or denied access. */
    public static final class RegistryUnreachableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RegistryUnreachableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The registry rejected the request, for example because the schema is incompatible. */
    public static final class RegistryRejectedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RegistryRejectedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * With the settings of Confluent's registry client, {@code schema.registry.url} included.
     *
     * @throws RegistrySettingException if a number is none
     */
    public SchemaRegistration(Map<String, ?> settings) {
        Map<String, Object> patient = new HashMap<>(IMPATIENT);
        patient.putAll(settings);
        this.settings = RegistryDefaults.under(patient);
    }

    /**
     * Registers the value schema of each topic, in the map's order.
     *
     * @throws RegistryUnreachableException if no answer came
     * @throws RegistryRejectedException if the registry rejects it
     */
    public List<Registered> register(Map<String, Schema> schemaByTopic) {
        try (SchemaRegistryClient client = client()) {
            List<Registered> registered = new ArrayList<>();
            for (Map.Entry<String, Schema> entry : schemaByTopic.entrySet()) {
                registered.add(register(client, entry.getKey() + "-value", new AvroSchema(entry.getValue())));
            }
            return registered;
        } catch (IOException e) {
            throw new RegistryUnreachableException(RegistryErrorMessages.noResponse(e), e);
        }
    }

    private static Registered register(SchemaRegistryClient client, String subject, AvroSchema schema)
            throws IOException {
        try {
            boolean known = setCompatibility(client, subject);
            int id = client.register(subject, schema);
            if (!known) {
                client.updateCompatibility(subject, COMPATIBILITY);
            }
            return new Registered(
                    subject,
                    id,
                    client.getVersion(subject, schema),
                    LatestVersion.of(client, subject, schema.rawSchema()));
        } catch (RestClientException e) {
            throw failure(subject, e);
        }
    }

    /** A client of the registry, for a person who waits. */
    SchemaRegistryClient client() {
        return RegistryClients.open(settings, SUBJECT_CACHE).client();
    }

    /** The registry's answer in our words. */
    static RuntimeException failure(String subject, RestClientException answer) {
        int status = answer.getStatus();
        if (status >= 500) {
            return new RegistryUnreachableException(
                    "the schema registry responds with " + status + " for " + subject, answer);
        }
        String refused = "the schema registry rejects " + subject + ": " + reason(status) + " (" + status
                + ", error code " + answer.getErrorCode() + ")";
        return isAccessDenied(status)
                ? new RegistryUnreachableException(refused, answer)
                : new RegistryRejectedException(refused, answer);
    }

    /** Whether that status denies access. */
    static boolean isAccessDenied(int status) {
        return status == 401 || status == 403;
    }

    /** Before the first schema too, where the registry allows it: so no incompatible version slips in between. */
    private static boolean setCompatibility(SchemaRegistryClient client, String subject)
            throws IOException, RestClientException {
        try {
            client.updateCompatibility(subject, COMPATIBILITY);
            return true;
        } catch (RestClientException e) {
            if (e.getStatus() == 404) {
                return false;
            }
            throw e;
        }
    }

    private static String reason(int status) {
        return switch (status) {
            case 401 -> "the credentials of serde.basic.auth.user.info are rejected";
            case 403 -> "the user of serde.basic.auth.user.info lacks permission";
            case 409 -> "the schema is incompatible with the registered ones";
            case 422 -> "the schema or its compatibility level is invalid";
            default -> "the request is rejected";
        };
    }
}

package chatcontacts.registry;

import chatcontacts.registry.SchemaRegistration.RegistryRejectedException;
import chatcontacts.registry.SchemaRegistration.RegistryUnreachableException;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** Compares the schemas of this release with those in a registry, and changes nothing there. */
public final class SchemaCheck {

    private final SchemaRegistration registration;

    /** The state of one schema. */
    public enum SchemaState {
        /** The subject does not exist. */
        MISSING,
        /** This schema is registered. */
        SAME,
        /** Another schema is registered; this one is compatible. */
        DIFFERS,
        /** Another schema is registered; this one is incompatible. */
        INCOMPATIBLE
    }

    /**
     * One subject.
     *
     * @param subject {@code <topic>-value}
     * @param state of this release's schema
     * @param version of this release's schema, if it is registered
     * @param latest the subject's latest version, compared with this release's schema; empty if the subject does not exist
     * @param compatibility the subject's own level; empty if it has none and follows the registry's
     */
    public record Checked(
            String subject,
            SchemaState state,
            Optional<Integer> version,
            Optional<LatestVersion> latest,
            Optional<String> compatibility) {

        /** Whether it is as {@code schemas register} would leave it. */
        public boolean isUpToDate() {
            return state == SchemaState.SAME
                    && !isForeign()
                    && compatibility.equals(Optional.of(SchemaRegistration.COMPATIBILITY));
        }

        /** Whether the latest version lacks something of this release's schema. */
        public boolean isForeign() {
            return latest.filter(LatestVersion::isForeign).isPresent();
        }
    }

    /** With the settings of Confluent's registry client, {@code schema.registry.url} included. */
    public SchemaCheck(Map<String, ?> settings) {
        this.registration = new SchemaRegistration(settings);
    }

    /**
     * Looks at the subject of each topic.
     *
     * @param cancellations empty if that input is off
     * @param control empty if there are no commands of operators
     * @param controlLog empty if there are none
     * @throws RegistryUnreachableException if no answer came
     * @throws RegistryRejectedException if the registry rejects the request
     */
    public List<Checked> check(
            String requests, String results, String cancellations, String control, String controlLog) {
        return check(BundledSchemas.byTopic(requests, results, cancellations, control, controlLog));
    }

    List<Checked> check(Map<String, Schema> schemaByTopic) {
        try (SchemaRegistryClient client = registration.client()) {
            List<Checked> checked = new ArrayList<>();
            for (Map.Entry<String, Schema> entry : schemaByTopic.entrySet()) {
                checked.add(check(client, entry.getKey() + "-value", new AvroSchema(entry.getValue())));
            }
            return checked;
        } catch (IOException e) {
            throw new RegistryUnreachableException(RegistryErrorMessages.noResponse(e), e);
        }
    }

    private static Checked check(SchemaRegistryClient client, String subject, AvroSchema schema) throws IOException {
        try {
            Optional<LatestVersion> latest = found(() -> LatestVersion.of(client, subject, schema.rawSchema()));
            if (latest.isEmpty()) {
                return new Checked(subject, SchemaState.MISSING, Optional.empty(), Optional.empty(), Optional.empty());
            }
            Optional<String> compatibility = found(() -> client.getCompatibility(subject));
            Optional<Integer> version = found(() -> client.getVersion(subject, schema));
            if (version.isPresent()) {
                return new Checked(subject, SchemaState.SAME, version, latest, compatibility);
            }
            SchemaState state = fits(client, subject, schema) ? SchemaState.DIFFERS : SchemaState.INCOMPATIBLE;
            return new Checked(subject, state, version, latest, compatibility);
        } catch (RestClientException e) {
            throw SchemaRegistration.failure(subject, e);
        }
    }

    /** The registry's client asks it about the latest version only: the others are compared here. */
    private static boolean fits(SchemaRegistryClient client, String subject, AvroSchema schema)
            throws IOException, RestClientException {
        if (!client.testCompatibility(subject, schema)) {
            return false;
        }
        for (int version : client.getAllVersions(subject)) {
            var other =
                    new AvroSchema(client.getSchemaMetadata(subject, version).getSchema());
            if (!schema.isBackwardCompatible(other).isEmpty()
                    || !other.isBackwardCompatible(schema).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** A call to the registry. */
    interface RegistryCall<T> {
        T ask() throws IOException, RestClientException;
    }

    /** The answer; empty if what was asked for does not exist. */
    static <T> Optional<T> found(RegistryCall<T> call) throws IOException, RestClientException {
        try {
            return Optional.of(call.ask());
        } catch (RestClientException e) {
            if (e.getStatus() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }
}

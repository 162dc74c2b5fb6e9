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

/**
 * Finds versions that others registered above the shipped one, and soft-deletes them, so that producers which use the latest
 * version get all of the shipped schema again. Values that were written with them stay readable: their ids remain.
 */
public final class SchemaRepair {

    private final SchemaRegistration registration;

    /**
     * A version above the shipped one that lacks something of it.
     *
     * @param version its number
     * @param differences from the shipped schema
     */
    public record ForeignVersion(int version, SchemaDifferences differences) {}

    /**
     * One subject.
     *
     * @param subject {@code <topic>-value}
     * @param shipped the version of the shipped schema; empty if it is not registered
     * @param foreign in ascending order; empty if the shipped schema is not registered
     */
    public record Inspected(String subject, Optional<Integer> shipped, List<ForeignVersion> foreign) {}

    /** With the settings of Confluent's registry client, {@code schema.registry.url} included. */
    public SchemaRepair(Map<String, ?> settings) {
        this.registration = new SchemaRegistration(settings);
    }

    /**
     * Looks at the subject of each topic and changes nothing.
     *
     * @param cancellations empty if that input is off
     * @param control empty if there are no commands of operators
     * @param controlLog empty if there are none
     * @throws RegistryUnreachableException if no answer came
     * @throws RegistryRejectedException if the registry rejects the request
     */
    public List<Inspected> inspect(
            String requests, String results, String cancellations, String control, String controlLog) {
        try (SchemaRegistryClient client = registration.client()) {
            List<Inspected> inspected = new ArrayList<>();
            for (Map.Entry<String, Schema> entry : BundledSchemas.byTopic(
                            requests, results, cancellations, control, controlLog)
                    .entrySet()) {
                inspected.add(inspect(client, entry.getKey() + "-value", entry.getValue()));
            }
            return inspected;
        } catch (IOException e) {
            throw new RegistryUnreachableException(RegistryErrorMessages.noResponse(e), e);
        }
    }

    private static Inspected inspect(SchemaRegistryClient client, String subject, Schema schema) throws IOException {
        try {
            Optional<Integer> shipped = SchemaCheck.found(() -> client.getVersion(subject, new AvroSchema(schema)));
            List<ForeignVersion> foreign = new ArrayList<>();
            if (shipped.isPresent()) {
                for (int version : client.getAllVersions(subject)) {
                    if (version > shipped.get()) {
                        SchemaDifferences differences =
                                LatestVersion.differences(client.getSchemaMetadata(subject, version), schema);
                        if (differences.lacksSomething()) {
                            foreign.add(new ForeignVersion(version, differences));
                        }
                    }
                }
            }
            return new Inspected(subject, shipped, List.copyOf(foreign));
        } catch (RestClientException e) {
            throw SchemaRegistration.failure(subject, e);
        }
    }

    /**
     * Soft-deletes the foreign versions. Those that are gone already do not matter.
     *
     * @throws RegistryUnreachableException if no answer came, or it denies access
     * @throws RegistryRejectedException if the registry rejects the request
     */
    public void delete(List<Inspected> inspected) {
        try (SchemaRegistryClient client = registration.client()) {
            for (Inspected subject : inspected) {
                for (ForeignVersion foreign : subject.foreign()) {
                    delete(client, subject.subject(), foreign.version());
                }
            }
        } catch (IOException e) {
            throw new RegistryUnreachableException(RegistryErrorMessages.noResponse(e), e);
        }
    }

    private static void delete(SchemaRegistryClient client, String subject, int version) throws IOException {
        try {
            var unused = SchemaCheck.found(() -> client.deleteSchemaVersion(subject, Integer.toString(version)));
        } catch (RestClientException e) {
            throw SchemaRegistration.failure(subject, e);
        }
    }
}

package chatcontacts.registry;

import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.schemaregistry.client.rest.entities.Rule;
import io.confluent.kafka.schemaregistry.client.rest.entities.RuleMode;
import io.confluent.kafka.schemaregistry.client.rest.entities.RuleSet;
import io.confluent.kafka.schemaregistry.client.rest.entities.Schema;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the registry over HTTP, with the credentials and URLs of Confluent's client. */
final class RestSchemaSource implements SchemaSource {

    private static final String AVRO = "AVRO";

    private final RestService rest;

    /** @param rest configured: the one that a client was made with */
    RestSchemaSource(RestService rest) {
        this.rest = rest;
    }

    @Override
    public RegisteredSchema fetch(SchemaId id, String subject) throws IOException, RestClientException {
        SchemaString found = switch (id) {
            case SchemaId.Numbered it -> rest.getId(it.id(), subject);
            case SchemaId.Global it -> byGuid("/schemas/guids/" + it.guid());
        };
        return registered(found.getSchemaType(), found.getSchemaString(), found.getReferences(), found.getRuleSet());
    }

    @Override
    public RegisteredSchema fetch(Reference reference) throws IOException, RestClientException {
        Schema found = rest.getVersion(reference.subject(), reference.version(), true);
        return registered(found.getSchemaType(), found.getSchema(), found.getReferences(), found.getRuleSet());
    }

    @Override
    public void latest(String subject) throws IOException, RestClientException {
        rest.getLatestVersion(subject);
    }

    private static RegisteredSchema registered(
            @Nullable String type,
            @Nullable String text,
            @Nullable List<SchemaReference> references,
            @Nullable RuleSet rules)
            throws IOException {
        if (text == null) {
            throw new IOException("the registry's response holds no schema");
        }
        List<Reference> all = references == null
                ? List.of()
                : references.stream()
                        .map(it -> new Reference(it.getSubject(), it.getVersion()))
                        .toList();
        return new RegisteredSchema(type == null ? AVRO : type, text, all, rules == null ? "" : ruleForReaders(rules));
    }

    private static String ruleForReaders(RuleSet rules) {
        List<Rule> domain = rules.getDomainRules();
        return domain == null
                ? ""
                : domain.stream()
                        .filter(rule -> !rule.isDisabled())
                        .filter(rule -> rule.getMode() == RuleMode.READ || rule.getMode() == RuleMode.WRITEREAD)
                        .map(rule -> rule.getName() + " of type " + rule.getType())
                        .findFirst()
                        .orElse("");
    }

    /**
     * The client of release 7.9 knows no GUIDs, and its way to send any other request takes a type of Jackson that is named
     * otherwise in each build of it: so this finds both by their names.
     */
    private SchemaString byGuid(String path) throws IOException, RestClientException {
        try {
            Field type = RestService.class.getDeclaredField("GET_SCHEMA_BY_ID_RESPONSE_TYPE");
            type.setAccessible(true);
            Method request = Arrays.stream(RestService.class.getMethods())
                    .filter(method -> method.getName().equals("httpRequest") && method.getParameterCount() == 5)
                    .findFirst()
                    .orElseThrow(NoSuchMethodException::new);
            Map<String, String> headers = RestService.DEFAULT_REQUEST_PROPERTIES;
            return (SchemaString) request.invoke(rest, path, "GET", null, headers, type.get(null));
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case RestClientException it -> throw it;
                case IOException it -> throw it;
                case RuntimeException it -> throw it;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this release of the registry client cannot look up GUIDs", e);
        }
    }
}

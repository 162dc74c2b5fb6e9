package chatcontacts.registry;

import chatcontacts.domain.errors.CauseChain;
import chatcontacts.registry.SchemaSource.Reference;
import chatcontacts.registry.SchemaSource.RegisteredSchema;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writers' schemas, fetched and examined once each. Tells a schema that is of no use from a registry that gives no final word,
 * by status and error code only. Safe for use by several threads; blocks for the registry.
 */
final class WriterSchemas {

    private static final String AVRO = "AVRO";
    private static final int SCHEMA_NOT_FOUND = 40403;
    private static final int MAX_REFERENCES = 100;

    private final SchemaSource source;
    private final Schema shipped;
    private final SchemaVerdicts verdicts;
    private final WriterListener listener;
    private final Map<SchemaId, WriterSchema> known = new ConcurrentHashMap<>();

    /** The one that was fetched last: asked for again to see whether the registry responds at all. */
    private final AtomicReference<@Nullable SchemaId> lastFetched = new AtomicReference<>();

    /** What came of a look-up. */
    sealed interface Lookup {}

    record FoundSchema(WriterSchema schema) implements Lookup {}

    /** Its values can never be read. */
    record UnusableSchema(String problem, Optional<Throwable> cause) implements Lookup {}

    /** It may be had later. */
    record UnavailableSchema(String problem) implements Lookup {}

    /** The registry responded, and what it holds is of no use. */
    private static final class UnusableSchemaException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnusableSchemaException(String problem, @Nullable Throwable cause) {
            super(problem, cause);
        }
    }

    WriterSchemas(SchemaSource source, Schema shipped, SchemaVerdicts verdicts, WriterListener listener) {
        this.source = source;
        this.shipped = shipped;
        this.verdicts = verdicts;
        this.listener = listener;
    }

    static WriterSchemas of(
            SchemaSource source,
            Map<String, ?> settings,
            Schema shipped,
            LongSupplier nanoTime,
            WriterListener listener) {
        return new WriterSchemas(
                source, shipped, new SchemaVerdicts(RegistryDefaults.unknownFor(settings), nanoTime), listener);
    }

    Lookup find(SchemaId id, String topic) {
        WriterSchema schema = known.get(id);
        if (schema != null) {
            return found(id, schema, topic + "-value");
        }
        Optional<String> malformed = verdicts.malformed(id);
        return malformed.isPresent()
                ? new UnusableSchema(malformed.get(), Optional.empty())
                : fetch(id, topic + "-value");
    }

    private Lookup fetch(SchemaId id, String subject) {
        try {
            RegisteredSchema registered;
            try {
                registered = source.fetch(id, subject);
            } catch (RestClientException e) {
                return isUnknown(id, e) ? unknown(id, e) : refused(id, "schema " + id, subject, e);
            }
            return examined(id, registered, subject);
        } catch (UnusableSchemaException e) {
            String problem = "the schema with " + id + " " + e.getMessage();
            verdicts.forGood(id, problem);
            return new UnusableSchema(problem, Optional.ofNullable(e.getCause()));
        } catch (IOException | RuntimeException e) {
            return new UnavailableSchema("the schema with " + id + " could not be fetched ("
                    + CauseChain.root(e).getClass().getSimpleName() + ")");
        }
    }

    /** A registry without GUIDs has no such path, and an error code of its own for that. */
    private static boolean isUnknown(SchemaId id, RestClientException answer) {
        return answer.getStatus() == 404
                && (answer.getErrorCode() == SCHEMA_NOT_FOUND || id instanceof SchemaId.Global);
    }

    private Lookup examined(SchemaId id, RegisteredSchema registered, String subject) throws IOException {
        if (!registered.type().equals(AVRO)) {
            throw new UnusableSchemaException("is not an Avro schema", null);
        }
        if (!registered.rule().isEmpty()) {
            throw new UnusableSchemaException(
                    "has the rule " + registered.rule() + " for its readers, which this service does not apply", null);
        }
        SequencedSet<String> texts = new LinkedHashSet<>();
        for (Reference reference : registered.references()) {
            try {
                collect(reference, new LinkedHashSet<>(), texts);
            } catch (RestClientException e) {
                return refused(id, reference + " to which schema " + id + " refers", subject, e);
            }
        }
        WriterSchema schema = WriterSchema.of(parse(texts, registered.text()), shipped);
        if (known.size() >= SchemaVerdicts.MAX_SCHEMAS) {
            known.clear();
        }
        known.put(id, schema);
        verdicts.found(id);
        lastFetched.set(id);
        return found(id, schema, subject);
    }

    private FoundSchema found(SchemaId id, WriterSchema schema, String subject) {
        schema.differences().ifPresent(it -> listener.written(id, subject, it));
        return new FoundSchema(schema);
    }

    /** Those without references first, as a parser needs them. */
    private void collect(Reference reference, SequencedSet<Reference> on, SequencedSet<String> texts)
            throws IOException, RestClientException {
        if (!on.add(reference) || texts.size() > MAX_REFERENCES) {
            throw new UnusableSchemaException("refers to itself or to too many others", null);
        }
        RegisteredSchema registered = source.fetch(reference);
        for (Reference inner : registered.references()) {
            collect(inner, on, texts);
        }
        on.remove(reference);
        texts.add(registered.text());
    }

    private static Schema parse(SequencedSet<String> references, String text) {
        try {
            Schema.Parser parser = new Schema.Parser();
            references.forEach(parser::parse);
            return parser.parse(text);
        } catch (RuntimeException | StackOverflowError e) {
            throw new UnusableSchemaException("is invalid", e);
        }
    }

    private Lookup unknown(SchemaId id, RestClientException answer) {
        String problem = "the registry has no schema with " + id;
        if (verdicts.awaitUnknown(id)) {
            return new UnavailableSchema(problem);
        }
        verdicts.forSomeTime(id, problem);
        return new UnusableSchema(problem, Optional.of(answer));
    }

    /** It is asked again until either it answers or, some time later, turns out to answer for others. */
    private Lookup refused(SchemaId id, String what, String subject, RestClientException answer) {
        int status = answer.getStatus();
        String problem = SchemaRegistration.isAccessDenied(status)
                ? RegistryErrorMessages.accessDenied(answer)
                : "the registry responds with " + status + " (error code " + answer.getErrorCode() + ") for " + what;
        boolean busy = status < 400 || status >= 500 || status == 408 || status == 429;
        if (busy || verdicts.awaitRefused(id) || !respondsForOthers(id, subject)) {
            return new UnavailableSchema(problem);
        }
        String verdict = "the registry refuses " + what + " (" + status + ", error code " + answer.getErrorCode()
                + ") while it responds for others";
        verdicts.forSomeTime(id, verdict);
        return new UnusableSchema(verdict, Optional.of(answer));
    }

    private boolean respondsForOthers(SchemaId refused, String subject) {
        SchemaId other = lastFetched.get();
        try {
            if (other == null || other.equals(refused)) {
                source.latest(subject);
            } else {
                source.fetch(other, subject);
            }
            return true;
        } catch (IOException | RestClientException | RuntimeException e) {
            return false;
        }
    }
}

package chatcontacts.registry;

import chatcontacts.domain.outcome.Result;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import java.util.Map;
import java.util.Optional;

/** Reads the values of the result topic. Safe for use by several threads; may block for the registry. */
public final class ResultReader {

    private final AvroValues values;

    ResultReader(SchemaRegistryClient client, Map<String, ?> settings) {
        this.values = new AvroValues(client, settings, chatcontacts.ChatResult.getClassSchema());
    }

    /** What came of it. */
    public sealed interface Reading {}

    /** A result. */
    public record Read(Result result) implements Reading {}

    /** Not a result, or one of a newer release with a status or reason that this one does not know. */
    public record Unreadable(String problem) implements Reading {}

    /** The registry did not answer, or not with something final: the same value may be read later. */
    public record RegistryUnavailable(String problem) implements Reading {}

    /** Reads one value that is not null. */
    public Reading read(String topic, byte[] value) {
        return switch (values.read(topic, value)) {
            case AvroValues.Read read -> {
                Optional<Result> result = AvroResults.toDomain((chatcontacts.ChatResult) read.record());
                yield result.<Reading>map(Read::new)
                        .orElseGet(() -> new Unreadable("a status or reason that this release does not know"));
            }
            case AvroValues.Malformed it -> new Unreadable(it.problem());
            case AvroValues.Unavailable it -> new RegistryUnavailable(it.problem());
        };
    }
}

package chatcontacts.registry;

import chatcontacts.domain.outcome.Result;
import java.util.Optional;

/** Reads the values of the result topic. Thread-safe; may block for the registry. */
public final class ResultReader {

    private final AvroValues values;

    ResultReader(AvroValues values) {
        this.values = values;
    }

    /** The result of decoding. */
    public sealed interface ResultReading {}

    /** A result. */
    public record ReadResult(Result result) implements ResultReading {}

    /** Not a result, or one of a newer release with a status or reason that this one does not know. */
    public record UnreadableResult(String problem) implements ResultReading {}

    /** The registry did not answer, or not with something final: the same value may be read later. */
    public record ResultUnavailable(String problem) implements ResultReading {}

    /** Reads one value that is not null. */
    public ResultReading read(String topic, byte[] value) {
        return switch (values.read(topic, value, Optional.empty())) {
            case AvroValues.ReadRecord read -> {
                Optional<Result> result = AvroResults.toDomain((chatcontacts.ChatResult) read.record());
                yield result.<ResultReading>map(ReadResult::new)
                        .orElseGet(() -> new UnreadableResult("a status or reason that this release does not know"));
            }
            case AvroValues.OtherRecord it -> new UnreadableResult(it.problem());
            case AvroValues.MalformedValue it -> new UnreadableResult(it.problem());
            case AvroValues.SchemaUnavailable it -> new ResultUnavailable(it.problem());
        };
    }
}

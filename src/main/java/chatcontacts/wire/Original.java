package chatcontacts.wire;

import chatcontacts.domain.outcome.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An original record of the request topic, byte for byte, as a dead letter contains it. Never prints its content.
 *
 * @param source where it lies
 * @param timestamp the record's own timestamp, whoever set it
 * @param key null if there was none
 * @param value null for a tombstone
 * @param headers in their order, repeated keys included
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that are only handed on
public record Original(
        Source source, Instant timestamp, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {

    public Original {
        headers = List.copyOf(headers);
    }

    /** One header; Kafka allows a null value. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Header(String key, byte @Nullable [] value) {
        @Override
        public String toString() {
            return "Header[" + key + "]";
        }
    }

    /** The text of the last header of that name. */
    public Optional<String> lastHeader(String name) {
        return lastBytes(name).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** The value of the last header of that name. */
    public Optional<byte[]> lastBytes(String name) {
        for (int i = headers.size() - 1; i >= 0; i--) {
            Header header = headers.get(i);
            if (header.key().equals(name) && header.value() != null) {
                return Optional.of(header.value());
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "Original[" + source + "]";
    }
}

package chatcontacts.wire;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for records that the consumer did not read because their size would do harm: a record without key and value
 * that says so in one header. The header begins with a seal that only this process knows, so that no producer can write one.
 *
 * @param cause why they were not read
 * @param bytes how large the record claims to be, or what its batch unpacked to when the reading ended; headers if there are
 *     too many of them
 * @param count how many records it stands for: itself and those behind it in its batch
 */
public record UnreadRecords(Cause cause, long bytes, int count) {

    /** Its header. The name is one of the service's own, which never travel on. */
    public static final String HEADER = "chat.unread";

    private static final int SEAL_LENGTH = 16;
    private static final byte[] SEAL = new byte[SEAL_LENGTH];

    static {
        new SecureRandom().nextBytes(SEAL);
    }

    /** Why records were not read. */
    public enum Cause {
        /** One record is too large. */
        RECORD,
        /** One record has too many headers. */
        HEADERS,
        /** Its batch unpacks to too much. */
        BATCH,
        /** Its bytes are not those of a record, or its batch ends too early. */
        BROKEN
    }

    /** The header that says it. */
    public Header header() {
        ByteBuffer value = ByteBuffer.allocate(SEAL_LENGTH + 1 + Long.BYTES + Integer.BYTES)
                .put(SEAL)
                .put((byte) cause.ordinal())
                .putLong(bytes)
                .putInt(count);
        return new RecordHeader(HEADER, value.array());
    }

    /** What these headers say; empty for every record that was read. */
    public static Optional<UnreadRecords> of(Headers headers) {
        Header last = headers.lastHeader(HEADER);
        return last == null ? Optional.empty() : of(last.value());
    }

    private static Optional<UnreadRecords> of(byte @Nullable [] value) {
        if (value == null || value.length != SEAL_LENGTH + 1 + Long.BYTES + Integer.BYTES) {
            return Optional.empty();
        }
        ByteBuffer rest = ByteBuffer.wrap(value);
        byte[] seal = new byte[SEAL_LENGTH];
        rest.get(seal);
        return MessageDigest.isEqual(seal, SEAL)
                ? Optional.of(new UnreadRecords(Cause.values()[rest.get()], rest.getLong(), rest.getInt()))
                : Optional.empty();
    }
}

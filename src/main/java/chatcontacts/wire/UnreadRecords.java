package chatcontacts.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for records that the consumer did not read because their size would do harm: a record without key and value
 * that says so in one header. The header begins with a seal that only this process knows, so that no producer can write one.
 *
 * @param cause why they were not read
 * @param found bytes that the record takes, or that its batch had taken when the reading ended; or the number of its headers
 * @param limit how many are read at most
 * @param count how many records it stands for: itself and those behind it in its batch
 */
public record UnreadRecords(UnreadCause cause, long found, long limit, int count) {

    /** Its header. The name is one of the service's own, which never travel on. */
    public static final String HEADER = "chat.unread";

    private static final int SEAL_LENGTH = 16;
    private static final int LENGTH = SEAL_LENGTH + 2 * Long.BYTES + Integer.BYTES;
    private static final byte[] SEAL = new byte[SEAL_LENGTH];

    static {
        new SecureRandom().nextBytes(SEAL);
    }

    /** Why records were not read. */
    public enum UnreadCause {
        /** One record is too large. */
        RECORD,
        /** One record has too many headers. */
        HEADERS,
        /** Its batch unpacks to too much. */
        BATCH,
        /** Its bytes are not those of a record, or its batch ends too early. */
        BROKEN
    }

    /** The fact in one sentence, for people. */
    public String sentence() {
        String which = count == 1
                ? "the record was not read"
                : "the record and the " + (count - 1) + " behind it in its batch were not read";
        return which + ": "
                + switch (cause) {
                    case RECORD -> "it unpacks to " + found + " bytes, at most " + limit + " are read";
                    case HEADERS -> "it has " + found + " headers, at most " + limit + " are read";
                    case BATCH -> "its batch unpacks to more than " + limit + " bytes";
                    case BROKEN -> "its bytes are not those of a record";
                };
    }

    /** The header that says it. */
    public Header header() {
        byte[] name = cause.name().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer value = ByteBuffer.allocate(LENGTH + name.length)
                .put(SEAL)
                .putLong(found)
                .putLong(limit)
                .putInt(count)
                .put(name);
        return EmptyHeaders.create().add(HEADER, value.array()).lastHeader(HEADER);
    }

    /** What these headers say; empty for every record that was read. */
    public static Optional<UnreadRecords> of(Headers headers) {
        Header last = headers.lastHeader(HEADER);
        return last == null ? Optional.empty() : of(last.value());
    }

    private static Optional<UnreadRecords> of(byte @Nullable [] value) {
        if (value == null || value.length < LENGTH) {
            return Optional.empty();
        }
        ByteBuffer rest = ByteBuffer.wrap(value);
        byte[] seal = new byte[SEAL_LENGTH];
        rest.get(seal);
        if (!MessageDigest.isEqual(seal, SEAL)) {
            return Optional.empty();
        }
        long found = rest.getLong();
        long limit = rest.getLong();
        int count = rest.getInt();
        UnreadCause cause =
                UnreadCause.valueOf(StandardCharsets.US_ASCII.decode(rest).toString());
        return Optional.of(new UnreadRecords(cause, found, limit, count));
    }
}

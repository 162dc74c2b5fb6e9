package chatcontacts.intake;

import chatcontacts.wire.Original;
import java.util.Collection;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of records against {@code max.message.bytes}, uncompressed: an upper bound of what brokers and producers measure. A
 * record that the broker refuses would stop its thread again and again, so everything is measured before it is sent.
 */
final class RecordSize {

    /**
     * Margin on the dispatch topic. The same bytes continue as a changelog row and as a dead letter of dispatch, with keys,
     * headers of ours (a token of 500 characters, a message) and the batch around them.
     */
    static final int DISPATCH_MARGIN = 64 * 1024;

    /** Batch and record header, and lengths of key and value. */
    private static final int ENVELOPE = 128;

    /** Lengths of a header's key and value: five bytes at most for each. */
    private static final int HEADER_ENVELOPE = 10;

    /** Of a character in a header's key, in UTF-8: the bound, as counting would cost more than it is worth. */
    private static final int BYTES_OF_A_CHARACTER = 3;

    private RecordSize() {}

    static long of(byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers) {
        long size = ENVELOPE + length(key) + length(value);
        for (Header header : headers) {
            size += HEADER_ENVELOPE + (long) header.key().length() * BYTES_OF_A_CHARACTER + length(header.value());
        }
        return size;
    }

    static long of(Collection<Original.Header> headers) {
        long size = 0;
        for (Original.Header header : headers) {
            size += HEADER_ENVELOPE + (long) header.key().length() * BYTES_OF_A_CHARACTER + length(header.value());
        }
        return size;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}

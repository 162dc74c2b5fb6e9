package chatcontacts.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ByteWriter} wrote. Every method throws {@link CorruptBytesException} when the bytes end too early. */
public final class ByteReader {

    private final byte[] bytes;
    private int position;

    public ByteReader(byte[] bytes) {
        this(bytes, 0);
    }

    /** Reads from that offset on. */
    public ByteReader(byte[] bytes, int offset) {
        this.bytes = bytes;
        this.position = offset;
    }

    /** Thrown for bytes that no version of this service can have written. */
    public static final class CorruptBytesException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public CorruptBytesException(String message) {
            super(message);
        }
    }

    public int octet() {
        need(1);
        return bytes[position++] & 0xFF;
    }

    public boolean flag() {
        return octet() != 0;
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7F) << shift;
            if ((octet & 0x80) == 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new CorruptBytesException("a number of more than ten bytes at " + position);
    }

    public int integer() {
        long value = number();
        if (value != (int) value) {
            throw new CorruptBytesException("a number of more than 32 bits at " + position);
        }
        return (int) value;
    }

    public Instant instant() {
        return Instant.ofEpochMilli(number());
    }

    public byte[] bytes() {
        return raw(integer());
    }

    public byte[] raw(int length) {
        need(length);
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    public byte @Nullable [] nullableBytes() {
        int length = integer();
        return length == -1 ? null : raw(length);
    }

    public String text() {
        int length = integer();
        need(length);
        position += length;
        return new String(bytes, position - length, length, StandardCharsets.UTF_8);
    }

    public <T> Optional<T> optional(Function<ByteReader, T> reader) {
        return flag() ? Optional.of(reader.apply(this)) : Optional.empty();
    }

    private void need(int length) {
        if (length < 0 || length > bytes.length - position) {
            throw new CorruptBytesException("needs " + length + " bytes at " + position + " of " + bytes.length);
        }
    }
}

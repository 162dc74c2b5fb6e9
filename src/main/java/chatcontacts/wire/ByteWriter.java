package chatcontacts.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the primitives of our binary formats: numbers as variable-length zigzag, bytes and text with their length before
 * them, optional values behind a flag. {@link ByteReader} reads them back in the same order.
 */
public final class ByteWriter {

    private byte[] bytes;
    private int size;

    public ByteWriter(int expectedSize) {
        this.bytes = new byte[expectedSize];
    }

    public ByteWriter octet(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public ByteWriter flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    /** A number of any sign; those near zero take one byte. */
    public ByteWriter number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        room(10);
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    /** Eight bytes, the lowest first. */
    public ByteWriter fixedLong(long value) {
        room(Long.BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            bytes[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    public ByteWriter instant(Instant value) {
        return number(value.toEpochMilli());
    }

    public ByteWriter bytes(byte[] value) {
        number(value.length);
        return raw(value);
    }

    /** Bytes whose length the reader knows. */
    public ByteWriter raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    public ByteWriter nullableBytes(byte @Nullable [] value) {
        if (value == null) {
            return number(-1);
        }
        return bytes(value);
    }

    public ByteWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public <T> ByteWriter optional(Optional<T> value, BiConsumer<ByteWriter, T> writer) {
        flag(value.isPresent());
        value.ifPresent(present -> writer.accept(this, present));
        return this;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** A stream of the JDK's would lock for each byte. */
    private void room(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
        }
    }
}

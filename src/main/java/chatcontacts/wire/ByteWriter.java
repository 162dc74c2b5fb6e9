package chatcontacts.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the primitives of our binary formats: numbers as variable-length zigzag, bytes and text with their length before
 * them, optional values behind a flag. {@link ByteReader} reads them back in the same order.
 */
public final class ByteWriter {

    private final ByteArrayOutputStream out;

    public ByteWriter(int expectedSize) {
        this.out = new ByteArrayOutputStream(expectedSize);
    }

    public ByteWriter octet(int value) {
        out.write(value);
        return this;
    }

    public ByteWriter flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    /** A number of any sign; those near zero take one byte. */
    public ByteWriter number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** Eight bytes, the lowest first. */
    public ByteWriter fixedLong(long value) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            out.write((int) (value >>> shift));
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
        out.write(value, 0, value.length);
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
        return out.toByteArray();
    }
}

package chatcontacts.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Where Avro's single-object encoding has what: the marker {@code C3 01}, the schema's fingerprint, the object. */
public final class SingleObject {

    /** The length of what comes before the object. */
    public static final int HEADER = 2 + Long.BYTES;

    private SingleObject() {}

    /**
     * The CRC-64-AVRO fingerprint of the schema.
     *
     * @throws IllegalArgumentException if the bytes do not begin as that encoding does
     */
    public static long schema(byte[] bytes) {
        if (bytes.length < HEADER || (bytes[0] & 0xFF) != 0xC3 || bytes[1] != 1) {
            throw new IllegalArgumentException("not in Avro's single-object encoding");
        }
        return ByteBuffer.wrap(bytes, 2, Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }
}

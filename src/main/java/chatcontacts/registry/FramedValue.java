package chatcontacts.registry;

import chatcontacts.registry.SchemaId.Global;
import chatcontacts.registry.SchemaId.Numbered;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a value names its writer's schema: in front of the record, as Confluent's serializers always did, or in a header, as
 * those of release 8 do on request. Where there is such a header, the value is the record alone.
 */
sealed interface FramedValue {

    /** A record of that schema from that offset on. */
    record Framed(SchemaId schema, int offset, boolean inHeader) implements FramedValue {}

    /** It names no schema. */
    record Unframed(String problem) implements FramedValue {}

    /** The magic byte and the schema's id. */
    int PREFIX = 5;

    /** A one byte and the GUID. */
    int GUID_LENGTH = 1 + 2 * Long.BYTES;

    /**
     * Looks at a value.
     *
     * @param header the value of the header, if there is one
     */
    static FramedValue of(byte[] value, Optional<byte[]> header) {
        return header.map(FramedValue::ofHeader).orElseGet(() -> ofPrefix(value));
    }

    private static FramedValue ofHeader(byte[] header) {
        ByteBuffer bytes = ByteBuffer.wrap(header);
        if (header.length == PREFIX && header[0] == 0) {
            return new Framed(new Numbered(bytes.getInt(1)), 0, true);
        }
        if (header.length == GUID_LENGTH && header[0] == 1) {
            return new Framed(new Global(new UUID(bytes.getLong(1), bytes.getLong(1 + Long.BYTES))), 0, true);
        }
        return new Unframed("the schema id in its header has " + header.length
                + " bytes; it must have a zero byte and an id of 4 bytes, or a one byte and a GUID of 16");
    }

    private static FramedValue ofPrefix(byte[] value) {
        if (value.length < PREFIX) {
            return new Unframed("too short for a magic byte and a schema id");
        }
        return value[0] == 0
                ? new Framed(new Numbered(ByteBuffer.wrap(value).getInt(1)), PREFIX, false)
                : new Unframed("it does not start with the magic byte 0 of Confluent's Avro serializer");
    }
}

package chatcontacts.dispatch.store;

import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.ByteReader;
import chatcontacts.wire.ByteWriter;

/**
 * How far a command on many requests has come. It goes through the open requests of its lane in the order of their ids, and
 * concerns those that were there when it came.
 *
 * @param endArrival the first arrival that it does not concern
 * @param next where it goes on
 * @param looked requests that it has looked at
 * @param matched those of them that its filter matches
 * @param changed those of them that it changed, or would change in a dry run
 * @param message the dispatch message of the command
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record SweepRow(long endArrival, RequestId next, long looked, long matched, long changed, byte[] message) {

    byte[] toBytes(FormatVersions formats) {
        return new ByteWriter(64 + message.length)
                .octet(formats.write())
                .number(endArrival)
                .fixedLong(next.high())
                .fixedLong(next.low())
                .number(looked)
                .number(matched)
                .number(changed)
                .raw(message)
                .toBytes();
    }

    static SweepRow fromBytes(byte[] bytes, FormatVersions formats) {
        ByteReader in = ByteReader.versioned(bytes, 0, "sweep row", formats);
        return new SweepRow(
                in.number(),
                new RequestId(in.fixedLong(), in.fixedLong()),
                in.number(),
                in.number(),
                in.number(),
                in.rest());
    }
}

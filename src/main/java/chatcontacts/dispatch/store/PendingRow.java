package chatcontacts.dispatch.store;

import chatcontacts.domain.format.FormatVersions;
import chatcontacts.wire.ByteReader;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Envelope;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The row of an open request: its place in the queue, and the dispatch message as it came, which is read when it is asked for.
 *
 * @param row format version, arrival number, dispatch message
 * @param formats those that are known
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record PendingRow(byte[] row, FormatVersions formats) {

    private static final int MESSAGE = 1 + Long.BYTES;

    /**
     * Fails if a newer release wrote the row.
     *
     * @throws chatcontacts.domain.format.NewerFormatException if so
     */
    public PendingRow {
        var unused = ByteReader.versioned(row, 0, "pending row", formats);
    }

    /**
     * A new row.
     *
     * @param arrival its place in the queue
     * @param message the dispatch message of a request
     */
    static PendingRow of(long arrival, byte[] message, FormatVersions formats) {
        byte[] row = ByteBuffer.allocate(MESSAGE + message.length)
                .put((byte) formats.write())
                .putLong(arrival)
                .put(message)
                .array();
        return new PendingRow(row, formats);
    }

    public long arrival() {
        return ByteBuffer.wrap(row).getLong(1);
    }

    /** The envelope alone, without the cost of reading the rest. */
    public Envelope envelope() {
        return DispatchCodec.envelopeOf(row, MESSAGE, formats);
    }

    public Request request() {
        return DispatchCodec.requestOf(row, MESSAGE, formats);
    }

    /** The dispatch message as it came. */
    public byte[] message() {
        return Arrays.copyOfRange(row, MESSAGE, row.length);
    }
}

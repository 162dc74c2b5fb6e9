package chatcontacts.dispatch.store;

import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Envelope;
import java.nio.ByteBuffer;

/**
 * The row of an open request: its place in the queue, and the dispatch message as it came, which is read when it is asked for.
 *
 * @param row arrival number, dispatch message
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record PendingRow(byte[] row) {

    /**
     * A new row.
     *
     * @param arrival its place in the queue
     * @param message the dispatch message of a request
     */
    public static PendingRow of(long arrival, byte[] message) {
        return new PendingRow(ByteBuffer.allocate(Long.BYTES + message.length)
                .putLong(arrival)
                .put(message)
                .array());
    }

    public long arrival() {
        return ByteBuffer.wrap(row).getLong();
    }

    /** The envelope alone, without the cost of reading the rest. */
    public Envelope envelope() {
        return DispatchCodec.envelopeOf(row, Long.BYTES);
    }

    public Request request() {
        return DispatchCodec.requestOf(row, Long.BYTES);
    }
}

package chatcontacts.dispatch;

import chatcontacts.wire.Envelope;
import chatcontacts.wire.HopCodec;
import chatcontacts.wire.HopMessage.Request;
import java.nio.ByteBuffer;

/**
 * The row of an open request: its place in the queue, and the hop message as it came, which is read when it is asked for.
 *
 * @param row arrival number, hop message
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Payload(byte[] row) {

    /**
     * A new row.
     *
     * @param arrival its place in the queue
     * @param message the hop message of a request
     */
    static Payload of(long arrival, byte[] message) {
        return new Payload(ByteBuffer.allocate(Long.BYTES + message.length)
                .putLong(arrival)
                .put(message)
                .array());
    }

    long arrival() {
        return ByteBuffer.wrap(row).getLong();
    }

    /** The envelope alone, without the cost of reading the rest. */
    Envelope envelope() {
        return HopCodec.envelopeOf(row, Long.BYTES);
    }

    Request request() {
        return HopCodec.requestOf(row, Long.BYTES);
    }
}

package chatcontacts.dispatch.store;

import chatcontacts.domain.request.RequestId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How the keys of a lane's rows are made and read: length and name of the lane, a letter for the kind of row, and the rest. */
final class LaneKeys {

    private static final int MAX_LENGTH = 254;

    /** Where the rows of lanes begin, since no name is empty, and where they end. */
    static final byte[] FIRST = {1};

    static final byte[] END = {(byte) (MAX_LENGTH + 1)};

    private final byte[] lane;

    LaneKeys(String lane) {
        this.lane = lane.getBytes(StandardCharsets.UTF_8);
        if (this.lane.length > MAX_LENGTH) {
            throw new IllegalArgumentException("the name of a lane is at most " + MAX_LENGTH + " bytes");
        }
    }

    static boolean fits(String lane) {
        return lane.getBytes(StandardCharsets.UTF_8).length <= MAX_LENGTH;
    }

    /** The lane of a row. */
    static String laneOf(byte[] key) {
        return new String(key, 1, key[0] & 0xFF, StandardCharsets.UTF_8);
    }

    /** The first key behind all rows of a lane. */
    static byte[] behind(String lane) {
        byte[] name = lane.getBytes(StandardCharsets.UTF_8);
        return after(ByteBuffer.allocate(1 + name.length)
                .put((byte) name.length)
                .put(name)
                .array());
    }

    private ByteBuffer prefixed(char kind, int more) {
        return ByteBuffer.allocate(lane.length + 2 + more)
                .put((byte) lane.length)
                .put(lane)
                .put((byte) kind);
    }

    byte[] kind(char kind) {
        return prefixed(kind, 0).array();
    }

    byte[] key(char kind, RequestId id) {
        return prefixed(kind, RequestId.LENGTH)
                .putLong(id.high())
                .putLong(id.low())
                .array();
    }

    /** The first key of that kind whose id begins with that byte or a higher one; with 256 the first behind that kind. */
    byte[] idsFrom(char kind, int firstByte) {
        return firstByte > 255
                ? after(kind(kind))
                : prefixed(kind, 1).put((byte) firstByte).array();
    }

    byte[] duplicateKey(RequestId id, long arrival) {
        return prefixed('Q', RequestId.LENGTH + Long.BYTES)
                .putLong(id.high())
                .putLong(id.low())
                .putLong(arrival)
                .array();
    }

    byte[] key(char kind, String instanceId, String... rest) {
        byte[] instance = instanceId.getBytes(StandardCharsets.UTF_8);
        byte[] more = String.join("", rest).getBytes(StandardCharsets.UTF_8);
        return prefixed(kind, Short.BYTES + instance.length + more.length)
                .putShort((short) instance.length)
                .put(instance)
                .put(more)
                .array();
    }

    /** Notes of one time lie together, apart by the first request of each. */
    byte[] expiryKey(char kind, long expiresAtMs, RequestId first) {
        return prefixed(kind, Long.BYTES + RequestId.LENGTH)
                .putLong(expiresAtMs)
                .putLong(first.high())
                .putLong(first.low())
                .array();
    }

    /** The first key that a note of that time could have. */
    byte[] expiriesFrom(char kind, long expiresAtMs) {
        return prefixed(kind, Long.BYTES).putLong(expiresAtMs).array();
    }

    byte[] keptKey(long arrival) {
        return prefixed('K', Long.BYTES).putLong(arrival).array();
    }

    long expiresAtOf(byte[] expiryKey) {
        return ByteBuffer.wrap(expiryKey, lane.length + 2, Long.BYTES).getLong();
    }

    RequestId idOf(byte[] key) {
        ByteBuffer buffer = ByteBuffer.wrap(key, lane.length + 2, RequestId.LENGTH);
        return new RequestId(buffer.getLong(), buffer.getLong());
    }

    /** Of the key of a duplicate or of a kept message. */
    static long arrivalOf(byte[] key) {
        return ByteBuffer.wrap(key, key.length - Long.BYTES, Long.BYTES).getLong();
    }

    String instanceOf(byte[] key) {
        int length = ByteBuffer.wrap(key).getShort(lane.length + 2);
        return new String(key, lane.length + 2 + Short.BYTES, length, StandardCharsets.UTF_8);
    }

    String restOf(byte[] key) {
        int start = lane.length + 2 + Short.BYTES + ByteBuffer.wrap(key).getShort(lane.length + 2);
        return new String(key, start, key.length - start, StandardCharsets.UTF_8);
    }

    /** The first key behind all that begin with that prefix; no prefix of ours ends in 0xFF alone. */
    static byte[] after(byte[] prefix) {
        int end = prefix.length;
        while (prefix[end - 1] == (byte) 0xFF) {
            end--;
        }
        byte[] next = Arrays.copyOf(prefix, end);
        next[end - 1]++;
        return next;
    }
}

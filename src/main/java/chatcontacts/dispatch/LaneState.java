package chatcontacts.dispatch;

import chatcontacts.domain.admission.Lease;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.ByteReader;
import chatcontacts.wire.ByteWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of one lane, behind names. All lie in one table whose keys begin with the lane and then the kind of row, so that a
 * lane's rows lie together and one changelog serves them all:
 *
 * <pre>
 *   payload   P id                    arrival number, hop message    while the request is open
 *   request   R id                    {@link RequestRow}             once it was called, until it expires
 *   repeat    Q id arrival            hop message                    while it waits for the first one's outcome
 *   expiry    E time id               ids                            of requests that settled together
 *   lease     L instance chat         {@link Lease}
 *   ended     X instance contact      when it ended                  for an hour
 *   instance  I instance              {@link Learned.OfInstance}
 *   lane      N                       {@link Learned.OfLane}
 * </pre>
 */
final class LaneState {

    private static final int LEASE_VERSION = 1;

    private final Table table;
    private final byte[] lane;

    LaneState(Table table, String lane) {
        this.table = table;
        this.lane = lane.getBytes(StandardCharsets.UTF_8);
        if (this.lane.length > 255) {
            throw new IllegalArgumentException("the name of a lane is at most 255 bytes");
        }
    }

    Optional<Payload> payload(RequestId id) {
        return Optional.ofNullable(table.get(key('P', id))).map(Payload::new);
    }

    void putPayload(RequestId id, Payload payload) {
        table.put(key('P', id), payload.row());
    }

    void deletePayload(RequestId id) {
        table.delete(key('P', id));
    }

    Optional<RequestRow> request(RequestId id) {
        return Optional.ofNullable(table.get(key('R', id))).map(RequestRowCodec::fromBytes);
    }

    void putRequest(RequestId id, RequestRow row) {
        table.put(key('R', id), RequestRowCodec.toBytes(row));
    }

    void deleteRequest(RequestId id) {
        table.delete(key('R', id));
    }

    void putRepeat(RequestId id, long arrival, byte[] message) {
        table.put(repeatKey(id, arrival), message);
    }

    /** A repeat that waits for the outcome of the first. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Repeat(long arrival, byte[] message) {}

    /** The first repeats of a request, in order of arrival. */
    List<Repeat> repeats(RequestId id, int most) {
        List<Repeat> repeats = new ArrayList<>();
        scanPrefix(key('Q', id), (key, value) -> {
            repeats.add(new Repeat(arrivalOf(key), value));
            return repeats.size() < most;
        });
        return repeats;
    }

    void deleteRepeat(RequestId id, long arrival) {
        table.delete(repeatKey(id, arrival));
    }

    /** Notes when those requests, which settled together, may be forgotten. */
    void putExpiry(long expiresAtMs, List<RequestId> ids) {
        ByteBuffer value = ByteBuffer.allocate(ids.size() * RequestId.LENGTH);
        ids.forEach(id -> value.putLong(id.high()).putLong(id.low()));
        RequestId first = ids.get(0);
        byte[] key = prefixed('E', Long.BYTES + RequestId.LENGTH)
                .putLong(expiresAtMs)
                .putLong(first.high())
                .putLong(first.low())
                .array();
        table.put(key, value.array());
    }

    /** Requests that settled together. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Expiry(byte[] key, long expiresAtMs, List<RequestId> ids) {}

    /** The earliest notes from that time on; starting where the last purge ended spares a walk over deleted rows. */
    List<Expiry> expiries(long fromMs, int most) {
        List<Expiry> found = new ArrayList<>();
        byte[] from = prefixed('E', Long.BYTES).putLong(fromMs).array();
        table.scan(from, after(kind('E')), (key, value) -> {
            long expiresAtMs = ByteBuffer.wrap(key, lane.length + 2, Long.BYTES).getLong();
            ByteBuffer ids = ByteBuffer.wrap(value);
            List<RequestId> together = new ArrayList<>();
            while (ids.hasRemaining()) {
                together.add(new RequestId(ids.getLong(), ids.getLong()));
            }
            found.add(new Expiry(key, expiresAtMs, together));
            return found.size() < most;
        });
        return found;
    }

    void deleteExpiry(Expiry expiry) {
        table.delete(expiry.key());
    }

    void putLease(String instanceId, String chatId, Lease lease) {
        ByteWriter out = new ByteWriter(96)
                .octet(LEASE_VERSION)
                .number(lease.openedAtMs())
                .number(lease.endsAtMs())
                .number(lease.segments().size());
        lease.segments().forEach(out::text);
        table.put(key('L', instanceId, chatId), out.toBytes());
    }

    void deleteLease(String instanceId, String chatId) {
        table.delete(key('L', instanceId, chatId));
    }

    void putEnded(String instanceId, String contactId, long atMs) {
        table.put(
                key('X', instanceId, contactId), new ByteWriter(10).number(atMs).toBytes());
    }

    void deleteEnded(String instanceId, String contactId) {
        table.delete(key('X', instanceId, contactId));
    }

    void putLearned(String instanceId, Learned.OfInstance learned) {
        table.put(key('I', instanceId), learned.toBytes());
    }

    Optional<Learned.OfLane> learned() {
        return Optional.ofNullable(table.get(kind('N'))).map(Learned.OfLane::fromBytes);
    }

    void putLearned(Learned.OfLane learned) {
        table.put(kind('N'), learned.toBytes());
    }

    /** Is shown everything that an index in memory is built from. */
    interface Contents {
        void payload(RequestId id, Payload payload, Optional<RequestRow> row);

        void repeat(RequestId id, long arrival);

        void lease(String instanceId, String chatId, Lease lease);

        void ended(String instanceId, String contactId, long atMs);

        void learned(String instanceId, Learned.OfInstance learned);
    }

    /** Shows all rows of the lane but the settled requests and their expiry; payloads last. */
    void load(Contents contents) {
        scanPrefix(kind('I'), (key, value) -> {
            contents.learned(instanceOf(key), Learned.OfInstance.fromBytes(value));
            return true;
        });
        scanPrefix(kind('L'), (key, value) -> {
            contents.lease(instanceOf(key), restOf(key), readLease(value));
            return true;
        });
        scanPrefix(kind('X'), (key, value) -> {
            contents.ended(instanceOf(key), restOf(key), new ByteReader(value).number());
            return true;
        });
        scanPrefix(kind('Q'), (key, value) -> {
            contents.repeat(idOf(key), arrivalOf(key));
            return true;
        });
        try (var requests = new AscendingLookup(table, kind('R'), after(kind('R')))) {
            scanPrefix(kind('P'), (key, value) -> {
                RequestId id = idOf(key);
                byte[] row = requests.find(key('R', id));
                contents.payload(
                        id, new Payload(value), Optional.ofNullable(row).map(RequestRowCodec::fromBytes));
                return true;
            });
        }
    }

    private static Lease readLease(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.octet();
        if (version != LEASE_VERSION) {
            throw new ByteReader.CorruptBytesException("lease of version " + version + ", known is " + LEASE_VERSION);
        }
        long openedAtMs = in.number();
        long endsAtMs = in.number();
        Set<String> segments = new HashSet<>();
        for (int left = in.integer(); left > 0; left--) {
            segments.add(in.text());
        }
        return new Lease(openedAtMs, endsAtMs, segments);
    }

    private ByteBuffer prefixed(char kind, int more) {
        return ByteBuffer.allocate(lane.length + 2 + more)
                .put((byte) lane.length)
                .put(lane)
                .put((byte) kind);
    }

    private byte[] kind(char kind) {
        return prefixed(kind, 0).array();
    }

    private byte[] key(char kind, RequestId id) {
        return prefixed(kind, RequestId.LENGTH)
                .putLong(id.high())
                .putLong(id.low())
                .array();
    }

    private byte[] repeatKey(RequestId id, long arrival) {
        return prefixed('Q', RequestId.LENGTH + Long.BYTES)
                .putLong(id.high())
                .putLong(id.low())
                .putLong(arrival)
                .array();
    }

    private byte[] key(char kind, String instanceId, String... rest) {
        byte[] instance = instanceId.getBytes(StandardCharsets.UTF_8);
        byte[] more = String.join("", rest).getBytes(StandardCharsets.UTF_8);
        return prefixed(kind, Short.BYTES + instance.length + more.length)
                .putShort((short) instance.length)
                .put(instance)
                .put(more)
                .array();
    }

    private RequestId idOf(byte[] key) {
        ByteBuffer buffer = ByteBuffer.wrap(key, lane.length + 2, RequestId.LENGTH);
        return new RequestId(buffer.getLong(), buffer.getLong());
    }

    private static long arrivalOf(byte[] repeatKey) {
        return ByteBuffer.wrap(repeatKey, repeatKey.length - Long.BYTES, Long.BYTES)
                .getLong();
    }

    private String instanceOf(byte[] key) {
        int length = ByteBuffer.wrap(key).getShort(lane.length + 2);
        return new String(key, lane.length + 2 + Short.BYTES, length, StandardCharsets.UTF_8);
    }

    private String restOf(byte[] key) {
        int start = lane.length + 2 + Short.BYTES + ByteBuffer.wrap(key).getShort(lane.length + 2);
        return new String(key, start, key.length - start, StandardCharsets.UTF_8);
    }

    private void scanPrefix(byte[] prefix, Table.Visitor visitor) {
        table.scan(prefix, after(prefix), visitor);
    }

    /** The first key behind all that begin with that prefix; no prefix of ours ends in 0xFF alone. */
    private static byte[] after(byte[] prefix) {
        int end = prefix.length;
        while (prefix[end - 1] == (byte) 0xFF) {
            end--;
        }
        byte[] next = Arrays.copyOf(prefix, end);
        next[end - 1]++;
        return next;
    }
}

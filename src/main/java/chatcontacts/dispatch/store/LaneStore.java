package chatcontacts.dispatch.store;

import chatcontacts.domain.admission.Lease;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.ByteReader;
import chatcontacts.wire.ByteWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The rows of one lane, behind names. All lie in one table whose keys begin with the lane and then the kind of row, so that a
 * lane's rows lie together and one changelog serves them all:
 *
 * <pre>
 *   payload   P id                    arrival number, dispatch message   while the request is open
 *   request   R id                    {@link RequestRow}             once it was called, until it expires
 *   duplicate Q id arrival            dispatch message                   while it waits for the first one's outcome
 *   expiry    E time id               ids                            of requests that settled together
 *   lease     L instance chat         {@link Lease}
 *   ended     X instance contact      when it ended                  for an hour
 *   instance  I instance              {@link LimitsRow.InstanceLimitsRow}
 *   lane      N                       {@link LimitsRow.LaneLimitsRow}
 * </pre>
 */
public final class LaneStore {

    private static final int LEASE_VERSION = 1;

    /** So many pieces of the payloads are loaded side by side, on as many processors as there are. */
    private static final int PIECES = 8;

    private final Table table;
    private final LaneKeys keys;

    public LaneStore(Table table, String lane) {
        this.table = table;
        this.keys = new LaneKeys(lane);
    }

    public Optional<PendingRow> payload(RequestId id) {
        return Optional.ofNullable(table.get(keys.key('P', id))).map(PendingRow::new);
    }

    public void putPayload(RequestId id, PendingRow payload) {
        table.put(keys.key('P', id), payload.row());
    }

    public void deletePayload(RequestId id) {
        table.delete(keys.key('P', id));
    }

    public Optional<RequestRow> request(RequestId id) {
        return Optional.ofNullable(table.get(keys.key('R', id))).map(RequestRowCodec::fromBytes);
    }

    public void putRequest(RequestId id, RequestRow row) {
        table.put(keys.key('R', id), RequestRowCodec.toBytes(row));
    }

    public void deleteRequest(RequestId id) {
        table.delete(keys.key('R', id));
    }

    public void putDuplicate(RequestId id, long arrival, byte[] message) {
        table.put(keys.duplicateKey(id, arrival), message);
    }

    /** A duplicate that waits for the outcome of the first. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Duplicate(long arrival, byte[] message) {}

    /** The first duplicates of a request, in order of arrival. */
    public List<Duplicate> duplicates(RequestId id, int max) {
        List<Duplicate> duplicates = new ArrayList<>();
        scanPrefix(keys.key('Q', id), (key, value) -> {
            duplicates.add(new Duplicate(LaneKeys.arrivalOf(key), value));
            return duplicates.size() < max;
        });
        return duplicates;
    }

    public void deleteDuplicate(RequestId id, long arrival) {
        table.delete(keys.duplicateKey(id, arrival));
    }

    /** Notes when those requests, which settled together, may be forgotten. */
    public void putExpiry(long expiresAtMs, List<RequestId> ids) {
        byte[] key = keys.expiryKey(expiresAtMs, ids.get(0));
        byte[] known = table.get(key); // of another step in the same millisecond
        int length = known == null ? 0 : known.length;
        ByteBuffer value = ByteBuffer.allocate(length + ids.size() * RequestId.LENGTH);
        if (known != null) {
            value.put(known);
        }
        ids.forEach(id -> value.putLong(id.high()).putLong(id.low()));
        table.put(key, value.array());
    }

    /** Requests that settled together. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Expiry(byte[] key, long expiresAtMs, List<RequestId> ids) {}

    /** The earliest notes from that time on; starting where the last purge ended spares a walk over deleted rows. */
    public List<Expiry> expiries(long fromMs, int max) {
        List<Expiry> found = new ArrayList<>();
        table.scan(keys.expiriesFrom(fromMs), LaneKeys.after(keys.kind('E')), (key, value) -> {
            ByteBuffer ids = ByteBuffer.wrap(value);
            List<RequestId> together = new ArrayList<>();
            while (ids.hasRemaining()) {
                together.add(new RequestId(ids.getLong(), ids.getLong()));
            }
            found.add(new Expiry(key, keys.expiresAtOf(key), together));
            return found.size() < max;
        });
        return found;
    }

    public void deleteExpiry(Expiry expiry) {
        table.delete(expiry.key());
    }

    public void putLease(String instanceId, String chatId, Lease lease) {
        ByteWriter out = new ByteWriter(96)
                .octet(LEASE_VERSION)
                .number(lease.openedAtMs())
                .number(lease.endsAtMs())
                .number(lease.segments().size());
        lease.segments().forEach(out::text);
        table.put(keys.key('L', instanceId, chatId), out.toBytes());
    }

    public void deleteLease(String instanceId, String chatId) {
        table.delete(keys.key('L', instanceId, chatId));
    }

    public void putEnded(String instanceId, String contactId, long atMs) {
        table.put(
                keys.key('X', instanceId, contactId),
                new ByteWriter(10).number(atMs).toBytes());
    }

    public void deleteEnded(String instanceId, String contactId) {
        table.delete(keys.key('X', instanceId, contactId));
    }

    public void putLearned(String instanceId, LimitsRow.InstanceLimitsRow learned) {
        table.put(keys.key('I', instanceId), learned.toBytes());
    }

    public void deleteLearned(String instanceId) {
        table.delete(keys.key('I', instanceId));
    }

    public Optional<LimitsRow.LaneLimitsRow> learned() {
        return Optional.ofNullable(table.get(keys.kind('N'))).map(LimitsRow.LaneLimitsRow::fromBytes);
    }

    public void putLearned(LimitsRow.LaneLimitsRow learned) {
        table.put(keys.kind('N'), learned.toBytes());
    }

    public void deleteLearned() {
        table.delete(keys.kind('N'));
    }

    /** Is shown everything that an index in memory is built from. */
    public interface Contents {
        /** By several threads at once. */
        void payload(RequestId id, PendingRow payload, Optional<RequestRow> row);

        void duplicate(RequestId id, long arrival);

        void lease(String instanceId, String chatId, Lease lease);

        void ended(String instanceId, String contactId, long atMs);

        void learned(String instanceId, LimitsRow.InstanceLimitsRow learned);
    }

    /** Shows all rows of the lane but the settled requests and their expiry; payloads last. */
    public void load(Contents contents) {
        scanPrefix(keys.kind('I'), (key, value) -> {
            contents.learned(keys.instanceOf(key), LimitsRow.InstanceLimitsRow.fromBytes(value));
            return true;
        });
        scanPrefix(keys.kind('L'), (key, value) -> {
            contents.lease(keys.instanceOf(key), keys.restOf(key), readLease(value));
            return true;
        });
        scanPrefix(keys.kind('X'), (key, value) -> {
            contents.ended(keys.instanceOf(key), keys.restOf(key), new ByteReader(value).number());
            return true;
        });
        scanPrefix(keys.kind('Q'), (key, value) -> {
            contents.duplicate(keys.idOf(key), LaneKeys.arrivalOf(key));
            return true;
        });
        IntStream.range(0, PIECES).parallel().forEach(piece -> loadPayloads(piece, contents));
    }

    /** Ids are hashes: pieces between their first bytes are about equal. */
    private void loadPayloads(int piece, Contents contents) {
        int first = 256 * piece / PIECES;
        int next = 256 * (piece + 1) / PIECES;
        try (var requests = new AscendingLookup(table, keys.idsFrom('R', first), keys.idsFrom('R', next))) {
            table.scan(keys.idsFrom('P', first), keys.idsFrom('P', next), (key, value) -> {
                RequestId id = keys.idOf(key);
                byte[] row = requests.find(keys.key('R', id));
                contents.payload(
                        id, new PendingRow(value), Optional.ofNullable(row).map(RequestRowCodec::fromBytes));
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

    private void scanPrefix(byte[] prefix, Table.RowVisitor visitor) {
        table.scan(prefix, LaneKeys.after(prefix), visitor);
    }
}

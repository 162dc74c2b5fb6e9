package chatcontacts.dispatch.store;

import chatcontacts.domain.admission.Lease;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.ByteReader;
import chatcontacts.wire.ByteWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;
import java.util.stream.IntStream;

/**
 * The rows of one lane, behind names. All lie in one table whose keys begin with the lane and then the kind of row, so that a
 * lane's rows lie together and one changelog serves them all:
 *
 * Every value begins with the version of its format.
 *
 * <pre>
 *   payload   P id                    arrival number, dispatch message   while the request is open
 *   request   R id                    {@link RequestRow}             once it was called, until it expires
 *   duplicate Q id arrival            dispatch message                   while it waits for the first one's outcome
 *   expiry    E time id               ids                            of requests that settled together
 *             S time id               ids                            of those among them that started chats
 *   lease     L instance chat         {@link Lease}
 *   ended     X instance contact      when it ended                  for an hour
 *   instance  I instance              {@link LimitsRow.InstanceLimitsRow}
 *   lane      N                       {@link LimitsRow.LaneLimitsRow}
 *   kept      K arrival               {@link KeptRow}                until a release comes that can read it
 *   override  O instance slot         {@link OverrideRow}            until it is ended; without an instance that of the lane
 *   sweep     B id                    {@link SweepRow}               while its command on many requests is at work
 *   command   C id                    until when it is valid             as long
 * </pre>
 */
public final class LaneStore {

    /** So many pieces of the payloads are loaded side by side, on as many processors as there are. */
    private static final int PIECES = 8;

    private final Table table;
    private final LaneKeys keys;
    private final FormatVersions formats;

    public LaneStore(Table table, String lane, FormatVersions formats) {
        this.table = table;
        this.keys = new LaneKeys(lane);
        this.formats = formats;
    }

    /** Whether that can be the name of a lane. */
    public static boolean isLane(String name) {
        return !name.isEmpty() && LaneKeys.fits(name);
    }

    /** The lanes that have rows in that table. */
    public static List<String> lanes(Table table) {
        List<String> lanes = new ArrayList<>();
        byte[] from = LaneKeys.FIRST;
        while (true) {
            String[] found = {""};
            table.scan(from, LaneKeys.END, (key, value) -> {
                found[0] = LaneKeys.laneOf(key);
                return false;
            });
            if (found[0].isEmpty()) {
                return lanes;
            }
            lanes.add(found[0]);
            from = LaneKeys.behind(found[0]);
        }
    }

    public Optional<PendingRow> payload(RequestId id) {
        return Optional.ofNullable(table.get(keys.key('P', id))).map(this::pending);
    }

    /**
     * Puts an open request into its place.
     *
     * @param message the dispatch message as it came
     */
    public void putPayload(RequestId id, long arrival, byte[] message) {
        table.put(keys.key('P', id), PendingRow.of(arrival, message, formats).row());
    }

    public void deletePayload(RequestId id) {
        table.delete(keys.key('P', id));
    }

    public Optional<RequestRow> request(RequestId id) {
        return Optional.ofNullable(table.get(keys.key('R', id))).map(this::requestRow);
    }

    public void putRequest(RequestId id, RequestRow row) {
        table.put(keys.key('R', id), RequestRowCodec.toBytes(row, formats));
    }

    public void deleteRequest(RequestId id) {
        table.delete(keys.key('R', id));
    }

    public void putDuplicate(RequestId id, long arrival, byte[] message) {
        table.put(
                keys.duplicateKey(id, arrival), row(message.length).raw(message).toBytes());
    }

    /** A duplicate that waits for the outcome of the first. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Duplicate(long arrival, byte[] message) {}

    /** The first duplicates of a request, in order of arrival. */
    public List<Duplicate> duplicates(RequestId id, int max) {
        List<Duplicate> duplicates = new ArrayList<>();
        scanPrefix(keys.key('Q', id), (key, value) -> {
            duplicates.add(new Duplicate(
                    LaneKeys.arrivalOf(key), open(value, "duplicate row").rest()));
            return duplicates.size() < max;
        });
        return duplicates;
    }

    public void deleteDuplicate(RequestId id, long arrival) {
        table.delete(keys.duplicateKey(id, arrival));
    }

    /** What is over when a note is due. */
    public enum Retention {
        /** Of the whole row of a request. */
        REQUEST('E'),
        /** Of what opens a started chat, in its row. */
        CREDENTIALS('S');

        private final char kind;

        Retention(char kind) {
            this.kind = kind;
        }
    }

    /** Notes when that retention of those requests, which settled together, is over. */
    public void putExpiry(Retention retention, long expiresAtMs, List<RequestId> ids) {
        byte[] key = keys.expiryKey(retention.kind, expiresAtMs, ids.get(0));
        byte[] known = table.get(key); // of another step in the same millisecond
        byte[] before = known == null ? new byte[] {(byte) formats.write()} : known;
        ByteBuffer value = ByteBuffer.allocate(before.length + ids.size() * RequestId.LENGTH)
                .put(before);
        ids.forEach(id -> value.putLong(id.high()).putLong(id.low()));
        table.put(key, value.array());
    }

    /** Requests that settled together. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Expiry(byte[] key, long expiresAtMs, List<RequestId> ids) {}

    /** The earliest notes from that time on; starting where the last purge ended spares a walk over deleted rows. */
    public List<Expiry> expiries(Retention retention, long fromMs, int max) {
        List<Expiry> found = new ArrayList<>();
        table.scan(
                keys.expiriesFrom(retention.kind, fromMs), LaneKeys.after(keys.kind(retention.kind)), (key, value) -> {
                    ByteBuffer ids = ByteBuffer.wrap(open(value, "expiry row").rest());
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
        ByteWriter out = row(96).number(lease.openedAtMs())
                .number(lease.endsAtMs())
                .flag(lease.ours())
                .number(lease.segments().size());
        lease.segments().forEach(out::text);
        table.put(keys.key('L', instanceId, chatId), out.toBytes());
    }

    public void deleteLease(String instanceId, String chatId) {
        table.delete(keys.key('L', instanceId, chatId));
    }

    public void putEnded(String instanceId, String contactId, long atMs) {
        table.put(keys.key('X', instanceId, contactId), row(10).number(atMs).toBytes());
    }

    public void deleteEnded(String instanceId, String contactId) {
        table.delete(keys.key('X', instanceId, contactId));
    }

    public void putLearned(String instanceId, LimitsRow.InstanceLimitsRow learned) {
        table.put(keys.key('I', instanceId), learned.toBytes(formats));
    }

    public void deleteLearned(String instanceId) {
        table.delete(keys.key('I', instanceId));
    }

    public Optional<LimitsRow.LaneLimitsRow> learned() {
        return Optional.ofNullable(table.get(keys.kind('N'))).map(it -> LimitsRow.LaneLimitsRow.fromBytes(it, formats));
    }

    public void putLearned(LimitsRow.LaneLimitsRow learned) {
        table.put(keys.kind('N'), learned.toBytes(formats));
    }

    public void putKept(long arrival, KeptRow kept) {
        table.put(keys.keptKey(arrival), kept.toBytes(formats));
    }

    public void deleteKept(long arrival) {
        table.delete(keys.keptKey(arrival));
    }

    /** What is kept from that arrival on, the earliest first, until the visitor has seen enough. */
    public void kept(long fromArrival, KeptVisitor visitor) {
        table.scan(
                keys.keptKey(fromArrival),
                LaneKeys.after(keys.kind('K')),
                (key, value) -> visitor.visit(LaneKeys.arrivalOf(key), KeptRow.fromBytes(value, formats)));
    }

    /** Is shown what is kept. */
    public interface KeptVisitor {
        /** Returns whether to go on. */
        boolean visit(long arrival, KeptRow kept);
    }

    /** Forgets what the lane has learned. */
    public void deleteLearned() {
        table.delete(keys.kind('N'));
    }

    /**
     * Writes what an operator has set.
     *
     * @param instanceId empty for that of the lane
     */
    public void putOverride(String instanceId, OverrideRow override) {
        table.put(keys.key('O', instanceId, override.slot().letter()), override.toBytes(formats));
    }

    public void deleteOverride(String instanceId, OverrideRow.Slot slot) {
        table.delete(keys.key('O', instanceId, slot.letter()));
    }

    /** All that operators have set, by the id of the instance, which is empty for that of the lane. */
    public void overrides(BiConsumer<String, OverrideRow> visitor) {
        scanPrefix(keys.kind('O'), (key, value) -> {
            visitor.accept(keys.instanceOf(key), OverrideRow.fromBytes(value, formats));
            return true;
        });
    }

    public void putSweep(String commandId, SweepRow sweep) {
        table.put(keys.key('B', commandId), sweep.toBytes(formats));
    }

    public void deleteSweep(String commandId) {
        table.delete(keys.key('B', commandId));
    }

    /** The commands on many requests that are at work, by their ids, in the order in which they came. */
    public void sweeps(BiConsumer<String, SweepRow> visitor) {
        Map<String, SweepRow> found = new HashMap<>();
        scanPrefix(keys.kind('B'), (key, value) -> {
            found.put(keys.instanceOf(key), SweepRow.fromBytes(value, formats));
            return true;
        });
        found.entrySet().stream()
                .sorted(Comparator.comparingLong(it -> it.getValue().endArrival()))
                .forEach(it -> visitor.accept(it.getKey(), it.getValue()));
    }

    /** Shows the open requests from an id on, in the order of their ids, until the visitor has seen enough. */
    public void payloads(RequestId from, PayloadVisitor visitor) {
        table.scan(
                keys.key('P', from),
                LaneKeys.after(keys.kind('P')),
                (key, value) -> visitor.visit(keys.idOf(key), pending(value)));
    }

    /** Is shown open requests. */
    public interface PayloadVisitor {
        /** Returns whether to go on. */
        boolean visit(RequestId id, PendingRow payload);
    }

    /** Remembers that a command was handled. */
    public void putCommand(String id, long validUntilMs) {
        table.put(keys.key('C', id), row(10).number(validUntilMs).toBytes());
    }

    public void deleteCommand(String id) {
        table.delete(keys.key('C', id));
    }

    /** The commands that are remembered, by their ids, and until when they are valid. */
    public void commands(ObjLongConsumer<String> visitor) {
        scanPrefix(keys.kind('C'), (key, value) -> {
            visitor.accept(keys.instanceOf(key), open(value, "command row").number());
            return true;
        });
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
            contents.learned(keys.instanceOf(key), LimitsRow.InstanceLimitsRow.fromBytes(value, formats));
            return true;
        });
        scanPrefix(keys.kind('L'), (key, value) -> {
            contents.lease(keys.instanceOf(key), keys.restOf(key), readLease(value));
            return true;
        });
        scanPrefix(keys.kind('X'), (key, value) -> {
            contents.ended(
                    keys.instanceOf(key),
                    keys.restOf(key),
                    open(value, "ended row").number());
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
                contents.payload(id, pending(value), Optional.ofNullable(row).map(this::requestRow));
                return true;
            });
        }
    }

    private PendingRow pending(byte[] bytes) {
        return new PendingRow(bytes, formats);
    }

    private RequestRow requestRow(byte[] bytes) {
        return RequestRowCodec.fromBytes(bytes, formats);
    }

    private ByteWriter row(int expectedSize) {
        return new ByteWriter(expectedSize).octet(formats.write());
    }

    private ByteReader open(byte[] bytes, String what) {
        return ByteReader.versioned(bytes, 0, what, formats);
    }

    private Lease readLease(byte[] bytes) {
        ByteReader in = open(bytes, "lease row");
        long openedAtMs = in.number();
        long endsAtMs = in.number();
        boolean ours = in.flag();
        Set<String> segments = new HashSet<>();
        for (int left = in.integer(); left > 0; left--) {
            segments.add(in.text());
        }
        return new Lease(openedAtMs, endsAtMs, ours, segments);
    }

    private void scanPrefix(byte[] prefix, Table.RowVisitor visitor) {
        table.scan(prefix, LaneKeys.after(prefix), visitor);
    }
}

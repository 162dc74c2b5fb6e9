package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.LaneSnapshot.KeptSnapshot;
import chatcontacts.dispatch.store.KeptRow;
import chatcontacts.domain.format.NewerFormatException;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.ByteReader.CorruptBytesException;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Original;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The messages of a lane that a newer release wrote, as in a rolling upgrade. They wait, in order of arrival, for an owner that
 * can read them; the other messages of the lane go on. Each owner looks at what it finds once.
 */
final class KeptMessages {

    private static final int MAX_A_STEP = 50;

    private final Lane lane;
    private final DispatchMessageHandler messages;
    private final UnroutableMessages unroutable;
    private final Map<String, Integer> byFormat = new TreeMap<>();

    /** The next arrival to look at, and the first one that was not there when this owner came. */
    private long next;

    private long end;

    KeptMessages(Lane lane, DispatchMessageHandler messages, UnroutableMessages unroutable) {
        this.lane = lane;
        this.messages = messages;
        this.unroutable = unroutable;
    }

    void load() {
        lane.store().kept(0, (arrival, row) -> {
            count(row.format(), 1);
            lane.requests().arrivalTaken(arrival);
            end = arrival + 1;
            return true;
        });
    }

    /** A record came that cannot be read yet. */
    void keep(Original dispatchRecord, byte[] message, String format) {
        keep(
                lane.requests().nextArrival(),
                new KeptRow(format, dispatchRecord.source(), dispatchRecord.timestamp(), message));
    }

    /** It is the turn of an open request whose body cannot be read yet; it has left its place and gives up its row. */
    void keep(PendingRequest request, Request message, String format) {
        RequestId id = request.id();
        Original original = message.original();
        byte[] bytes = lane.store().payload(id).orElseThrow().message();
        keep(request.arrival(), new KeptRow(format, original.source(), original.timestamp(), bytes));
        lane.requests().close(request);
        lane.store().deletePayload(id);
        if (request.hasDuplicates()) {
            lane.replayDuplicatesOf(id);
        }
    }

    private void keep(long arrival, KeptRow row) {
        lane.store().putKept(arrival, row);
        count(row.format(), 1);
    }

    private void count(String format, int more) {
        byFormat.merge(format, more, (one, other) -> one + other == 0 ? null : one + other);
    }

    /** Whether there is something that this owner found and has not looked at. */
    boolean hasMore() {
        return next < end;
    }

    /** Handles what can be read by now, a bounded number. */
    void handle(long nowMs) {
        if (!hasMore()) {
            return;
        }
        List<Kept> found = new ArrayList<>();
        lane.store().kept(next, (arrival, row) -> {
            if (arrival < end) {
                found.add(new Kept(arrival, row));
            }
            return arrival < end && found.size() < MAX_A_STEP;
        });
        next = found.size() < MAX_A_STEP ? end : found.getLast().arrival() + 1;
        found.forEach(it -> handle(it, nowMs));
    }

    private record Kept(long arrival, KeptRow row) {}

    private void handle(Kept kept, long nowMs) {
        KeptRow row = kept.row();
        DispatchMessage message;
        try {
            message = DispatchCodec.fromBytes(row.message(), lane.formats());
        } catch (NewerFormatException stillNewer) {
            return;
        } catch (CorruptBytesException e) {
            forget(kept);
            Original original = new Original(row.source(), row.timestamp(), null, row.message(), List.of());
            unroutable.corrupt(original, String.valueOf(e.getMessage()), nowMs);
            return;
        }
        forget(kept);
        messages.accept(message, row.message(), nowMs);
    }

    private void forget(Kept kept) {
        lane.store().deleteKept(kept.arrival());
        count(kept.row().format(), -1);
    }

    List<KeptSnapshot> snapshot() {
        return byFormat.entrySet().stream()
                .map(it -> new KeptSnapshot(it.getKey(), it.getValue()))
                .toList();
    }
}

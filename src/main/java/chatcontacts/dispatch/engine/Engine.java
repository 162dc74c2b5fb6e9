package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.Table;
import chatcontacts.domain.call.LookupResult;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.format.NewerFormatException;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.wire.ByteReader.CorruptBytesException;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Original;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * The lanes of one task. Everything that happens is handed in with its time; everything it does goes to the {@link EngineEffects} and
 * the {@link Table}. After whatever was handed in, {@link #step} does all that it made possible.
 */
public final class Engine {

    /** So many lanes that are not configured are kept in mind: somebody may write whatever names. */
    private static final int MAX_REMOVED = 100;

    private final FormatVersions formats;
    private final UnroutableMessages unroutable;
    private final Map<String, LaneDispatcher> lanes = new LinkedHashMap<>();
    private final BiFunction<String, LaneLimits, LaneDispatcher> newLane;
    private int removedLanes;
    /** Lanes of which a record came: every task has all lanes, and one task has the records of each. */
    private final Set<String> used = new HashSet<>();

    /** Loads what a former owner left. */
    public Engine(
            DispatchSettings settings,
            Table table,
            EngineEffects effects,
            DispatchMetrics metrics,
            BodyReader bodies,
            RandomGenerator random,
            long nowMs) {
        this.formats = settings.formats();
        this.unroutable = new UnroutableMessages(effects, metrics);
        this.newLane = (name, limits) -> new LaneDispatcher(
                new Lane(name, limits, settings, formats, table, nowMs),
                settings,
                effects,
                metrics,
                unroutable,
                bodies,
                random,
                nowMs);
        settings.lanes().forEach((name, limits) -> lanes.put(name, newLane.apply(name, limits)));
        for (String name : LaneStore.lanes(table)) {
            lanes.computeIfAbsent(name, this::removed);
        }
        lanes.values().forEach(lane -> lane.load(nowMs));
    }

    private LaneDispatcher removed(String name) {
        removedLanes++;
        return newLane.apply(name, LaneLimits.REMOVED);
    }

    /**
     * Takes in a record of the dispatch topic.
     *
     * @param dispatchRecord where it lies and what it holds, for the case that it is not one of ours
     */
    public void accept(String laneName, Original dispatchRecord, long nowMs) {
        byte[] bytes = dispatchRecord.value();
        if (bytes == null) {
            unroutable.corrupt(dispatchRecord, "no value", nowMs);
            return;
        }
        DispatchMessage message;
        try {
            message = DispatchCodec.fromBytes(bytes, formats);
        } catch (NewerFormatException e) {
            keep(laneName, dispatchRecord, bytes, e, nowMs);
            return;
        } catch (CorruptBytesException e) {
            unroutable.corrupt(dispatchRecord, String.valueOf(e.getMessage()), nowMs);
            return;
        }
        LaneDispatcher lane = lanes.get(laneName);
        if (lane == null && message instanceof Request && LaneStore.isLane(laneName) && removedLanes < MAX_REMOVED) {
            lane = removed(laneName); // or not configured yet: another process may know more lanes than this one
            lanes.put(laneName, lane);
        }
        if (lane == null) {
            unroutable.unknownLane(laneName, message, nowMs);
        } else {
            used.add(laneName);
            lane.accept(message, bytes, nowMs);
        }
    }

    private void keep(String laneName, Original dispatchRecord, byte[] bytes, NewerFormatException newer, long nowMs) {
        LaneDispatcher lane = lanes.get(laneName);
        if (lane == null) {
            String problem = newer.getMessage() + ", and lane " + laneName + " is not configured";
            unroutable.corrupt(dispatchRecord, problem, nowMs);
        } else {
            used.add(laneName);
            lane.keep(dispatchRecord, bytes, newer.format());
        }
    }

    /** Handles the result of a call. */
    public void settle(CompletedCall completed, long nowMs) {
        LaneDispatcher lane = lanes.get(completed.lane());
        if (lane != null) {
            lane.settle(completed, nowMs);
        }
    }

    /** Handles the answer to a question what became of a contact. */
    public void lookedUp(ContactQuestion question, LookupResult result, long nowMs) {
        LaneDispatcher lane = lanes.get(question.lane());
        if (lane != null) {
            lane.lookedUp(question, result, nowMs);
        }
    }

    /** Such questions that have no answer yet. */
    public int questions() {
        return lanes.values().stream().mapToInt(LaneDispatcher::questions).sum();
    }

    /** After {@link #settle} failed by a bug of ours: the request stays open, in doubt, and is called again later. */
    public void postpone(CompletedCall completed, long nowMs) {
        LaneDispatcher lane = lanes.get(completed.lane());
        if (lane != null) {
            lane.postpone(completed, nowMs);
        }
    }

    /** From now on that limit holds; one of a lane that is not configured is ignored. */
    public void change(LimitChange change, long nowMs) {
        LaneDispatcher lane = lanes.get(change.lane());
        if (lane != null) {
            lane.change(change, nowMs);
        }
    }

    /** Whether requests wait, which other limits might let go. */
    public boolean hasQueued() {
        return lanes.values().stream().anyMatch(LaneDispatcher::hasQueued);
    }

    /**
     * Does all that can be done now.
     *
     * @param admits whether new calls may go out
     * @return when there is more to do, if nothing happens before; {@link Long#MAX_VALUE} for never
     */
    public long step(boolean admits, long nowMs) {
        long wakeAtMs = Long.MAX_VALUE;
        for (LaneDispatcher lane : lanes.values()) {
            wakeAtMs = Math.min(wakeAtMs, lane.step(admits, nowMs));
        }
        return wakeAtMs;
    }

    /** How many calls to that instance may go though all slots seem taken. For simulations. */
    int slotsBeyondQuota(String lane, String instanceId) {
        LaneDispatcher dispatcher = lanes.get(lane);
        return dispatcher == null ? 0 : dispatcher.slotsBeyondQuota(instanceId);
    }

    /** Whether that instance is held because its calls get no useful answers. For simulations. */
    boolean isFailing(String lane, String instanceId) {
        LaneDispatcher dispatcher = lanes.get(lane);
        return dispatcher != null && dispatcher.isFailing(instanceId);
    }

    /** Calls that have no result yet. */
    public int inFlight() {
        int calls = 0;
        for (LaneDispatcher lane : lanes.values()) {
            calls += lane.inFlight();
        }
        return calls;
    }

    /** How the lanes stand now. */
    public List<LaneSnapshot> snapshots(long nowMs) {
        return lanes.values().stream()
                .filter(lane -> used.contains(lane.name()) || lane.hasSomething())
                .map(lane -> lane.snapshot(nowMs))
                .toList();
    }
}

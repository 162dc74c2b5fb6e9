package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.store.Table;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.format.NewerFormatException;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.wire.ByteReader.CorruptBytesException;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.Original;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The lanes of one task. Everything that happens is handed in with its time; everything it does goes to the {@link EngineEffects} and
 * the {@link Table}. After whatever was handed in, {@link #step} does all that it made possible.
 */
public final class Engine {

    private final FormatVersions formats;
    private final UnroutableMessages unroutable;
    private final Map<String, LaneDispatcher> lanes = new LinkedHashMap<>();
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
        settings.lanes().forEach((name, lane) -> {
            LaneDispatcher dispatcher = new LaneDispatcher(
                    new Lane(name, lane, settings, formats, table, nowMs),
                    settings,
                    effects,
                    metrics,
                    unroutable,
                    bodies,
                    random);
            dispatcher.load(nowMs);
            lanes.put(name, dispatcher);
        });
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

    /** After {@link #settle} failed by a bug of ours: the request stays open, in doubt, and is called again later. */
    public void postpone(CompletedCall completed, long nowMs) {
        LaneDispatcher lane = lanes.get(completed.lane());
        if (lane != null) {
            lane.postpone(completed, nowMs);
        }
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

    /** Whether a call tests a lease of that instance: it goes though all slots seem taken. For simulations. */
    boolean testsLease(String lane, String instanceId) {
        LaneDispatcher dispatcher = lanes.get(lane);
        return dispatcher != null && dispatcher.testsLease(instanceId);
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
                .map(lane -> lane.snapshot(nowMs))
                .filter(snapshot -> used.contains(snapshot.lane())
                        || !snapshot.instances().isEmpty()
                        || !snapshot.kept().isEmpty()
                        || snapshot.hold() != LaneCircuitBreaker.HoldCause.NONE)
                .toList();
    }
}

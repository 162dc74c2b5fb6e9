package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.store.Table;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.outcome.Outcome.Failed;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.wire.ByteReader.CorruptBytesException;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.Original;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The lanes of one task. Everything that happens is handed in with its time; everything it does goes to the {@link EngineEffects} and
 * the {@link Table}. After whatever was handed in, {@link #step} does all that it made possible.
 */
public final class Engine {

    private final EngineEffects outbox;
    private final DispatchMetrics meter;
    private final Map<String, LaneDispatcher> lanes = new LinkedHashMap<>();
    /** Lanes of which a record came: every task has all lanes, and one task has the records of each. */
    private final Set<String> used = new HashSet<>();

    /** Loads what a former owner left. */
    public Engine(
            DispatchSettings settings,
            Table table,
            EngineEffects outbox,
            DispatchMetrics meter,
            BodyReader bodies,
            RandomGenerator random,
            long nowMs) {
        this.outbox = outbox;
        this.meter = meter;
        settings.lanes().forEach((name, lane) -> {
            LaneDispatcher dispatcher =
                    new LaneDispatcher(new Lane(name, lane, table, nowMs), settings, outbox, meter, bodies, random);
            dispatcher.load(nowMs);
            lanes.put(name, dispatcher);
        });
    }

    /**
     * Takes in a record of the hop.
     *
     * @param hop where it lies and what it holds, for the case that it is not one of ours
     */
    public void accept(String laneName, Original hop, long nowMs) {
        byte[] bytes = hop.value();
        DispatchMessage message;
        try {
            if (bytes == null) {
                throw new CorruptBytesException("no value");
            }
            message = DispatchCodec.fromBytes(bytes);
        } catch (CorruptBytesException e) {
            meter.skipped("corrupt");
            outbox.deadLetter(corrupt(hop, String.valueOf(e.getMessage()), nowMs));
            outbox.commitWithin(0);
            return;
        }
        LaneDispatcher lane = lanes.get(laneName);
        if (lane != null) {
            used.add(laneName);
            lane.accept(message, bytes, nowMs);
        } else if (message instanceof Request request) {
            unknownLane(laneName, request, nowMs);
        } else {
            meter.skipped("unknown_lane");
        }
    }

    /** Settles an answer. */
    public void settle(CompletedCall delivery, long nowMs) {
        LaneDispatcher lane = lanes.get(delivery.lane());
        if (lane != null) {
            lane.settle(delivery, nowMs);
        }
    }

    /** After {@link #settle} failed by a bug of ours: the request stays open, in doubt, and is called again later. */
    public void postpone(CompletedCall delivery, long nowMs) {
        LaneDispatcher lane = lanes.get(delivery.lane());
        if (lane != null) {
            lane.postpone(delivery, nowMs);
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

    /** Calls out. */
    public int inFlight() {
        int calls = 0;
        for (LaneDispatcher lane : lanes.values()) {
            calls += lane.inFlight();
        }
        return calls;
    }

    /** How the lanes stand. */
    public List<LaneSnapshot> views(long nowMs) {
        return lanes.values().stream()
                .map(lane -> lane.view(nowMs))
                .filter(view -> used.contains(view.lane())
                        || !view.instances().isEmpty()
                        || view.hold() != LaneCircuitBreaker.Cause.NONE)
                .toList();
    }

    private void unknownLane(String laneName, Request request, long nowMs) {
        Envelope envelope = request.envelope();
        String message = "lane " + laneName + ": is no longer configured; the rule is to drain a lane before it goes";
        Failed failed = new Failed(Reason.UNKNOWN_INSTANCE, Optional.empty(), message);
        Result result = new Result(
                envelope.instanceId(),
                envelope.clientToken(),
                failed,
                0,
                envelope.requestedAt(),
                envelope.acceptedAt(),
                Instant.ofEpochMilli(nowMs),
                false,
                request.original().source(),
                Optional.empty());
        outbox.result(result, request.original());
        outbox.deadLetter(new DeadLetter(
                request.original(),
                failed.reason(),
                message,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.of(envelope.clientToken()),
                envelope.acceptedAt(),
                Instant.ofEpochMilli(nowMs),
                Optional.empty(),
                false,
                Optional.empty(),
                envelope.redriveCount()));
        outbox.commitWithin(0);
        meter.settled(laneName, result);
    }

    private static DeadLetter corrupt(Original hop, String problem, long nowMs) {
        return new DeadLetter(
                hop,
                Reason.MALFORMED,
                "hop message: " + problem,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                hop.timestamp(),
                Instant.ofEpochMilli(nowMs),
                Optional.empty(),
                false,
                Optional.empty(),
                0);
    }
}

package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.PendingRow;
import chatcontacts.dispatch.store.SweepRow;
import chatcontacts.domain.control.ControlCommand;
import chatcontacts.domain.control.ControlCommand.Cancel;
import chatcontacts.domain.control.ControlCommand.Extend;
import chatcontacts.domain.control.ControlCommand.Move;
import chatcontacts.domain.control.ControlCommand.OnRequests;
import chatcontacts.domain.control.ControlCommand.Prioritize;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.Envelope;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Commands on many waiting requests, one after the other, a bounded number of requests each step, so that admission goes on in
 * between. Where each one is lies in the store: another owner goes on there. Belongs to the stream thread.
 */
final class Sweeps {

    private static final int MAX_LOOKED_A_STEP = 500;
    private static final int MAX_CHANGED_A_STEP = 50;

    /** Commands come from people. */
    static final int MAX = 100;

    private final Lane lane;
    private final EngineEffects effects;
    private final OutcomeRecorder outcomes;
    private final Moves moves;
    private final Map<String, SweepRow> running = new LinkedHashMap<>(); // by the id of the command, in their order
    private final Set<String> loaded = new HashSet<>(); // those of a former owner
    private final long nonce;
    private boolean fenced;
    private int fencesOut;

    /** What one step came to. */
    record SweepEnd(ControlCommand command, SweepRow row) {}

    Sweeps(Lane lane, EngineEffects effects, OutcomeRecorder outcomes, Moves moves, RandomGenerator random) {
        this.lane = lane;
        this.effects = effects;
        this.nonce = random.nextLong();
        this.outcomes = outcomes;
        this.moves = moves;
    }

    /** Takes over what is in the store. */
    void load() {
        lane.store().sweeps(running::put);
        loaded.addAll(running.keySet());
    }

    boolean isFull() {
        return running.size() >= MAX;
    }

    boolean hasMore() {
        return !running.isEmpty() && fencesOut == 0;
    }

    /** One of the fences that were sent has come back. */
    void fenceReached(long itsNonce) {
        if (itsNonce == nonce && fencesOut > 0) {
            fencesOut--;
        }
    }

    /**
     * A move of a former owner waits until everything has been read again that this one may have read: among that may be the end of a
     * pause, and behind that calls without a mark.
     */
    private boolean waitsForFence(String id, ControlCommand command) {
        if (!loaded.contains(id) || !(command.action() instanceof Move)) {
            return false;
        }
        if (!fenced) {
            fenced = true;
            fencesOut = effects.fence(lane.name(), nonce);
            effects.commitWithin(0);
        }
        return fencesOut > 0;
    }

    /** A command begins, behind those that run. */
    void begin(ControlCommand command) {
        byte[] message = DispatchCodec.toBytes(new DispatchMessage.Control(command), lane.formats());
        keep(command.id(), new SweepRow(lane.requests().nextArrival(), new RequestId(0, 0), 0, 0, 0, message));
    }

    private void keep(String id, SweepRow row) {
        running.put(id, row);
        lane.store().putSweep(id, row);
    }

    /** Goes on with the first one. Returns it if that was all of it. */
    @Nullable
    SweepEnd step(long nowMs) {
        if (running.isEmpty()) {
            return null;
        }
        Map.Entry<String, SweepRow> first = running.entrySet().iterator().next();
        DispatchMessage.Control message = (DispatchMessage.Control)
                DispatchCodec.fromBytes(first.getValue().message(), lane.formats());
        if (waitsForFence(first.getKey(), message.command())) {
            return null;
        }
        Pass pass = new Pass(message.command(), first.getValue(), nowMs);
        lane.store().payloads(first.getValue().next(), pass);
        pass.found.forEach(
                (id, row) -> change(id, row, (OnRequests) message.command().action(), nowMs));
        SweepRow after = pass.row();
        if (pass.isCut()) {
            keep(first.getKey(), after);
            return null;
        }
        running.remove(first.getKey());
        lane.store().deleteSweep(first.getKey());
        return new SweepEnd(message.command(), after);
    }

    private void change(RequestId id, PendingRow row, OnRequests action, long nowMs) {
        PendingRequest request = find(id, row);
        if (request == null || !request.waits()) {
            return;
        }
        DispatchMessage.Request message = row.request();
        switch (action) {
            case Cancel it -> {
                lane.requests().take(request);
                outcomes.failed(request, message, Reason.CANCELLED, "An operator cancelled the request.", nowMs);
            }
            case Prioritize it -> replace(request, message, message.envelope().withPriority(it.priority()));
            case Extend it -> replace(request, message, message.envelope().withStartBy(it.startBy()));
            case Move it -> moves.move(request, message, it, nowMs);
        }
    }

    /** The request waits on with another envelope, at its place. */
    private void replace(PendingRequest request, DispatchMessage.Request message, Envelope envelope) {
        DispatchMessage.Request next = new DispatchMessage.Request(envelope, message.original(), message.body());
        lane.replace(request, envelope, DispatchCodec.toBytes(next, lane.formats()));
    }

    private boolean mayChange(PendingRequest request, PendingRow row, OnRequests action, long nowMs) {
        return action instanceof Move move ? moves.may(request, row.request(), move, nowMs) : request.waits();
    }

    private @Nullable PendingRequest find(RequestId id, PendingRow row) {
        return lane.find(id, row.arrival(), row.envelope());
    }

    /** One walk over open requests, until it has seen or found enough. Changes nothing, as the walk goes over the rows. */
    private final class Pass implements LaneStore.PayloadVisitor {
        private final ControlCommand command;
        private final SweepRow before;
        private final long nowMs;
        private final Map<RequestId, PendingRow> found = new LinkedHashMap<>();
        private RequestId next;
        private int looked;
        private int matched;
        private int changed;
        private boolean cut;

        private Pass(ControlCommand command, SweepRow before, long nowMs) {
            this.nowMs = nowMs;
            this.command = command;
            this.before = before;
            this.next = before.next();
        }

        @Override
        public boolean visit(RequestId id, PendingRow row) {
            if (looked == MAX_LOOKED_A_STEP || changed == MAX_CHANGED_A_STEP) {
                next = id;
                cut = true;
                return false;
            }
            looked++;
            if (row.arrival() < before.endArrival() && matches(row.envelope())) {
                matched++;
                PendingRequest request = find(id, row);
                if (request != null && mayChange(request, row, (OnRequests) command.action(), nowMs)) {
                    changed++;
                    if (!command.dryRun()) {
                        found.put(id, row);
                    }
                }
            }
            return true;
        }

        private boolean matches(Envelope envelope) {
            return command.instanceId().orElse(envelope.instanceId()).equals(envelope.instanceId())
                    && ((OnRequests) command.action())
                            .filter()
                            .matches(
                                    envelope.fairnessKey(),
                                    envelope.priority(),
                                    envelope.acceptedAt(),
                                    envelope.clientToken());
        }

        private boolean isCut() {
            return cut;
        }

        private SweepRow row() {
            return new SweepRow(
                    before.endArrival(),
                    next,
                    before.looked() + looked,
                    before.matched() + matched,
                    before.changed() + changed,
                    before.message());
        }
    }
}

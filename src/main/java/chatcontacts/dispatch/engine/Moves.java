package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.store.RequestRow;
import chatcontacts.dispatch.store.RequestRow.Moved;
import chatcontacts.domain.control.ControlCommand.Move;
import chatcontacts.domain.control.MoveTarget;
import chatcontacts.domain.format.NewerFormatException;
import chatcontacts.domain.outcome.MovedFrom;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.domain.request.RequestId;
import chatcontacts.domain.request.StartChat;
import chatcontacts.domain.request.TokenWindow;
import chatcontacts.wire.DispatchMessage.Cancellation;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.Relocation;
import java.time.Duration;
import java.util.Optional;

/**
 * Moves requests that were never called to another instance: over the dispatch topic, in the transaction that also writes the row
 * which stays behind. That row sends after it whatever comes for it later. Belongs to the stream thread.
 */
final class Moves {

    private final Lane lane;
    private final EngineEffects effects;
    private final CallParameters parameters;
    private final Duration rowRetention;

    /** @param retention how long outcomes answer duplicates, wherever the request has its outcome in the end */
    Moves(Lane lane, EngineEffects effects, BodyReader bodies, Duration retention) {
        this.lane = lane;
        this.effects = effects;
        this.parameters = new CallParameters(bodies);
        this.rowRetention = retention.plus(TokenWindow.LENGTH);
    }

    /**
     * Whether it may be moved: it was certainly never called, so no chat of it can exist, it continues nothing that belongs to its instance,
     * and its flow has another one that stands for it. A former owner may have called what it left without a mark of that, unless nothing
     * of the instance could start.
     */
    boolean may(PendingRequest request, Request message, Move move, long nowMs) {
        boolean neverCalled = (lane.requests().isOwn(request)
                        || lane.overrides().pausedSinceLoad(request.instance().instanceId(), nowMs))
                && request.row().times().firstMs() == RequestRow.NEVER
                && !request.inDoubt()
                && message.envelope().formerRounds().firstCallAt().isEmpty()
                && !message.envelope().formerRounds().maybeStarted();
        if (!request.waits() || !neverCalled) {
            return false;
        }
        try {
            StartChat call = parameters.of(message);
            return call.persistentChat().isEmpty()
                    && call.relatedContactId().isEmpty()
                    && (move.contactFlows().isEmpty() || move.contactFlows().containsKey(call.contactFlowId()));
        } catch (NewerFormatException | IllegalArgumentException e) {
            return false; // who is to call it says what is wrong
        }
    }

    /** Moves it; it may be moved. */
    void move(PendingRequest request, Request message, Move move, long nowMs) {
        RequestId id = request.id();
        Optional<String> flow = Optional.ofNullable(
                        move.contactFlows().get(parameters.of(message).contactFlowId()))
                .or(() -> message.envelope().relocation().flatMap(Relocation::contactFlowId));
        long expiresAtMs = nowMs + rowRetention.toMillis();
        Moved row = new Moved(message.envelope().fingerprint(), move.target(), flow, nowMs, expiresAtMs);
        lane.requests().take(request);
        lane.requests().close(request);
        lane.store().deletePayload(id);
        lane.store().putRequest(id, row);
        lane.settled(id, expiresAtMs);
        send(message, row, false);
        if (request.hasDuplicates()) {
            lane.replayDuplicatesOf(id);
        }
    }

    /** A record came for a request that was moved: it follows. */
    void follow(Request message, Moved row) {
        send(message, row, true);
    }

    /** A cancellation of it likewise. */
    void follow(Cancellation cancellation, Moved row) {
        MoveTarget target = row.target();
        effects.send(target.lane(), new Cancellation(target.instanceId(), cancellation.clientToken()));
        effects.commitWithin(0);
    }

    private void send(Request message, Moved row, boolean repeat) {
        Envelope envelope = message.envelope();
        MovedFrom from = envelope.relocation()
                .map(Relocation::from)
                .orElseGet(
                        () -> new MovedFrom(envelope.instanceId(), lane.limits().region()));
        Envelope moved = envelope.movedTo(row.target().instanceId(), new Relocation(from, row.contactFlowId(), repeat));
        effects.send(row.target().lane(), new Request(moved, message.original(), message.body()));
        effects.commitWithin(0);
    }
}

package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchMetrics.LeaseEnd;
import chatcontacts.dispatch.store.LaneStore.Retention;
import chatcontacts.dispatch.store.PendingRow;
import chatcontacts.dispatch.store.RequestRow;
import chatcontacts.dispatch.store.RequestRow.CancelledAhead;
import chatcontacts.dispatch.store.RequestRow.Moved;
import chatcontacts.dispatch.store.RequestRow.Settled;
import chatcontacts.domain.outcome.Outcome.Failed;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.DispatchMessage.Cancellation;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import chatcontacts.wire.DispatchMessage.Control;
import chatcontacts.wire.DispatchMessage.Fence;
import chatcontacts.wire.DispatchMessage.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Takes in the messages of the dispatch topic: requests, for {@link Deduplication}, cancellations, commands of
 * operators, and what was seen of chats. */
final class DispatchMessageHandler {

    /** How long a cancellation waits for its request. */
    static final Duration CANCELLATION_REMEMBERED = Duration.ofHours(1);

    private final Lane lane;
    private final Deduplication deduplication;
    private final OutcomeRecorder outcomes;
    private final ControlHandler control;
    private final Moves moves;
    private final DispatchMetrics metrics;

    DispatchMessageHandler(
            Lane lane,
            Deduplication deduplication,
            OutcomeRecorder outcomes,
            ControlHandler control,
            Moves moves,
            DispatchMetrics metrics) {
        this.lane = lane;
        this.deduplication = deduplication;
        this.outcomes = outcomes;
        this.control = control;
        this.moves = moves;
        this.metrics = metrics;
    }

    void accept(DispatchMessage message, byte[] bytes, long nowMs) {
        switch (message) {
            case Request request -> deduplication.request(request, bytes, nowMs);
            case Cancellation cancellation -> cancellation(cancellation, nowMs);
            case Control it -> control.accept(it.command(), nowMs);
            case Fence it -> control.fenceReached(it.nonce());
            case ChatSeen event -> chatSeen(event, nowMs);
        }
    }

    /** A producer cancels a request: one that waits at once, one with a call in flight if that brings no chat. */
    private void cancellation(Cancellation cancellation, long nowMs) {
        RequestId id = RequestId.of(cancellation.instanceId(), cancellation.clientToken());
        Optional<PendingRow> open = lane.store().payload(id);
        if (open.isPresent()) {
            cancelOpen(id, open.get(), nowMs);
            return;
        }
        Optional<RequestRow> row = lane.store().request(id).filter(it -> !it.isExpired(nowMs));
        if (row.isEmpty()) {
            long expiresAtMs = nowMs + CANCELLATION_REMEMBERED.toMillis();
            lane.store().putRequest(id, new CancelledAhead(expiresAtMs));
            lane.putExpiry(Retention.REQUEST, expiresAtMs, List.of(id));
        } else if (row.get() instanceof Settled settled && standsAgainstRedrive(settled)) {
            lane.store().putRequest(id, settled.withCancellation());
        } else if (row.get() instanceof Moved moved) {
            moves.follow(cancellation, moved);
        }
    }

    /** Who sends a cancelled request again does so on purpose, and a cancellation may come twice. */
    private static boolean standsAgainstRedrive(Settled row) {
        return row.outcome() instanceof Failed failed && failed.reason() != Reason.CANCELLED;
    }

    private void cancelOpen(RequestId id, PendingRow row, long nowMs) {
        Request message = row.request();
        PendingRequest request = lane.find(id, row.arrival(), message.envelope());
        if (request == null) {
            throw new IllegalStateException("an open request is not in the index");
        }
        if (request.waits()) {
            lane.requests().take(request);
            outcomes.failed(request, message, Reason.CANCELLED, "The producer cancelled the request.", nowMs);
        } else {
            request.cancelled();
            lane.store().putRequest(id, request.row());
        }
    }

    private void chatSeen(ChatSeen event, long nowMs) {
        InstanceState instance = lane.instance(event.instanceId(), nowMs);
        if (!instance.chats().ignoresEvents() && instance.chatSeen(event, nowMs)) {
            metrics.leasesEnded(lane.name(), LeaseEnd.EVENT, 1);
        }
    }
}

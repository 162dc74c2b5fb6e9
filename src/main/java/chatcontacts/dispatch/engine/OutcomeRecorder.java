package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.PendingRequest.Place;
import chatcontacts.dispatch.store.RequestRow;
import chatcontacts.dispatch.store.RequestRow.Called;
import chatcontacts.dispatch.store.RequestRow.Settled;
import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Outcome.Failed;
import chatcontacts.domain.outcome.Outcome.Started;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Gives requests their one outcome: the row that answers repeats, the result, the dead letter. */
final class OutcomeRecorder {

    private final Lane lane;
    private final EngineEffects outbox;
    private final DispatchMetrics meter;
    private final Duration retention;

    OutcomeRecorder(Lane lane, EngineEffects outbox, DispatchMetrics meter, Duration retention) {
        this.lane = lane;
        this.outbox = outbox;
        this.meter = meter;
        this.retention = retention;
    }

    /** An open request was started; it has left its place. */
    void started(PendingRequest entry, Request request, Contact contact, long nowMs) {
        Called called = entry.calledOrNotYet();
        finish(entry.id(), request, new Started(contact), called.attempts() + 1, called, nowMs);
        close(entry);
    }

    /** An open request failed; it has left its place. In doubt, it is UNCERTAIN whatever the reason. */
    void failed(PendingRequest entry, Request request, Reason reason, String message, long nowMs) {
        fail(entry.id(), request, reason, message, entry.calledOrNotYet(), nowMs);
        close(entry);
    }

    /** A request fails that was never stored as open. */
    void failedAtOnce(RequestId id, Request request, Reason reason, String message, Called called, long nowMs) {
        fail(id, request, reason, message, called, nowMs);
    }

    /** A record fails whose token belongs to another request: that one's row stays. */
    void tokenReused(Request request, long nowMs) {
        Failed failed = new Failed(
                Reason.TOKEN_REUSED,
                Optional.empty(),
                "clientToken: was used within its retention for a request with other content; the rule is one token for"
                        + " one request");
        publish(request, failed, 0, Called.NOT_YET, nowMs);
    }

    /** A repeat gets the outcome of the first. */
    void replayed(Request repeat, Settled row) {
        Envelope envelope = repeat.envelope();
        Result result = new Result(
                envelope.instanceId(),
                envelope.clientToken(),
                row.outcome(),
                row.attempts(),
                envelope.requestedAt(),
                envelope.acceptedAt(),
                Instant.ofEpochMilli(row.settledAtMs()),
                true,
                repeat.original().source(),
                Optional.empty());
        outbox.result(result, repeat.original());
        outbox.commitWithin(0);
        meter.settled(lane.name, result);
    }

    private void fail(RequestId id, Request request, Reason reason, String message, Called called, long nowMs) {
        boolean doubtful = called.inDoubt();
        String text = doubtful
                ? "A call was never answered, so the chat may exist; then: " + reason + ". " + message
                : message;
        Failed failed = new Failed(doubtful ? Reason.UNCERTAIN : reason, called.errorCode(), text);
        finish(id, request, failed, called.attempts(), called, nowMs);
    }

    private void finish(RequestId id, Request request, Outcome outcome, int attempts, Called called, long nowMs) {
        publish(request, outcome, attempts, called, nowMs);
        Envelope envelope = request.envelope();
        lane.state.putRequest(
                id,
                new Settled(
                        envelope.fingerprint(),
                        envelope.redriveCount(),
                        attempts,
                        outcome,
                        nowMs,
                        nowMs + retention.toMillis(),
                        called.firstCallAtMs(),
                        called.doubtSinceMs()));
        lane.settledNow.add(id);
    }

    private void publish(Request request, Outcome outcome, int attempts, Called called, long nowMs) {
        Envelope envelope = request.envelope();
        Result result = new Result(
                envelope.instanceId(),
                envelope.clientToken(),
                outcome,
                attempts,
                envelope.requestedAt(),
                envelope.acceptedAt(),
                Instant.ofEpochMilli(nowMs),
                false,
                request.original().source(),
                Optional.empty());
        outbox.result(result, request.original());
        if (outcome instanceof Failed failed) {
            outbox.deadLetter(new DeadLetter(
                    request.original(),
                    failed.reason(),
                    failed.message(),
                    Optional.empty(),
                    failed.errorCode(),
                    attempts,
                    Optional.of(envelope.clientToken()),
                    envelope.acceptedAt(),
                    Instant.ofEpochMilli(nowMs),
                    known(called.firstCallAtMs()),
                    called.inDoubt(),
                    called.awsRequestId(),
                    envelope.redriveCount()));
        }
        outbox.commitWithin(0);
        meter.settled(lane.name, result);
    }

    private void close(PendingRequest entry) {
        entry.place = Place.GONE;
        lane.called.remove(entry.id());
        lane.deadlines.remove(entry);
        lane.state.deletePayload(entry.id());
        if (entry.hasRepeats) {
            lane.replays.add(entry.id());
        }
    }

    private static Optional<Instant> known(long atMs) {
        return atMs == RequestRow.NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(atMs));
    }
}

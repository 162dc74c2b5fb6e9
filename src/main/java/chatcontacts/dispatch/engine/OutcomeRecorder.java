package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.store.RequestRow;
import chatcontacts.dispatch.store.RequestRow.Called;
import chatcontacts.dispatch.store.RequestRow.Settled;
import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Outcome.Failed;
import chatcontacts.domain.outcome.Outcome.Started;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.DeadLetter.CallHistory;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.Relocation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Gives requests their one outcome: the row that answers duplicates, the result, the dead letter. */
final class OutcomeRecorder {

    private final Lane lane;
    private final EngineEffects effects;
    private final DispatchMetrics metrics;
    private final CallParameters parameters;
    private final Duration retention;
    private final Duration tokenRetention;

    OutcomeRecorder(
            Lane lane,
            EngineEffects effects,
            DispatchMetrics metrics,
            BodyReader bodies,
            Duration retention,
            Duration tokenRetention) {
        this.parameters = new CallParameters(bodies);
        this.tokenRetention = tokenRetention;
        this.lane = lane;
        this.effects = effects;
        this.metrics = metrics;
        this.retention = retention;
    }

    /** An open request was started; it has left its place. */
    void started(PendingRequest request, Request message, Contact contact, long nowMs) {
        Called called = request.row();
        finish(request.id(), message, new Started(contact), called.attempts() + 1, called, nowMs);
        close(request);
    }

    /** An open request failed; it has left its place. In doubt, it is UNCERTAIN whatever the reason. */
    void failed(PendingRequest request, Request message, Reason reason, String why, long nowMs) {
        fail(request.id(), message, reason, why, request.row(), nowMs);
        close(request);
    }

    /** The deadline of an open request passed; it has left its place. */
    void expired(PendingRequest request, Request message, long nowMs) {
        failed(request, message, Reason.EXPIRED, passed(request.deadlineMs()), nowMs);
    }

    /** A request fails that was never stored as open. */
    void failedAtOnce(RequestId id, Request message, Reason reason, String why, Called called, long nowMs) {
        fail(id, message, reason, why, called, nowMs);
    }

    /** A request comes past its deadline. */
    void expiredAtOnce(RequestId id, Request message, long deadlineMs, Called called, long nowMs) {
        fail(id, message, Reason.EXPIRED, passed(deadlineMs), called, nowMs);
    }

    /** A record fails whose token belongs to another request: that one's row stays. */
    void tokenReused(Request message, long nowMs) {
        Failed failed = new Failed(
                Reason.TOKEN_REUSED,
                Optional.empty(),
                "clientToken: was used within its retention for a request with other content; the rule is one token for"
                        + " one request");
        publish(message, failed, 0, Called.NOT_YET, nowMs);
    }

    /** A duplicate gets the outcome of the first, replayed, with what is known of its chat's end. */
    void replayed(Request duplicate, Settled row, long nowMs) {
        Outcome outcome = row.outcome();
        if (outcome instanceof Started started) {
            boolean over = row.settledAtMs() + tokenRetention.toMillis() <= nowMs;
            Contact contact =
                    over ? started.contact().withCredentials(ParticipantCredentials.REMOVED) : started.contact();
            outcome = new Started(
                    contact.withEnd(lane.endSeen(duplicate.envelope().instanceId(), contact.contactId())));
        }
        Instant settledAt = Instant.ofEpochMilli(row.settledAtMs());
        Result result = resultOf(
                duplicate,
                outcome,
                row.attempts(),
                settledAt,
                true,
                lane.limits().region());
        effects.result(result, duplicate.original());
        effects.commitWithin(0);
        metrics.settled(lane.name(), result);
    }

    /** What the result topic says of that request. */
    static Result resultOf(
            Request message,
            Outcome outcome,
            int attempts,
            Instant settledAt,
            boolean replayed,
            Optional<String> region) {
        Envelope envelope = message.envelope();
        return new Result(
                envelope.instanceId(),
                envelope.clientToken(),
                outcome,
                attempts,
                envelope.requestedAt(),
                envelope.acceptedAt(),
                settledAt,
                replayed,
                message.original().source(),
                region,
                envelope.relocation().map(Relocation::from));
    }

    private void fail(RequestId id, Request message, Reason reason, String why, Called called, long nowMs) {
        boolean doubtful = called.inDoubt();
        String text = doubtful ? "A call was never answered, so the chat may exist; then: " + reason + ". " + why : why;
        Optional<String> errorCode = called.lastFailure().errorCode();
        Failed failed = new Failed(doubtful ? Reason.UNCERTAIN : reason, errorCode, text);
        finish(id, message, failed, called.attempts(), called, nowMs);
    }

    private void finish(RequestId id, Request message, Outcome outcome, int attempts, Called called, long nowMs) {
        publish(message, outcome, attempts, called, nowMs);
        Settled row = Settled.of(message.envelope(), outcome, attempts, called.times(), nowMs, retention);
        lane.store().putRequest(id, tokenRetention.isZero() ? row.withoutCredentials() : row);
        lane.settled(id, row.expiresAtMs());
        if (outcome instanceof Started && tokenRetention.isPositive() && tokenRetention.compareTo(retention) < 0) {
            lane.keepsCredentials(id, nowMs + tokenRetention.toMillis());
        }
    }

    private void publish(Request message, Outcome outcome, int attempts, Called called, long nowMs) {
        Instant now = Instant.ofEpochMilli(nowMs);
        Result result =
                resultOf(message, outcome, attempts, now, false, lane.limits().region());
        effects.result(result, message.original());
        if (outcome instanceof Failed failed) {
            CallHistory calls = historyOf(called, attempts);
            effects.deadLetter(DeadLetter.ofRequest(
                    message.original(),
                    message.envelope(),
                    askedRegion(message),
                    failed,
                    now,
                    calls,
                    parameters.contactFlow(message)));
        }
        effects.commitWithin(0);
        metrics.settled(lane.name(), result);
    }

    /** A redrive goes to the lane that was asked, which knows where the request was moved. */
    private Optional<String> askedRegion(Request message) {
        return message.envelope()
                .relocation()
                .map(it -> it.from().region())
                .orElse(lane.limits().region());
    }

    private static CallHistory historyOf(Called called, int attempts) {
        long firstMs = called.times().firstMs();
        Optional<Instant> firstCallAt =
                firstMs == RequestRow.NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(firstMs));
        return new CallHistory(
                attempts, firstCallAt, called.inDoubt(), called.lastFailure().awsRequestId());
    }

    private void close(PendingRequest request) {
        lane.requests().close(request);
        lane.store().deletePayload(request.id());
        if (request.hasDuplicates()) {
            lane.replayDuplicatesOf(request.id());
        }
    }

    private static String passed(long deadlineMs) {
        return "The deadline " + Instant.ofEpochMilli(deadlineMs) + " passed before the chat could be started.";
    }
}

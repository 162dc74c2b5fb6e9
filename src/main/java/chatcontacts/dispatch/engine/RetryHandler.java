package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.PendingRequest.Place;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.outcome.Reason;
import java.util.random.RandomGenerator;

/**
 * Where a request goes whose call started no chat: to its retry, with exponential backoff where the call counts as an attempt, or
 * to its failure.
 */
final class RetryHandler {

    private final Lane lane;
    private final OutcomeRecorder outcomes;
    private final int maxAttempts;
    private final Backoff backoff;
    private final RandomGenerator random;

    RetryHandler(Lane lane, OutcomeRecorder outcomes, int maxAttempts, Backoff backoff, RandomGenerator random) {
        this.lane = lane;
        this.outcomes = outcomes;
        this.maxAttempts = maxAttempts;
        this.backoff = backoff;
        this.random = random;
    }

    /** The call counts: the request is retried after a backoff, unless this was its last attempt. */
    void spendAttempt(PendingRequest request, Reason whenSpent, String message, long nowMs) {
        request.spent();
        int attempts = request.row().attempts();
        if (attempts >= maxAttempts) {
            outcomes.failed(request, lane.message(request), whenSpent, message, nowMs);
            return;
        }
        request.notBefore(nowMs + backoff.delayMs(attempts - 1, random.nextDouble()));
        waitAgain(request, Place.BACKING_OFF, nowMs);
    }

    /** The call does not count: the request waits again, unless it was cancelled or its time is over. */
    void waitAgain(PendingRequest request, Place place, long nowMs) {
        if (request.row().cancelled()) {
            outcomes.failed(
                    request, lane.message(request), Reason.CANCELLED, "The producer cancelled the request.", nowMs);
        } else if (request.deadlineMs() <= nowMs) {
            outcomes.expired(request, lane.message(request), nowMs);
        } else {
            lane.store().putRequest(request.id(), request.row());
            lane.requests().park(request, place);
        }
    }
}

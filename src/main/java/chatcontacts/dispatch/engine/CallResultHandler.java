package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchMetrics.LeaseEnd;
import chatcontacts.dispatch.engine.PendingRequest.Place;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.LaneCircuitBreaker.HoldCause;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.CallResult.AccessDenied;
import chatcontacts.domain.call.CallResult.ChatStarted;
import chatcontacts.domain.call.CallResult.CredentialsRejected;
import chatcontacts.domain.call.CallResult.QuotaFull;
import chatcontacts.domain.call.CallResult.Rejected;
import chatcontacts.domain.call.CallResult.Throttled;
import chatcontacts.domain.call.CallResult.Unanswered;
import chatcontacts.domain.call.CallResult.Unavailable;
import chatcontacts.domain.call.CallResult.Unreachable;
import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Handles the results of calls: what each one teaches about lane and instance, and where its request goes. */
final class CallResultHandler {

    /** How long after its start a customer may connect. Documented by Amazon Connect. */
    private static final Duration CONNECT_WITHIN = Duration.ofMinutes(5);

    private final Lane lane;
    private final OutcomeRecorder outcomes;
    private final RetryHandler retries;
    private final DispatchMetrics metrics;
    private final Backoff hold;
    private final RandomGenerator random;

    CallResultHandler(
            Lane lane,
            OutcomeRecorder outcomes,
            DispatchMetrics metrics,
            DispatchSettings settings,
            RandomGenerator random) {
        this.lane = lane;
        this.outcomes = outcomes;
        this.retries = new RetryHandler(lane, outcomes, settings.maxAttempts(), settings.retry(), random);
        this.metrics = metrics;
        this.hold = settings.hold();
        this.random = random;
    }

    /** Handles one result. One of a call that is not in flight is dropped: its request was settled by another. */
    void settle(CompletedCall completed, long nowMs) {
        CallInFlight call = lane.calls().end(completed.id(), completed.number());
        if (call == null) {
            return;
        }
        CallResult result = completed.result();
        boolean again = call.request().row().times().firstMs() < call.issuedAtMs();
        call.instance().callEnded(call, nowMs);
        lane.limiter().callEnded(call, result, nowMs);
        switch (result) {
            case ChatStarted it -> started(call, it, nowMs);
            case QuotaFull it -> full(call, it, nowMs);
            case Throttled it -> throttled(call, it, nowMs);
            case Unreachable it -> unreachable(call, it, nowMs);
            case Unavailable it -> fault(call, it, it.errorCode(), nowMs);
            case Unanswered it -> fault(call, it, it.errorCode(), nowMs);
            case AccessDenied it -> denied(call, it, nowMs);
            case CredentialsRejected it -> credentialsRejected(call, it, nowMs);
            case Rejected it -> rejected(call, it, nowMs);
        }
        Duration took = Duration.ofMillis(nowMs - call.issuedAtMs());
        metrics.called(lane.name(), call.instance().instanceId(), result, took, again);
    }

    /**
     * Keeps a request whose result could not be handled: in doubt, since its chat may exist, and for the longest hold, since
     * the same may happen again. One that got its outcome or a place before the failure is left as it is.
     */
    void postpone(CompletedCall completed, long nowMs) {
        PendingRequest request = lane.requests().findCalled(completed.id());
        if (request != null && request.isAt(Place.NOWHERE) && !lane.calls().contains(completed.id())) {
            request.doubted();
            request.notBefore(nowMs + hold.longest().toMillis());
            lane.store().putRequest(request.id(), request.row());
            lane.requests().park(request, Place.BACKING_OFF);
        }
    }

    private void started(CallInFlight call, ChatStarted result, long nowMs) {
        PendingRequest request = call.request();
        accessWorks(call);
        if (call.probes().testsLease()) {
            metrics.leasesEnded(lane.name(), LeaseEnd.PROBE, 1);
        }
        long madeAtMs = request.inDoubt() ? request.row().times().doubtSinceMs() : call.issuedAtMs();
        call.instance().chatStarted(call, result.contactId(), madeAtMs, nowMs);
        Contact contact = new Contact(
                result.contactId(),
                result.participantId(),
                result.credentials(),
                result.continuedFromContactId(),
                Instant.ofEpochMilli(nowMs),
                Instant.ofEpochMilli(madeAtMs).plus(CONNECT_WITHIN),
                result.streamingId(),
                Optional.empty());
        outcomes.started(request, lane.message(request), contact, nowMs);
    }

    private void full(CallInFlight call, QuotaFull result, long nowMs) {
        accessWorks(call);
        call.instance().foundFull(call, hold, nowMs, random.nextDouble());
        noteFailure(call, result, result.errorCode());
        retries.waitAgain(call.request(), Place.READY, nowMs);
    }

    private void accessWorks(CallInFlight call) {
        lane.answered();
        call.instance().answered();
        if (call.instance().isUnproven()) {
            lane.limiter().newcomerAnswered(true);
        }
        call.instance().accessWorks(call);
    }

    private void throttled(CallInFlight call, Throttled result, long nowMs) {
        lane.answered();
        call.instance().answered();
        instanceProbesLost(call);
        noteFailure(call, result, result.errorCode());
        retries.waitAgain(call.request(), Place.READY, nowMs);
    }

    private void fault(CallInFlight call, CallResult result, String errorCode, long nowMs) {
        PendingRequest request = call.request();
        LaneLimiter limiter = lane.limiter();
        instanceProbesLost(call);
        noteFailure(call, result, errorCode);
        if (result instanceof Unanswered) {
            request.doubted();
        }
        InstanceState instance = call.instance();
        limiter.noAnswer(request.id(), instance.instanceId());
        instance.noAnswer(request.id());
        if (limiter.isOutage() || (instance.isFailing() && lane.hasNoOtherAtWork(instance))) {
            outage(call, errorCode, nowMs);
        } else if (instance.isFailing()) {
            instance.failed(call, hold, nowMs, random.nextDouble());
            retries.waitAgain(request, Place.ASIDE, nowMs);
        } else if (limiter.seemsOutage()) {
            request.notBefore(nowMs + hold.delayMs(limiter.failureRounds(), random.nextDouble()));
            retries.waitAgain(request, Place.BACKING_OFF, nowMs);
        } else {
            String message = "Every attempt met a fault, the last one: " + errorCode;
            retries.spendAttempt(request, Reason.RETRIES_EXHAUSTED, message, nowMs);
        }
    }

    /** One is enough: without a connection no request of this lane can do better, however few there are. */
    private void unreachable(CallInFlight call, Unreachable result, long nowMs) {
        instanceProbesLost(call);
        noteFailure(call, result, result.errorCode());
        outage(call, result.errorCode(), nowMs);
    }

    private void outage(CallInFlight call, String errorCode, long nowMs) {
        lane.limiter().open(HoldCause.OUTAGE, errorCode, call, hold, nowMs, random.nextDouble());
        retries.waitAgain(call.request(), placeAfterOpening(call), nowMs);
    }

    private void denied(CallInFlight call, AccessDenied result, long nowMs) {
        PendingRequest request = call.request();
        InstanceState instance = call.instance();
        lane.answered();
        instance.answered();
        instance.limitProbeLost(call);
        noteFailure(call, result, result.errorCode());
        if (instance.accessDenials().isFlowsOwn(call.flowId())) {
            instance.accessProbeLost(call);
            String message = "Access to flow " + call.flowId() + " of instance "
                    + call.instance().instanceId() + " is denied: " + result.errorCode();
            retries.spendAttempt(request, Reason.REJECTED, message, nowMs);
        } else {
            if (instance.isUnproven() && !instance.accessDenials().held()) {
                lane.limiter().newcomerAnswered(false);
            }
            instance.accessDenied(call, hold, nowMs, random.nextDouble());
            retries.waitAgain(request, Place.ASIDE, nowMs);
        }
    }

    private void credentialsRejected(CallInFlight call, CredentialsRejected result, long nowMs) {
        instanceProbesLost(call);
        lane.limiter().open(HoldCause.CREDENTIALS, result.errorCode(), call, hold, nowMs, random.nextDouble());
        noteFailure(call, result, result.errorCode());
        retries.waitAgain(call.request(), placeAfterOpening(call), nowMs);
    }

    /** Each probe of a held lane takes another request: one that always fails must not hold the lane by itself. */
    private static Place placeAfterOpening(CallInFlight call) {
        return call.probes().ofBreaker() ? Place.ASIDE : Place.READY;
    }

    private void rejected(CallInFlight call, Rejected result, long nowMs) {
        PendingRequest request = call.request();
        lane.answered();
        call.instance().answered();
        instanceProbesLost(call);
        noteFailure(call, result, result.errorCode());
        request.spent();
        String message = "Amazon Connect refused it: " + result.errorCode() + " (instance "
                + call.instance().instanceId() + ", contact flow " + call.flowId() + ")";
        outcomes.failed(request, lane.message(request), Reason.REJECTED, message, nowMs);
    }

    private static void instanceProbesLost(CallInFlight call) {
        call.instance().faultProbeLost(call);
        call.instance().limitProbeLost(call);
        call.instance().accessProbeLost(call);
    }

    private static void noteFailure(CallInFlight call, CallResult result, String errorCode) {
        call.request().failed(errorCode, result.awsRequestId());
    }
}

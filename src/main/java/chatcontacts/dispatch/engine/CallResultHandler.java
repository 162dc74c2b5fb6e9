package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchMetrics.LeaseEnd;
import chatcontacts.dispatch.engine.Lane.Flight;
import chatcontacts.dispatch.engine.PendingRequest.Place;
import chatcontacts.dispatch.store.PendingRow;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.CallResult.AccessDenied;
import chatcontacts.domain.call.CallResult.CredentialsRefused;
import chatcontacts.domain.call.CallResult.QuotaFull;
import chatcontacts.domain.call.CallResult.Rejected;
import chatcontacts.domain.call.CallResult.Started;
import chatcontacts.domain.call.CallResult.Throttled;
import chatcontacts.domain.call.CallResult.Unanswered;
import chatcontacts.domain.call.CallResult.Unavailable;
import chatcontacts.domain.call.CallResult.Unreachable;
import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.wire.DispatchMessage.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Settles answers: what each one teaches about lane and instance, and where its request goes. */
final class CallResultHandler {

    /** How long after its start a customer may connect. Documented by Amazon Connect. */
    private static final Duration CONNECT_WITHIN = Duration.ofMinutes(5);

    private final Lane lane;
    private final OutcomeRecorder outcomes;
    private final DispatchMetrics meter;
    private final DispatchSettings settings;
    private final RandomGenerator random;
    private final Set<InstanceState> touched;

    CallResultHandler(
            Lane lane,
            OutcomeRecorder outcomes,
            DispatchMetrics meter,
            DispatchSettings settings,
            RandomGenerator random,
            Set<InstanceState> touched) {
        this.lane = lane;
        this.outcomes = outcomes;
        this.meter = meter;
        this.settings = settings;
        this.random = random;
        this.touched = touched;
    }

    /** Settles one answer. One to a call that is not out any more is dropped: its request was settled by another. */
    void settle(CompletedCall delivery, long nowMs) {
        Flight flight = lane.flights.get(delivery.id());
        if (flight == null || flight.number() != delivery.number()) {
            return;
        }
        InstanceState instance = flight.entry().instance;
        touched.add(instance);
        lane.flights.remove(delivery.id());
        instance.leave(flight.entry());
        if (!flight.testedLease().isEmpty()) {
            instance.testingLease = false;
        }
        CallResult answer = delivery.answer();
        boolean again = flight.entry().calledOrNotYet().firstCallAtMs() < flight.issuedAtMs();
        lane.pace =
                answer instanceof Throttled ? lane.pace.throttled(flight.issuedAtMs(), nowMs) : lane.pace.answered();
        switch (answer) {
            case Started started -> started(flight, started, nowMs);
            case QuotaFull full -> full(flight, full, nowMs);
            case Throttled throttled -> throttled(flight, throttled, nowMs);
            case Unreachable nobody -> unreachable(flight, nobody, nowMs);
            case Unavailable fault -> fault(flight, fault, fault.errorCode(), nowMs);
            case Unanswered fault -> fault(flight, fault, fault.errorCode(), nowMs);
            case AccessDenied denied -> denied(flight, denied, nowMs);
            case CredentialsRefused refused -> credentials(flight, refused, nowMs);
            case Rejected rejected -> rejected(flight, rejected, nowMs);
        }
        Duration took = Duration.ofMillis(nowMs - flight.issuedAtMs());
        meter.called(lane.name, instance.instanceId, answer, took, again);
    }

    /**
     * Keeps a request whose answer could not be settled: in doubt, since its chat may exist, and for the longest hold, since
     * the same may happen again. One that got its outcome or a place before the failure is left as it is.
     */
    void postpone(CompletedCall delivery, long nowMs) {
        PendingRequest entry = lane.called.get(delivery.id());
        if (entry != null && entry.place == Place.IN_FLIGHT && !lane.flights.containsKey(delivery.id())) {
            entry.called = entry.calledOrNotYet()
                    .doubted()
                    .notBefore(nowMs + settings.hold().longest().toMillis());
            lane.state.putRequest(entry.id(), entry.called);
            lane.park(entry, Place.BACKING_OFF);
        }
    }

    private void started(Flight flight, Started answer, long nowMs) {
        PendingRequest entry = flight.entry();
        InstanceState instance = entry.instance;
        lane.answering();
        works(flight);
        if (!flight.testedLease().isEmpty()) {
            instance.leases.drop(flight.testedLease());
            meter.leasesEnded(lane.name, LeaseEnd.PROBE, 1);
        }
        if (instance.sight.tracks()) {
            instance.leases.started(answer.contactId(), flight.chatDuration(), nowMs);
        }
        boolean seesEnds = instance.sight.gates();
        if (!seesEnds) {
            instance.leases.keepNewest(4 * instance.settings.concurrentChats());
        }
        instance.quota = instance.quota.started(flight.quotaProbe(), instance.used(), seesEnds, nowMs);
        instance.sight = instance.sight.started(answer.contactId(), nowMs);
        long madeAtMs = entry.inDoubt() ? entry.calledOrNotYet().doubtSinceMs() : flight.issuedAtMs();
        Contact contact = new Contact(
                answer.contactId(),
                answer.participantId(),
                answer.credentials(),
                answer.continuedFromContactId(),
                Instant.ofEpochMilli(nowMs),
                Instant.ofEpochMilli(madeAtMs).plus(CONNECT_WITHIN),
                answer.streamingId(),
                Optional.empty());
        outcomes.started(entry, requestOf(entry), contact, nowMs);
    }

    private void full(Flight flight, QuotaFull answer, long nowMs) {
        InstanceState instance = flight.entry().instance;
        lane.answering();
        works(flight);
        instance.quota = instance.quota.full(
                instance.used(),
                instance.sight.gates(),
                flight.issuedAtMs(),
                flight.quotaProbe(),
                settings.hold(),
                nowMs,
                random.nextDouble());
        noted(flight, answer, answer.errorCode());
        goOn(flight.entry(), Place.READY, nowMs);
    }

    private void throttled(Flight flight, Throttled answer, long nowMs) {
        lane.answering();
        probesLost(flight);
        noted(flight, answer, answer.errorCode());
        goOn(flight.entry(), Place.READY, nowMs);
    }

    private void fault(Flight flight, CallResult answer, String errorCode, long nowMs) {
        PendingRequest entry = flight.entry();
        probesLost(flight);
        noted(flight, answer, errorCode);
        if (answer instanceof Unanswered) {
            entry.called = entry.calledOrNotYet().doubted();
        }
        if (!lane.hold.isHeld()) {
            lane.failing.add(entry.id());
        }
        if (lane.hold.isHeld() || lane.failing.isOutage()) {
            outage(flight, nowMs);
        } else if (lane.failing.seemsOutage()) {
            long delayMs = settings.hold().delayMs(lane.failing.rounds(), random.nextDouble());
            entry.called = entry.calledOrNotYet().notBefore(nowMs + delayMs);
            goOn(entry, Place.BACKING_OFF, nowMs);
        } else {
            spend(entry, Reason.RETRIES_EXHAUSTED, "Every attempt met a fault, the last one: " + errorCode, nowMs);
        }
    }

    /** One is enough: without a connection no request of this lane can do better, however few there are. */
    private void unreachable(Flight flight, Unreachable answer, long nowMs) {
        probesLost(flight);
        noted(flight, answer, answer.errorCode());
        outage(flight, nowMs);
    }

    private void outage(Flight flight, long nowMs) {
        lane.hold = lane.hold.failed(
                LaneCircuitBreaker.Cause.OUTAGE, flight.laneProbe(), settings.hold(), nowMs, random.nextDouble());
        goOn(flight.entry(), placeAfterHold(flight), nowMs);
    }

    private void denied(Flight flight, AccessDenied answer, long nowMs) {
        PendingRequest entry = flight.entry();
        InstanceState instance = entry.instance;
        lane.answering();
        if (flight.quotaProbe()) {
            instance.quota = instance.quota.probeLost();
        }
        noted(flight, answer, answer.errorCode());
        if (instance.refusals.isFlowsOwn(flight.flowId())) {
            if (flight.refusalProbe()) {
                instance.refusals = instance.refusals.probeLost();
            }
            spend(entry, Reason.REJECTED, "Access to this flow is denied: " + answer.errorCode(), nowMs);
        } else {
            instance.refusals = instance.refusals.refused(
                    flight.flowId(), flight.refusalProbe(), settings.hold(), nowMs, random.nextDouble());
            goOn(entry, Place.ASIDE, nowMs);
        }
    }

    private void credentials(Flight flight, CredentialsRefused answer, long nowMs) {
        probesLost(flight);
        lane.hold = lane.hold.failed(
                LaneCircuitBreaker.Cause.CREDENTIALS, flight.laneProbe(), settings.hold(), nowMs, random.nextDouble());
        noted(flight, answer, answer.errorCode());
        goOn(flight.entry(), placeAfterHold(flight), nowMs);
    }

    /** Each probe of a held lane takes another request: one that always fails must not hold the lane by itself. */
    private static Place placeAfterHold(Flight flight) {
        return flight.laneProbe() ? Place.ASIDE : Place.READY;
    }

    private void rejected(Flight flight, Rejected answer, long nowMs) {
        PendingRequest entry = flight.entry();
        lane.answering();
        probesLost(flight);
        noted(flight, answer, answer.errorCode());
        entry.called = entry.calledOrNotYet().spent();
        outcomes.failed(
                entry, requestOf(entry), Reason.REJECTED, "Amazon Connect refused it: " + answer.errorCode(), nowMs);
    }

    /** The credentials are good for this instance: those that were refused may try again. */
    private void works(Flight flight) {
        InstanceState instance = flight.entry().instance;
        instance.refusals = instance.refusals.allowed(flight.flowId());
        instance.recallAside();
    }

    private static void probesLost(Flight flight) {
        InstanceState instance = flight.entry().instance;
        if (flight.quotaProbe()) {
            instance.quota = instance.quota.probeLost();
        }
        if (flight.refusalProbe()) {
            instance.refusals = instance.refusals.probeLost();
        }
    }

    private static void noted(Flight flight, CallResult answer, String errorCode) {
        PendingRequest entry = flight.entry();
        entry.called = entry.calledOrNotYet().answered(errorCode, answer.awsRequestId());
    }

    private void spend(PendingRequest entry, Reason whenSpent, String message, long nowMs) {
        entry.called = entry.calledOrNotYet().spent();
        int attempts = entry.called.attempts();
        if (attempts >= settings.maxAttempts()) {
            outcomes.failed(entry, requestOf(entry), whenSpent, message, nowMs);
            return;
        }
        entry.called = entry.called.notBefore(nowMs + settings.retry().delayMs(attempts - 1, random.nextDouble()));
        goOn(entry, Place.BACKING_OFF, nowMs);
    }

    /** The request waits again, unless it was cancelled or its time is over. */
    private void goOn(PendingRequest entry, Place place, long nowMs) {
        if (entry.calledOrNotYet().cancelled()) {
            outcomes.failed(entry, requestOf(entry), Reason.CANCELLED, "The producer cancelled the request.", nowMs);
        } else if (entry.deadlineMs <= nowMs) {
            outcomes.failed(
                    entry, requestOf(entry), Reason.EXPIRED, Housekeeping.expiredMessage(entry.deadlineMs), nowMs);
        } else {
            lane.state.putRequest(entry.id(), entry.calledOrNotYet());
            lane.park(entry, place);
        }
    }

    private Request requestOf(PendingRequest entry) {
        return lane.state
                .payload(entry.id())
                .map(PendingRow::request)
                .orElseThrow(() -> new IllegalStateException("a request in flight has no payload"));
    }
}

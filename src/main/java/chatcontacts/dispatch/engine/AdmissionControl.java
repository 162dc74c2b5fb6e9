package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.CallInFlight.Probes;
import chatcontacts.dispatch.engine.Candidates.Candidate;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestDecoder.Reencoded;
import chatcontacts.domain.request.RequestId;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DispatchMessage.Request;
import java.time.Duration;

/**
 * Lets waiting requests go, as far as the lane's circuit breaker, its rate limit and its greatest number of calls in flight allow;
 * {@link Candidates} looks at the concurrency limits of instances.
 */
final class AdmissionControl {

    /**
     * How long the mark of a call may wait for a commit. The next outcome's commit takes it along as a rule: without this, each
     * request costs two commits.
     */
    private static final long MARK_MS = 20;

    private final Lane lane;
    private final EngineEffects effects;
    private final OutcomeRecorder outcomes;
    private final BodyReader bodies;
    private final WakeTime wake = new WakeTime();
    private final Candidates candidates;

    AdmissionControl(
            Lane lane, EngineEffects effects, OutcomeRecorder outcomes, BodyReader bodies, Duration leaseDoubtful) {
        this.lane = lane;
        this.effects = effects;
        this.outcomes = outcomes;
        this.bodies = bodies;
        this.candidates = new Candidates(lane, leaseDoubtful, wake);
    }

    /** Admits all that may go now. Returns when more may, if nothing happens before. */
    long admit(long nowMs) {
        wake.reset();
        LaneLimiter limiter = lane.limiter();
        while (lane.requests().hasQueued()
                && lane.calls().size() < lane.settings().inFlightMax()) {
            if (!limiter.breaker().admits(nowMs)) {
                wake.by(limiter.breaker().gate().nextProbeAtMs());
                break;
            }
            Candidate candidate = candidates.next(nowMs);
            if (candidate == null) {
                break;
            }
            if (!limiter.hasToken(nowMs)) {
                wake.by(limiter.nextTokenAtMs());
                break;
            }
            issue(candidate, nowMs);
        }
        return wake.atMs();
    }

    private void issue(Candidate candidate, long nowMs) {
        PendingRequest request = candidate.request();
        Request message = lane.message(request);
        lane.requests().take(request);
        StartChat call;
        try {
            call = read(message);
        } catch (IllegalArgumentException e) {
            outcomes.failed(
                    request,
                    message,
                    Reason.MALFORMED,
                    "value: cannot be read in the schema that intake read it in",
                    nowMs);
            return;
        }
        RequestId id = request.id();
        request.issued(nowMs);
        lane.store().putRequest(id, request.row());
        lane.requests().markCalled(request);
        CallInFlight inFlight = new CallInFlight(
                request,
                lane.calls().nextNumber(),
                nowMs,
                probes(candidate),
                call.contactFlowId(),
                call.chatDurationInMinutes().map(Duration::ofMinutes).orElse(Leases.DEFAULT_CHAT_DURATION));
        lane.calls().add(id, inFlight);
        lane.limiter().callSent(inFlight);
        request.instance().callSent(inFlight);
        effects.call(
                lane.name(), id, inFlight.number(), call, message, request.row().attempts() + 1);
        effects.commitWithin(MARK_MS);
    }

    private Probes probes(Candidate candidate) {
        return new Probes(
                !lane.limiter().breaker().isClosed(),
                candidate.limitProbe(),
                candidate.request().instance().accessDenials().held(),
                candidate.testedLease());
    }

    private StartChat read(Request message) {
        String instanceId = message.envelope().instanceId();
        return switch (message.body()) {
            case InOriginal inOriginal -> {
                byte[] value = message.original().value();
                if (value == null) {
                    throw new IllegalArgumentException("no value");
                }
                yield bodies.read(value, inOriginal.offset()).call().withInstanceId(instanceId);
            }
            case Reencoded reencoded -> bodies.read(reencoded.bytes(), 0).call().withInstanceId(instanceId);
        };
    }
}

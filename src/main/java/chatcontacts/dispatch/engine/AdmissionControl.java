package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.CallInFlight.Probes;
import chatcontacts.dispatch.engine.Candidates.Candidate;
import chatcontacts.domain.format.NewerFormatException;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.domain.request.RequestId;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DispatchMessage.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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

    /** While credentials are being fetched, which takes milliseconds as a rule, they are looked for after this time each. */
    private static final long READY_POLL_MS = 5;

    /** A step that finds more past their deadlines ends here: calls that follow are checked with the time of the next one. */
    private static final int MAX_EXPIRED_A_STEP = 500;

    private final Lane lane;
    private final EngineEffects effects;
    private final OutcomeRecorder outcomes;
    private final KeptMessages kept;
    private final CallParameters parameters;
    private final WakeTime wake = new WakeTime();
    private final Candidates candidates;

    AdmissionControl(Lane lane, EngineEffects effects, OutcomeRecorder outcomes, KeptMessages kept, BodyReader bodies) {
        this.lane = lane;
        this.effects = effects;
        this.outcomes = outcomes;
        this.kept = kept;
        this.parameters = new CallParameters(bodies);
        this.candidates = new Candidates(lane, wake);
    }

    /** Admits all that may go now. Returns when more may, if nothing happens before. */
    long admit(long nowMs) {
        wake.reset();
        if (lane.overrides().pausesLane()) {
            return wake.atMs();
        }
        LaneLimiter limiter = lane.limiter();
        int expired = 0;
        while (lane.requests().hasQueued()
                && lane.calls().size() < lane.limits().inFlightMax()) {
            boolean closed = limiter.breaker().isClosed();
            boolean waits = !limiter.breaker().admits(nowMs);
            if (waits) {
                wake.by(limiter.breaker().gate().nextProbeAtMs());
            } else if (!isReady(nowMs)) {
                break;
            }
            Candidate candidate = closed ? chosen(nowMs) : candidates.nextOfAny(waits, nowMs);
            if (candidate == null || (waits && !isReady(nowMs))) {
                break;
            }
            if (!limiter.hasToken(nowMs)) {
                wake.by(limiter.nextTokenAtMs());
                break;
            }
            if (candidate.request().deadlineMs() <= nowMs && expired++ == MAX_EXPIRED_A_STEP) {
                wake.by(nowMs);
                break;
            }
            issue(candidate, nowMs);
        }
        return wake.atMs();
    }

    private boolean isReady(long nowMs) {
        boolean ready = effects.readyToCall(lane.name());
        if (!ready) {
            wake.by(nowMs + READY_POLL_MS);
        }
        return ready;
    }

    /** Calls that are free go first; while they wait, all others share a small part of the rate, else what is spare. */
    private @Nullable Candidate chosen(long nowMs) {
        LaneLimiter limiter = lane.limiter();
        Candidates.Best best = candidates.next(nowMs);
        Candidate notFree = best.notFree();
        if (best.free() != null && notFree != null) {
            if (limiter.probeHasTurn(nowMs) && limiter.hasToken(nowMs)) {
                limiter.probeTakesTurn();
                return notFree;
            }
            return best.free();
        }
        if (best.free() != null) {
            return best.free();
        }
        if (best.probe() != null && limiter.sparesToken(nowMs)) {
            return notFree;
        }
        if (best.unproven() == null && best.probe() != null) {
            wake.by(limiter.nextSpareTokenAtMs());
        }
        return best.unproven();
    }

    private void issue(Candidate candidate, long nowMs) {
        PendingRequest request = candidate.request();
        Request message = lane.message(request);
        lane.requests().take(request);
        if (request.deadlineMs() <= nowMs) {
            outcomes.expired(request, message, nowMs);
            return;
        }
        StartChat call;
        try {
            call = parameters.of(message);
        } catch (NewerFormatException e) {
            kept.keep(request, message, e.format());
            return;
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
                candidate.request().instance().faults().held(),
                candidate.anticipates(),
                candidate.testedLease());
    }
}

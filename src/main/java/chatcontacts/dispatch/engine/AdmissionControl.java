package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.Lane.Flight;
import chatcontacts.dispatch.engine.PendingRequest.Place;
import chatcontacts.dispatch.store.PendingRow;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestDecoder.Reencoded;
import chatcontacts.domain.request.RequestId;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DispatchMessage.Request;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets waiting requests go. Among the instances that may go it takes the lowest priority number present, in turn between those
 * that hold it, and inside an instance by arrival. An instance that is held, full or refused is passed over.
 */
final class AdmissionControl {

    /**
     * How long the mark of a call may wait for a commit. The next outcome's commit takes it along as a rule: without this, each
     * request costs two commits.
     */
    private static final long MARK_MS = 20;

    private final Lane lane;
    private final EngineEffects outbox;
    private final OutcomeRecorder outcomes;
    private final BodyReader bodies;
    private final Duration leaseDoubtful;
    private final Set<InstanceState> touched;
    private long calls;
    private long wakeAtMs;

    AdmissionControl(
            Lane lane,
            EngineEffects outbox,
            OutcomeRecorder outcomes,
            BodyReader bodies,
            Duration leaseDoubtful,
            Set<InstanceState> touched) {
        this.lane = lane;
        this.outbox = outbox;
        this.outcomes = outcomes;
        this.bodies = bodies;
        this.leaseDoubtful = leaseDoubtful;
        this.touched = touched;
    }

    /** One request that may go, and what its call tests beside. */
    private record Candidate(PendingRequest entry, boolean quotaProbe, String testedLease) {}

    /** Admits all that may go now. Returns when more may, if nothing happens before. */
    long admit(long nowMs) {
        wakeAtMs = Long.MAX_VALUE;
        while (!lane.queued.isEmpty() && lane.flights.size() < lane.settings.inFlightMax()) {
            if (!lane.hold.admits(nowMs)) {
                wakeAt(lane.hold.probing() ? Long.MAX_VALUE : lane.hold.untilMs());
                break;
            }
            Candidate candidate = next(nowMs);
            if (candidate == null) {
                break;
            }
            lane.pace = lane.pace.refilled(nowMs);
            if (!lane.pace.hasToken()) {
                wakeAt(lane.pace.nextTokenAtMs());
                break;
            }
            issue(candidate, nowMs);
        }
        return wakeAtMs;
    }

    private @Nullable Candidate next(long nowMs) {
        Candidate best = null;
        for (InstanceState instance : lane.queued) {
            Candidate candidate = candidate(instance, nowMs);
            if (candidate != null && (best == null || goesBefore(candidate.entry, best.entry))) {
                best = candidate;
            }
        }
        return best;
    }

    private boolean goesBefore(PendingRequest one, PendingRequest other) {
        boolean oneAside = one.place == Place.ASIDE;
        if (lane.hold.isHeld() && oneAside != (other.place == Place.ASIDE)) {
            return !oneAside;
        }
        return one.priority != other.priority
                ? one.priority < other.priority
                : one.instance.lastTurn < other.instance.lastTurn;
    }

    private @Nullable Candidate candidate(InstanceState instance, long nowMs) {
        if (!instance.refusals.admits(nowMs)) {
            wakeAt(instance.refusals.probing() ? Long.MAX_VALUE : instance.refusals.untilMs());
            return null;
        }
        PendingRequest head = instance.head();
        if (head == null) {
            return null;
        }
        int used = instance.used() - (head.inDoubt() ? 1 : 0);
        return switch (instance.quota.verdict(used, nowMs)) {
            case FREE -> new Candidate(head, false, "");
            case PROBE -> new Candidate(head, true, "");
            case LATER -> {
                wakeAt(instance.quota.probeAtMs());
                yield inDoubt(instance, nowMs);
            }
            case FULL -> {
                Candidate doubtful = inDoubt(instance, nowMs);
                yield doubtful == null ? leaseTest(instance, head, nowMs) : doubtful;
            }
        };
    }

    /**
     * A request in doubt keeps its slot, so it may go where others have to wait for one: its call adds nothing to what is
     * taken, and one of the leases in its way may be its own chat's.
     */
    private @Nullable Candidate inDoubt(InstanceState instance, long nowMs) {
        PendingRequest entry = instance.headInDoubt();
        return entry == null ? null : regardlessOfSlots(instance, entry, "", nowMs);
    }

    /** Only a hold can stand in the way. */
    private @Nullable Candidate regardlessOfSlots(
            InstanceState instance, PendingRequest entry, String testedLease, long nowMs) {
        return switch (instance.quota.verdict(0, nowMs)) {
            case FREE -> new Candidate(entry, false, testedLease);
            case PROBE -> new Candidate(entry, true, testedLease);
            case LATER -> {
                wakeAt(instance.quota.probeAtMs());
                yield null;
            }
            case FULL -> null;
        };
    }

    /** Where leases alone block and the oldest is doubtful, one request may go to test it. */
    private @Nullable Candidate leaseTest(InstanceState instance, PendingRequest head, long nowMs) {
        boolean leasesAlone = instance.sight.gates() && instance.used() == instance.leases.size();
        if (instance.testingLease || !leasesAlone || instance.leases.size() == 0) {
            return null;
        }
        Leases.Oldest oldest = instance.leases.oldest();
        long doubtfulAtMs = oldest.openedAtMs() + leaseDoubtful.toMillis();
        if (nowMs < doubtfulAtMs) {
            wakeAt(doubtfulAtMs);
            return null;
        }
        return regardlessOfSlots(instance, head, oldest.chatId(), nowMs);
    }

    private void issue(Candidate candidate, long nowMs) {
        PendingRequest entry = candidate.entry;
        InstanceState instance = entry.instance;
        touched.add(instance);
        RequestId id = entry.id();
        PendingRow payload = lane.state
                .payload(id)
                .orElseThrow(() -> new IllegalStateException("a request in the index has no payload"));
        Request request = payload.request();
        lane.unpark(entry);
        StartChat call;
        try {
            call = read(request);
        } catch (IllegalArgumentException e) {
            outcomes.failed(
                    entry,
                    request,
                    Reason.MALFORMED,
                    "value: cannot be read in the schema that intake read it in",
                    nowMs);
            return;
        }
        entry.called = entry.calledOrNotYet().issued(nowMs);
        lane.state.putRequest(id, entry.called);
        lane.called.put(id, entry);
        instance.enter(entry, Place.IN_FLIGHT);
        instance.lastTurn = ++lane.turns;
        lane.pace = lane.pace.taken();
        Flight flight = new Flight(
                entry,
                ++calls,
                nowMs,
                lane.hold.isHeld(),
                candidate.quotaProbe,
                instance.refusals.held(),
                candidate.testedLease,
                call.contactFlowId(),
                call.chatDurationInMinutes().map(Duration::ofMinutes).orElse(Leases.DEFAULT_CHAT_DURATION));
        markProbes(flight, instance);
        lane.flights.put(id, flight);
        outbox.call(lane.name, id, flight.number(), call, request, entry.called.attempts() + 1);
        outbox.commitWithin(MARK_MS);
    }

    private void markProbes(Flight flight, InstanceState instance) {
        if (flight.laneProbe()) {
            lane.hold = lane.hold.probeSent();
        }
        if (flight.quotaProbe()) {
            instance.quota = instance.quota.probeSent();
        }
        if (!flight.testedLease().isEmpty()) {
            instance.testingLease = true;
        }
        instance.refusals = instance.refusals.probeSent();
    }

    private StartChat read(Request request) {
        return switch (request.body()) {
            case InOriginal inOriginal -> {
                byte[] value = request.original().value();
                if (value == null) {
                    throw new IllegalArgumentException("no value");
                }
                yield bodies.read(value, inOriginal.offset())
                        .call()
                        .withInstanceId(request.envelope().instanceId());
            }
            case Reencoded reencoded ->
                bodies.read(reencoded.bytes(), 0)
                        .call()
                        .withInstanceId(request.envelope().instanceId());
        };
    }

    private void wakeAt(long atMs) {
        wakeAtMs = Math.min(wakeAtMs, atMs);
    }
}

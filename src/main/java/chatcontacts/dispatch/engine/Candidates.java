package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.PendingRequest.Place;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds the waiting request that goes next. Among the instances that may go it takes the lowest priority number present, in turn
 * between those that hold it, and inside an instance by arrival. An instance that is held or full is passed over.
 */
final class Candidates {

    private final Lane lane;
    private final Duration leaseDoubtful;
    private final WakeTime wake;

    /** @param wake is told when the next one may go, where time alone stands in its way */
    Candidates(Lane lane, Duration leaseDoubtful, WakeTime wake) {
        this.lane = lane;
        this.leaseDoubtful = leaseDoubtful;
        this.wake = wake;
    }

    /** One request that may go, and what its call tests beside. */
    record Candidate(PendingRequest request, boolean limitProbe, String testedLease) {}

    @Nullable
    Candidate next(long nowMs) {
        Candidate best = null;
        for (InstanceState instance : lane.requests().queued()) {
            Candidate candidate = of(instance, nowMs);
            if (candidate != null && (best == null || goesBefore(candidate.request, best.request))) {
                best = candidate;
            }
        }
        return best;
    }

    private boolean goesBefore(PendingRequest one, PendingRequest other) {
        boolean oneAside = one.isAt(Place.ASIDE);
        if (!lane.limiter().breaker().isClosed() && oneAside != other.isAt(Place.ASIDE)) {
            return !oneAside;
        }
        return one.priority() != other.priority()
                ? one.priority() < other.priority()
                : one.instance().lastCall() < other.instance().lastCall();
    }

    private @Nullable Candidate of(InstanceState instance, long nowMs) {
        if (!instance.accessDenials().admits(nowMs)) {
            wake.by(instance.accessDenials().gate().nextProbeAtMs());
            return null;
        }
        PendingRequest head = instance.queue().head();
        if (head == null) {
            return null;
        }
        int used = instance.used() - (head.inDoubt() ? 1 : 0);
        return switch (instance.limit().verdict(used, nowMs)) {
            case FREE -> new Candidate(head, false, "");
            case PROBE -> new Candidate(head, true, "");
            case LATER -> {
                wake.by(instance.limit().gate().untilMs());
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
        PendingRequest request = instance.queue().headInDoubt();
        return request == null ? null : regardlessOfSlots(instance, request, "", nowMs);
    }

    /** Only a hold can stand in the way. */
    private @Nullable Candidate regardlessOfSlots(
            InstanceState instance, PendingRequest request, String testedLease, long nowMs) {
        return switch (instance.limit().verdict(0, nowMs)) {
            case FREE -> new Candidate(request, false, testedLease);
            case PROBE -> new Candidate(request, true, testedLease);
            case LATER -> {
                wake.by(instance.limit().gate().untilMs());
                yield null;
            }
            case FULL -> null;
        };
    }

    /** Where leases alone block and the oldest is doubtful, one request may go to test it. */
    private @Nullable Candidate leaseTest(InstanceState instance, PendingRequest head, long nowMs) {
        Leases leases = instance.leases();
        boolean leasesAlone = instance.chatEndsVisible() && instance.used() == leases.size();
        if (instance.isTestingLease() || !leasesAlone || leases.size() == 0) {
            return null;
        }
        Leases.Oldest oldest = leases.oldest();
        long doubtfulAtMs = oldest.openedAtMs() + leaseDoubtful.toMillis();
        if (nowMs < doubtfulAtMs) {
            wake.by(doubtfulAtMs);
            return null;
        }
        return regardlessOfSlots(instance, head, oldest.chatId(), nowMs);
    }
}

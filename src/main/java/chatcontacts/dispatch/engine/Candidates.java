package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.PendingRequest.Place;
import org.jspecify.annotations.Nullable;

/**
 * Finds the waiting requests that may go next, one for each {@link Standing}. Among the instances of a standing it takes the lowest priority
 * number present, in turn between those that hold it, and inside an instance by arrival; between probes the one that has been
 * due for longest. An instance that is held, full or paused is passed over.
 */
final class Candidates {

    private static final int SHARE_OF_THE_REST = 3;

    private final Lane lane;
    private final WakeTime wake;

    /** @param wake is told when the next one may go, where time alone stands in its way */
    Candidates(Lane lane, WakeTime wake) {
        this.lane = lane;
        this.wake = wake;
    }

    /** What is known of a call before it goes. */
    enum Standing {
        /** Nothing speaks against it. */
        FREE,
        /** The first calls of an instance that nobody listed, in a lane where such calls were often denied. */
        UNPROVEN,
        /** Tests a limit or a denial, and may well be wasted. */
        PROBE
    }

    /**
     * One request that may go, and what its call tests beside.
     *
     * @param dueAtMs since when it may go, for probes
     */
    record Candidate(
            PendingRequest request,
            Standing standing,
            long dueAtMs,
            boolean limitProbe,
            boolean anticipates,
            String testedLease) {}

    /** The best of each standing, where there is one. */
    record Best(
            @Nullable Candidate free,
            @Nullable Candidate unproven,
            @Nullable Candidate probe) {

        /** Of those that may be wasted, the one that has waited for longer. */
        @Nullable
        Candidate notFree() {
            if (unproven == null || probe == null) {
                return unproven == null ? probe : unproven;
            }
            return probe.dueAtMs <= unproven.dueAtMs ? probe : unproven;
        }
    }

    Best next(long nowMs) {
        Candidate free = null;
        Candidate unproven = null;
        Candidate probe = null;
        for (InstanceState instance : lane.requests().queued()) {
            Candidate it = of(instance, nowMs);
            if (it == null) {
                continue;
            }
            switch (it.standing) {
                case FREE -> free = earlier(it, free);
                case UNPROVEN -> unproven = earlier(it, unproven);
                case PROBE -> probe = probe == null || it.dueAtMs < probe.dueAtMs ? it : probe;
            }
        }
        return new Best(free, unproven, probe);
    }

    /**
     * The one that goes first whatever their standing: in a lane that is held every call is a probe.
     *
     * @param newcomers whether only those count of which no call has gone out since
     */
    @Nullable
    Candidate nextOfAny(boolean newcomers, long nowMs) {
        Candidate best = null;
        for (InstanceState instance : lane.requests().queued()) {
            if (newcomers && !lane.limiter().admitsNewcomer(instance)) {
                continue;
            }
            Candidate it = of(instance, nowMs);
            best = it == null ? best : earlier(it, best);
        }
        return best;
    }

    private Candidate earlier(Candidate one, @Nullable Candidate other) {
        return other == null || goesBefore(one.request, other.request) ? one : other;
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
        if (!lane.serves(instance) || lane.overrides().pauses(instance.instanceId())) {
            return null;
        }
        if (!instance.accessDenials().admits(nowMs)) {
            wake.by(instance.accessDenials().gate().nextProbeAtMs());
            return null;
        }
        if (!instance.faults().admits(nowMs)) {
            wake.by(instance.faults().nextProbeAtMs());
            return null;
        }
        if (takesTooMuch(instance, nowMs)) {
            return null;
        }
        PendingRequest head = instance.queue().head();
        if (head == null) {
            return null;
        }
        if (!instance.hasToken(nowMs)) {
            wake.by(instance.nextTokenAtMs());
            return null;
        }
        int used = instance.usedOfQuota() - (head.inDoubt() ? 1 : 0);
        return switch (instance.limit().verdict(used, nowMs)) {
            case FREE -> candidate(head, false, "");
            case PROBE -> candidate(head, true, "");
            case LATER -> {
                wake.by(instance.limit().nextProbeAtMs());
                yield instance.limit().held() ? inDoubt(instance, nowMs) : beyondSlots(instance, head, nowMs);
            }
            case FULL -> beyondSlots(instance, head, nowMs);
        };
    }

    private @Nullable Candidate beyondSlots(InstanceState instance, PendingRequest head, long nowMs) {
        Candidate doubtful = inDoubt(instance, nowMs);
        Candidate tests = doubtful == null ? leaseTest(instance, head, nowMs) : doubtful;
        return tests == null ? anticipating(instance, head, nowMs) : tests;
    }

    /**
     * A request in doubt keeps its slot, so it may go where others have to wait for one: its call adds nothing to what is
     * taken, and one of the leases in its way may be its own chat's.
     */
    private @Nullable Candidate inDoubt(InstanceState instance, long nowMs) {
        PendingRequest request = instance.queue().headInDoubt();
        return request == null ? null : regardlessOfSlots(instance, request, nowMs);
    }

    /**
     * Calls in flight are shared as buffers are with a dynamic threshold: an instance may have so many times what it leaves to others.
     * So a slow one cannot take them all, and nothing is set aside where one instance is alone.
     */
    private boolean takesTooMuch(InstanceState instance, long nowMs) {
        int left = lane.limits().inFlightMax() - lane.calls().size();
        return instance.inFlight() >= SHARE_OF_THE_REST * left && lane.hasOtherBusy(instance, nowMs);
    }

    private Candidate candidate(PendingRequest request, boolean limitProbe, String testedLease) {
        InstanceState instance = request.instance();
        if (instance.faults().held()) {
            return new Candidate(request, Standing.PROBE, instance.faults().untilMs(), limitProbe, false, testedLease);
        }
        if (instance.accessDenials().held()) {
            long dueAtMs = instance.accessDenials().gate().untilMs();
            return new Candidate(request, Standing.PROBE, dueAtMs, limitProbe, false, testedLease);
        }
        if (limitProbe || !testedLease.isEmpty()) {
            long dueAtMs = instance.limit().nextProbeAtMs();
            return new Candidate(request, Standing.PROBE, dueAtMs, limitProbe, false, testedLease);
        }
        boolean unproven = instance.isUnproven() && lane.limiter().distrustsNewcomers();
        Standing standing = unproven ? Standing.UNPROVEN : Standing.FREE;
        return new Candidate(request, standing, request.acceptedAtMs(), false, false, "");
    }

    /** Only a hold can stand in the way. */
    private @Nullable Candidate regardlessOfSlots(InstanceState instance, PendingRequest request, long nowMs) {
        return switch (instance.limit().verdict(0, nowMs)) {
            case FREE -> candidate(request, false, "");
            case PROBE -> candidate(request, true, "");
            case LATER -> {
                wake.by(instance.limit().nextProbeAtMs());
                yield null;
            }
            case FULL -> null;
        };
    }

    /** Where leases block, one request may go to test the oldest: with it, one slot too much is taken at most. */
    private @Nullable Candidate leaseTest(InstanceState instance, PendingRequest head, long nowMs) {
        Leases leases = instance.chats().leases();
        boolean leasesAlone = instance.used() == leases.size();
        boolean oneTooMuch = instance.usedOfQuota() <= instance.limit().configured();
        if (lane.reconciles()
                || !instance.chats().endsVisible()
                || leases.size() == 0
                || !(leasesAlone || oneTooMuch)) {
            return null;
        }
        Leases.Oldest oldest = leases.oldest();
        long testAtMs = instance.chats().testAtMs(oldest);
        if (nowMs < testAtMs) {
            wake.by(testAtMs);
            return null;
        }
        return candidate(head, false, oldest.chatId());
    }

    /** Where chats end fast, one request may go before the end of another one is told. */
    private @Nullable Candidate anticipating(InstanceState instance, PendingRequest head, long nowMs) {
        long dueAtMs = instance.anticipatesAtMs();
        if (nowMs < dueAtMs) {
            wake.by(dueAtMs);
            return null;
        }
        return new Candidate(head, Standing.PROBE, dueAtMs, false, true, "");
    }
}

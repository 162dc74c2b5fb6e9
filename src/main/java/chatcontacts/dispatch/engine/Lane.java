package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchSettings.LaneSettings;
import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.LimitsRow;
import chatcontacts.dispatch.store.Table;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.admission.RateLimiter;
import chatcontacts.domain.request.RequestId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * What is known of one lane: its limits, its instances, its open requests and the calls that are out. Plain state without
 * rules; {@link DispatchMessageHandler}, {@link AdmissionControl}, {@link CallResultHandler}, {@link OutcomeRecorder} and {@link Housekeeping} have those. Belongs to the
 * stream thread.
 */
final class Lane {

    final String name;
    final LaneSettings settings;
    final LaneStore state;
    final Map<String, InstanceState> instances = new LinkedHashMap<>();

    /** Those with something in the queue. */
    final Set<InstanceState> queued = new LinkedHashSet<>();

    /** Calls out. */
    final Map<RequestId, Flight> flights = new HashMap<>();

    /** Open requests that were called before: in flight, backing off, aside or back in the queue. */
    final Map<RequestId, PendingRequest> called = new HashMap<>();

    final DeadlineHeap deadlines = new DeadlineHeap();
    final PriorityQueue<PendingRequest> backoffs = new PriorityQueue<>(PendingRequest.BY_NEXT_ATTEMPT);

    /** Settled requests whose repeats wait for their turn. */
    final Deque<RequestId> replays = new ArrayDeque<>();

    /** Requests that settled in this step. */
    final List<RequestId> settledNow = new ArrayList<>();

    RateLimiter pace;
    LaneCircuitBreaker hold = LaneCircuitBreaker.OPEN;
    final FailureStreak failing = new FailureStreak();
    long nextArrival;
    long turns;

    /** When leases, ended contacts or settled requests may next be let go. */
    long housekeepingAtMs;

    private LimitsRow.OfLane written;

    Lane(String name, LaneSettings settings, Table table, long nowMs) {
        this.name = name;
        this.settings = settings;
        this.state = new LaneStore(table, name);
        this.pace = RateLimiter.starting(settings.pace(), RateLimiter.Cut.NONE, nowMs);
        this.written = LimitsRow.OfLane.of(pace, hold);
        state.learned().ifPresent(learned -> {
            this.pace = RateLimiter.starting(settings.pace(), learned.cut(), nowMs);
            this.hold = learned.hold();
            this.written = learned;
        });
    }

    /**
     * A call that is out.
     *
     * @param number tells it from every other call
     * @param issuedAtMs when it went out
     * @param laneProbe whether it tests a held lane
     * @param quotaProbe whether it goes beyond a hold or a learned ceiling
     * @param refusalProbe whether it tests an instance that refused access
     * @param testedLease the chat whose lease ends if this call succeeds, or empty
     * @param flowId the flow that it asked for
     * @param chatDuration how long the chat lasts
     */
    record Flight(
            PendingRequest entry,
            long number,
            long issuedAtMs,
            boolean laneProbe,
            boolean quotaProbe,
            boolean refusalProbe,
            String testedLease,
            String flowId,
            Duration chatDuration) {}

    InstanceState instance(String instanceId) {
        return instances.computeIfAbsent(instanceId, id -> new InstanceState(id, settings.instance(id), state));
    }

    /** The entry takes a place where it waits. */
    void park(PendingRequest entry, PendingRequest.Place place) {
        entry.instance.enter(entry, place);
        if (place == PendingRequest.Place.BACKING_OFF) {
            backoffs.add(entry);
        } else {
            queued.add(entry.instance);
        }
    }

    /** The entry leaves the place where it waits. */
    void unpark(PendingRequest entry) {
        entry.instance.leave(entry);
        if (!entry.instance.hasReady()) {
            queued.remove(entry.instance);
        }
    }

    /** Notes that Connect answered: a hold is over, and those whose probes failed take their old places again. */
    void answering() {
        failing.end();
        if (hold.isHeld()) {
            hold = LaneCircuitBreaker.OPEN;
            instances.values().stream().filter(it -> !it.refusals.held()).forEach(InstanceState::recallAside);
        }
    }

    /** Notes when those requests, which settled together, may be forgotten. */
    void putExpiry(long expiresAtMs, List<RequestId> ids) {
        state.putExpiry(expiresAtMs, ids);
        housekeepingAtMs = Math.min(housekeepingAtMs, expiresAtMs);
    }

    /** Writes what changed in this step and lets go of what is no longer needed. */
    void endStep(Set<InstanceState> touched, long expiresAtMs) {
        if (!settledNow.isEmpty()) {
            putExpiry(expiresAtMs, settledNow);
            settledNow.clear();
        }
        LimitsRow.OfLane now = LimitsRow.OfLane.of(pace, hold);
        if (!now.equals(written)) {
            state.putLearned(now);
            written = now;
        }
        for (InstanceState instance : touched) {
            instance.writeLearned();
            housekeepingAtMs =
                    Math.min(housekeepingAtMs, Math.min(instance.leases.nextEndMs(), instance.leases.nextForgetMs()));
            if (instance.isForgettable()) {
                instances.remove(instance.instanceId);
            }
        }
    }
}

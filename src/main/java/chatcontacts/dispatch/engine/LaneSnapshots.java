package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.LaneSnapshot.DeadlineSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceHold;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.KeptSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.Movement;
import chatcontacts.dispatch.engine.LaneSnapshot.OverrideKind;
import chatcontacts.dispatch.engine.LaneSnapshot.OverrideSnapshot;
import chatcontacts.dispatch.engine.Overrides.OverrideInForce;
import chatcontacts.dispatch.engine.PendingRequest.Place;
import chatcontacts.dispatch.store.OverrideRow.OverrideTerms;
import chatcontacts.dispatch.store.OverrideRow.PauseRow;
import chatcontacts.dispatch.store.OverrideRow.QuotaRow;
import chatcontacts.dispatch.store.OverrideRow.RateRow;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.LimitSource;
import chatcontacts.domain.admission.RateLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes the snapshots of a lane. */
final class LaneSnapshots {

    private LaneSnapshots() {}

    /**
     * How the lane stands.
     *
     * @param kept what a newer release wrote
     * @param admitsAtMs when the clock lets the next request go
     * @param dueAtMs when the lane has to be looked at next
     */
    static LaneSnapshot of(Lane lane, List<KeptSnapshot> kept, long admitsAtMs, long dueAtMs, long nowMs) {
        Map<InstanceState, Long> oldest = oldestOutsideOfQueues(lane);
        List<InstanceSnapshot> instances = new ArrayList<>();
        for (InstanceState it : lane.instances()) {
            instances.add(of(it, lane.serves(it), oldest.getOrDefault(it, Long.MAX_VALUE), nowMs));
        }
        addIdle(lane, instances);
        boolean mayGo = lane.requests().queued().stream()
                .anyMatch(instance -> lane.serves(instance)
                        && !instance.waitsForChatToEnd()
                        && !lane.overrides().pauses(instance.instanceId()));
        return new LaneSnapshot(
                lane.name(),
                lane.limits().isRemoved(),
                lane.limiter().ratePerSecond(nowMs),
                lane.limits().rate().value().ratePerSecond(),
                lane.calls().size(),
                lane.limits().inFlightMax(),
                lane.limiter().breaker().cause(),
                lane.limiter().openError(),
                lane.limiter().breaker().gate().untilMs(),
                instances,
                new Movement(lane.calls().made(), lane.calls().oldestIssuedAtMs(), mayGo, admitsAtMs, dueAtMs),
                kept,
                Optional.ofNullable(lane.requests().nearestDeadline())
                        .map(it -> new DeadlineSnapshot(it.acceptedAtMs(), it.deadlineMs())),
                lane.overrides().all().stream().map(it -> of(lane, it)).toList());
    }

    /** Listed instances are always there, so that their metrics never end. */
    private static void addIdle(Lane lane, List<InstanceSnapshot> instances) {
        Set<String> known =
                lane.instances().stream().map(InstanceState::instanceId).collect(Collectors.toSet());
        lane.limits().instances().forEach((id, limits) -> {
            if (limits.listed() && !known.contains(id)) {
                boolean endsVisible = limits.contactEvents() == ChatEndVisibility.Mode.ON;
                instances.add(InstanceSnapshot.idle(id, limits.quota(), endsVisible));
            }
        });
    }

    private static OverrideSnapshot of(Lane lane, OverrideInForce override) {
        OverrideTerms terms = override.row().terms();
        OverrideKind kind = switch (override.row()) {
            case PauseRow pause -> pause.drains() ? OverrideKind.DRAIN : OverrideKind.PAUSE;
            case RateRow rate -> OverrideKind.RATE;
            case QuotaRow quota -> OverrideKind.QUOTA;
        };
        return new OverrideSnapshot(
                override.instanceId(),
                kind,
                Overrides.words(override.row()) + otherwise(lane, override),
                terms.sinceMs(),
                terms.untilMs(),
                limit(lane, override),
                terms.origin());
    }

    private static Optional<LimitChange> limit(Lane lane, OverrideInForce override) {
        String instanceId = override.instanceId();
        return switch (override.row()) {
            case PauseRow pause -> Optional.empty();
            case RateRow rate ->
                Optional.of(new LimitChange.OfRate(
                        lane.name(),
                        LimitSource.OPERATOR,
                        Optional.of(lane.limits().rate().value())));
            case QuotaRow quota ->
                Optional.of(new LimitChange.OfQuota(
                        lane.name(),
                        instanceId,
                        LimitSource.OPERATOR,
                        Optional.of(lane.limits().instance(instanceId).quota())));
        };
    }

    /** What would hold without it: the settings may have been changed since. */
    private static String otherwise(Lane lane, OverrideInForce override) {
        return switch (override.row()) {
            case PauseRow pause -> "";
            case RateRow rate -> {
                RateLimit without = LimitOverrides.rateWithout(lane);
                yield "; otherwise rate " + without.ratePerSecond() + " per second, burst " + (long) without.burst();
            }
            case QuotaRow quota -> "; otherwise quota " + LimitOverrides.quotaWithout(lane, override.instanceId());
        };
    }

    private static InstanceSnapshot of(InstanceState it, boolean served, long oldestOutsideMs, long nowMs) {
        InstanceHold hold = it.limit().held() ? InstanceHold.FULL : InstanceHold.NONE;
        long untilMs = it.limit().gate().untilMs();
        if (it.faults().held()) {
            hold = InstanceHold.FAILING;
            untilMs = it.faults().untilMs();
        }
        if (it.accessDenials().held()) {
            hold = InstanceHold.ACCESS_DENIED;
            untilMs = it.accessDenials().gate().untilMs();
        }
        if (!served) {
            hold = InstanceHold.REMOVED;
        }
        return new InstanceSnapshot(
                it.instanceId(),
                it.queue().size(),
                Math.min(it.queue().oldestAcceptedAtMs(), oldestOutsideMs),
                it.queue().backingOff(),
                it.inFlight(),
                it.queue().inDoubt(),
                it.chats().active(),
                it.used(),
                it.limit().configured(),
                it.limit().limit(),
                hold,
                untilMs,
                it.chats().endsVisible(),
                it.queue().snapshot(),
                it.chats().snapshot(nowMs));
    }

    /** When the oldest one was accepted of those that back off or were set aside. Only what was called before can be that. */
    private static Map<InstanceState, Long> oldestOutsideOfQueues(Lane lane) {
        Map<InstanceState, Long> oldest = new HashMap<>();
        for (PendingRequest request : lane.requests().called()) {
            if (request.isAt(Place.BACKING_OFF) || request.isAt(Place.ASIDE)) {
                oldest.merge(request.instance(), request.acceptedAtMs(), Math::min);
            }
        }
        return oldest;
    }
}

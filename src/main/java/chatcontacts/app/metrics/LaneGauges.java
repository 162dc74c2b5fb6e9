package chatcontacts.app.metrics;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.call.FailureCause;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/** The gauges of lanes and instances. Used by one scrape at a time. */
final class LaneGauges {

    private final MeterRegistry registry;
    private final BoundedLabels instances;
    private final List<LaneGauge> laneGauges;
    private final List<InstanceGauge> instanceGauges;
    private final MultiGauge hold;
    private final MultiGauge oldest;
    private final MultiGauge override;
    private final MultiGauge deadlineUsed;

    private record LaneGauge(MultiGauge gauge, ToDoubleFunction<LaneSnapshot> value) {}

    private record InstanceGauge(MultiGauge gauge, ToDoubleFunction<InstanceSnapshot> value) {}

    LaneGauges(MeterRegistry registry, BoundedLabels instances) {
        this.registry = registry;
        this.instances = instances;
        laneGauges = List.of(
                lane("chat.in.flight", "Calls to Amazon Connect in flight", LaneSnapshot::inFlight),
                lane("chat.in.flight.max", "Maximum number of calls in flight", LaneSnapshot::inFlightMax),
                lane(
                        "chat.kept.messages",
                        "Messages of a newer release, kept until this process is upgraded",
                        LaneGauges::kept),
                lane(
                        "chat.removed.waiting",
                        "Requests that wait for a lane or instance that is no longer in the settings",
                        LaneSnapshot::removedWaiting),
                lane("chat.rate.limit", "Current rate limit in calls per second", LaneSnapshot::ratePerSecond),
                lane(
                        "chat.rate.limit.configured",
                        "Configured rate limit in calls per second",
                        LaneSnapshot::configuredRatePerSecond));
        instanceGauges = List.of(
                instance("chat.waiting", "Waiting requests, without a call in flight", InstanceSnapshot::waiting),
                instance(
                        "chat.backing.off",
                        "Waiting requests that back off until their next attempt",
                        InstanceSnapshot::backingOff),
                instance("chat.in.doubt", "Waiting requests with an unanswered call", InstanceSnapshot::inDoubt),
                instance("chat.active", "Active chats that count against the quota", InstanceSnapshot::active),
                instance(
                        "chat.known",
                        "Chats known to be active, whether they count or not",
                        it -> it.chats().known()),
                instance(
                        "chat.others",
                        "Known chats that others started",
                        it -> it.chats().others()),
                instance(
                        "chat.doubtful",
                        "Known chats that have more likely ended than not",
                        it -> it.chats().doubtful()),
                instance(
                        "chat.slots.used",
                        "Slots taken by active chats, calls in flight and requests in doubt",
                        InstanceSnapshot::used),
                instance("chat.quota", "The configured quota of concurrent chats", InstanceSnapshot::quota),
                instance(
                        "chat.concurrency.limit",
                        "Concurrency limit learned from quota errors",
                        InstanceSnapshot::concurrencyLimit),
                instance("chat.blind", "1 if chat ends are not visible", it -> it.chatEndsVisible() ? 0 : 1));
        hold = gauge("chat.hold", "1 while only probes are sent, by cause and last failure");
        override = gauge("chat.override", "Since when an operator's command is in force, in seconds since the epoch");
        oldest = gauge("chat.oldest.waiting.seconds", "How long the oldest waiting request has waited");
        deadlineUsed = gauge(
                "chat.deadline.used.ratio",
                "Used part of the time until its deadline, of the open request whose deadline comes first");
    }

    /** Shows these snapshots. */
    void show(List<LaneSnapshot> lanes, long nowMs) {
        laneGauges.forEach(it -> it.gauge.register(perLane(lanes, it.value), true));
        instanceGauges.forEach(it -> it.gauge.register(perInstance(lanes, it.value, Double::sum), true));
        oldest.register(perInstance(lanes, it -> oldestSeconds(it, nowMs), Math::max), true);
        deadlineUsed.register(perLane(lanes, it -> deadlineUsed(it, nowMs)), true);
        hold.register(holds(lanes), true);
        override.register(overrides(lanes), true);
    }

    private static double kept(LaneSnapshot lane) {
        return lane.kept().stream()
                .mapToInt(LaneSnapshot.KeptSnapshot::messages)
                .sum();
    }

    private static double deadlineUsed(LaneSnapshot lane, long nowMs) {
        return lane.nearestDeadline()
                .map(it -> (double) (nowMs - it.acceptedAtMs()) / Math.max(1, it.deadlineMs() - it.acceptedAtMs()))
                .map(it -> Math.clamp(it, 0.0, 1.0))
                .orElse(0.0);
    }

    private static double oldestSeconds(InstanceSnapshot view, long nowMs) {
        return view.oldestAcceptedAtMs() == Long.MAX_VALUE
                ? 0
                : Math.max(0, nowMs - view.oldestAcceptedAtMs()) / 1000.0;
    }

    private List<MultiGauge.Row<?>> holds(List<LaneSnapshot> lanes) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (LaneSnapshot lane : lanes) {
            boolean onHold = lane.hold() != LaneCircuitBreaker.HoldCause.NONE;
            rows.add(hold(lane.lane(), "", lane.hold().name(), failure(lane), onHold));
            for (InstanceSnapshot it : lane.instances()) {
                String instance = instances.of(it.instanceId());
                if (!instance.equals(BoundedLabels.OTHER)) {
                    rows.add(hold(
                            lane.lane(), instance, it.hold().name(), "", it.hold() != LaneSnapshot.InstanceHold.NONE));
                }
            }
        }
        return rows;
    }

    private static String failure(LaneSnapshot lane) {
        return lane.holdFailure().map(FailureCause::name).orElse("");
    }

    private static MultiGauge.Row<?> hold(String lane, String instance, String cause, String failure, boolean onHold) {
        Tags tags = Tags.of("lane", lane, MicrometerMetrics.INSTANCE, instance, "cause", cause, "failure", failure);
        return MultiGauge.Row.of(tags, onHold ? 1 : 0);
    }

    /** There are few: somebody typed each of them. */
    private static List<MultiGauge.Row<?>> overrides(List<LaneSnapshot> lanes) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (LaneSnapshot lane : lanes) {
            lane.overrides()
                    .forEach(it -> rows.add(MultiGauge.Row.of(
                            Tags.of(
                                    "lane",
                                    lane.lane(),
                                    MicrometerMetrics.INSTANCE,
                                    it.instanceId(),
                                    "kind",
                                    it.kind().name()),
                            it.sinceMs() / 1000)));
        }
        return rows;
    }

    private List<MultiGauge.Row<?>> perLane(List<LaneSnapshot> lanes, ToDoubleFunction<LaneSnapshot> value) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        lanes.forEach(lane -> rows.add(MultiGauge.Row.of(Tags.of("lane", lane.lane()), value.applyAsDouble(lane))));
        return rows;
    }

    /** Instances without their own label share one row. */
    private List<MultiGauge.Row<?>> perInstance(
            List<LaneSnapshot> lanes, ToDoubleFunction<InstanceSnapshot> value, DoubleBinaryOperator merge) {
        Map<Tags, Double> values = new LinkedHashMap<>();
        for (LaneSnapshot lane : lanes) {
            for (InstanceSnapshot it : lane.instances()) {
                Tags tags = Tags.of("lane", lane.lane(), MicrometerMetrics.INSTANCE, instances.of(it.instanceId()));
                values.merge(tags, value.applyAsDouble(it), merge::applyAsDouble);
            }
        }
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        values.forEach((tags, number) -> rows.add(MultiGauge.Row.of(tags, number)));
        return rows;
    }

    private LaneGauge lane(String name, String description, ToDoubleFunction<LaneSnapshot> value) {
        return new LaneGauge(gauge(name, description), value);
    }

    private InstanceGauge instance(String name, String description, ToDoubleFunction<InstanceSnapshot> value) {
        return new InstanceGauge(gauge(name, description), value);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }
}

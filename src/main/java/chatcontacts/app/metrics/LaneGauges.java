package chatcontacts.app.metrics;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/** How lanes and instances stand, as gauges. Used by one scrape at a time. */
final class LaneGauges {

    private final MeterRegistry registry;
    private final BoundedLabels instances;
    private final List<OfLane> ofLanes;
    private final List<OfInstance> ofInstances;
    private final MultiGauge hold;
    private final MultiGauge oldest;

    private record OfLane(MultiGauge gauge, ToDoubleFunction<LaneSnapshot> value) {}

    private record OfInstance(MultiGauge gauge, ToDoubleFunction<InstanceSnapshot> value) {}

    LaneGauges(MeterRegistry registry, BoundedLabels instances) {
        this.registry = registry;
        this.instances = instances;
        ofLanes = List.of(
                lane("chat.in.flight", "Calls to Amazon Connect without an answer yet", LaneSnapshot::inFlight),
                lane("chat.in.flight.max", "How many of them there may be", LaneSnapshot::inFlightMax),
                lane("chat.pace", "Calls a second that may go now", LaneSnapshot::ratePerSecond),
                lane("chat.pace.configured", "Calls a second as configured", LaneSnapshot::configuredRatePerSecond));
        ofInstances = List.of(
                instance("chat.waiting", "Requests without a call out", InstanceSnapshot::waiting),
                instance(
                        "chat.backing.off",
                        "Of those, the ones that wait for a next attempt",
                        InstanceSnapshot::backingOff),
                instance("chat.in.doubt", "Of those, the ones with an unanswered call", InstanceSnapshot::inDoubt),
                instance("chat.active", "Active chats that count against the quota", InstanceSnapshot::active),
                instance("chat.slots.used", "Slots of the quota that are taken", InstanceSnapshot::used),
                instance("chat.quota", "The configured quota of concurrent chats", InstanceSnapshot::quota),
                instance("chat.ceiling", "The quota as learned from full answers", InstanceSnapshot::concurrencyLimit),
                instance("chat.blind", "1 if the ends of chats are not seen", it -> it.chatEndsVisible() ? 0 : 1));
        hold = gauge("chat.hold", "1 while only probes may go, by cause");
        oldest = gauge("chat.oldest.waiting.seconds", "How long the oldest waiting request has waited");
    }

    /** Shows those pictures from now on. */
    void show(List<LaneSnapshot> lanes, long nowMs) {
        ofLanes.forEach(it -> it.gauge.register(perLane(lanes, it.value), true));
        ofInstances.forEach(it -> it.gauge.register(perInstance(lanes, it.value, Double::sum), true));
        oldest.register(perInstance(lanes, it -> oldestSeconds(it, nowMs), Math::max), true);
        hold.register(holds(lanes), true);
    }

    private static double oldestSeconds(InstanceSnapshot view, long nowMs) {
        return view.oldestAcceptedAtMs() == Long.MAX_VALUE
                ? 0
                : Math.max(0, nowMs - view.oldestAcceptedAtMs()) / 1000.0;
    }

    private List<MultiGauge.Row<?>> holds(List<LaneSnapshot> lanes) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (LaneSnapshot lane : lanes) {
            boolean held = lane.hold() != LaneCircuitBreaker.Cause.NONE;
            rows.add(hold(lane.lane(), "", lane.hold().name(), held));
            for (InstanceSnapshot it : lane.instances()) {
                String instance = instances.of(it.instanceId());
                if (!instance.equals(BoundedLabels.OTHER)) {
                    rows.add(
                            hold(lane.lane(), instance, it.hold().name(), it.hold() != LaneSnapshot.InstanceHold.NONE));
                }
            }
        }
        return rows;
    }

    private static MultiGauge.Row<?> hold(String lane, String instance, String cause, boolean held) {
        return MultiGauge.Row.of(
                Tags.of("lane", lane, MicrometerMetrics.INSTANCE, instance, "cause", cause), held ? 1 : 0);
    }

    private List<MultiGauge.Row<?>> perLane(List<LaneSnapshot> lanes, ToDoubleFunction<LaneSnapshot> value) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        lanes.forEach(lane -> rows.add(MultiGauge.Row.of(Tags.of("lane", lane.lane()), value.applyAsDouble(lane))));
        return rows;
    }

    /** Instances without a label of their own share one row. */
    private List<MultiGauge.Row<?>> perInstance(
            List<LaneSnapshot> lanes, ToDoubleFunction<InstanceSnapshot> value, DoubleBinaryOperator together) {
        Map<Tags, Double> values = new LinkedHashMap<>();
        for (LaneSnapshot lane : lanes) {
            for (InstanceSnapshot it : lane.instances()) {
                Tags tags = Tags.of("lane", lane.lane(), MicrometerMetrics.INSTANCE, instances.of(it.instanceId()));
                values.merge(tags, value.applyAsDouble(it), together::applyAsDouble);
            }
        }
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        values.forEach((tags, number) -> rows.add(MultiGauge.Row.of(tags, number)));
        return rows;
    }

    private OfLane lane(String name, String description, ToDoubleFunction<LaneSnapshot> value) {
        return new OfLane(gauge(name, description), value);
    }

    private OfInstance instance(String name, String description, ToDoubleFunction<InstanceSnapshot> value) {
        return new OfInstance(gauge(name, description), value);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }
}

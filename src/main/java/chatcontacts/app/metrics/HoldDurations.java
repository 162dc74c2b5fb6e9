package chatcontacts.app.metrics;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts how long lanes and instances were on hold: most holds are shorter than the time between two scrapes. */
final class HoldDurations {

    private final MeterRegistry registry;
    private final BoundedLabels instances;
    private Set<HoldTarget> held = Set.of();
    private long countedUpToMs;

    private record HoldTarget(String lane, String instance) {}

    HoldDurations(MeterRegistry registry, BoundedLabels instances) {
        this.registry = registry;
        this.instances = instances;
    }

    /** Counts the holds up to now, and remembers which ones continue. */
    synchronized void update(List<LaneSnapshot> lanes, long nowMs) {
        double seconds = Math.max(0, nowMs - countedUpToMs) / 1000.0;
        for (HoldTarget it : held) {
            registry.counter("chat.held.seconds", "lane", it.lane, MicrometerMetrics.INSTANCE, it.instance)
                    .increment(seconds);
        }
        countedUpToMs = nowMs;
        Set<HoldTarget> now = new HashSet<>();
        for (LaneSnapshot lane : lanes) {
            if (lane.hold() != LaneCircuitBreaker.HoldCause.NONE) {
                now.add(new HoldTarget(lane.lane(), ""));
            }
            for (InstanceSnapshot it : lane.instances()) {
                if (it.hold() != LaneSnapshot.InstanceHold.NONE) {
                    now.add(new HoldTarget(lane.lane(), instances.of(it.instanceId())));
                }
            }
        }
        held = now;
    }
}

package chatcontacts.app.metrics;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceHold;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.domain.request.TokenWindow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When each instance was last seen without a free slot: tells a start that is late for want of quota from another. Thread-safe. */
final class FullInstances {

    private final Map<InstanceKey, Long> lastFullAtMs = new ConcurrentHashMap<>();

    private record InstanceKey(String lane, String instanceId) {}

    /** Notes which of these are full now. */
    void look(List<LaneSnapshot> lanes, long nowMs) {
        for (LaneSnapshot lane : lanes) {
            for (InstanceSnapshot it : lane.instances()) {
                if (it.hold() == InstanceHold.FULL || it.used() >= it.concurrencyLimit()) {
                    lastFullAtMs.put(new InstanceKey(lane.lane(), it.instanceId()), nowMs);
                }
            }
        }
        // No request waits longer.
        lastFullAtMs.values().removeIf(it -> it < nowMs - TokenWindow.LENGTH.toMillis());
    }

    /** Whether it was full at some time since. */
    boolean wasFullSince(String lane, String instanceId, Instant since) {
        Long last = lastFullAtMs.get(new InstanceKey(lane, instanceId));
        return last != null && last >= since.toEpochMilli();
    }
}

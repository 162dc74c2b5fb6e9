package chatcontacts.dispatch;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns, once for each lane that a task takes over, of requests that wait in it for an instance whose preferred lane is another:
 * after a change of {@code preferred}, a repeat or cancellation by the bare id no longer finds them. Used by the stream thread.
 */
final class PreferredLaneLogger {

    private static final Logger LOG = LoggerFactory.getLogger(PreferredLaneLogger.class);

    private final Map<String, String> preferredLanes;
    private final Set<String> seen = new HashSet<>();

    /** @param preferredLanes by the ids that several lanes have */
    PreferredLaneLogger(Map<String, String> preferredLanes) {
        this.preferredLanes = preferredLanes;
    }

    void log(List<LaneSnapshot> lanes) {
        for (LaneSnapshot lane : lanes) {
            if (seen.add(lane.lane())) {
                lane.instances().forEach(instance -> log(lane.lane(), instance));
            }
        }
    }

    private void log(String lane, InstanceSnapshot instance) {
        String preferred = preferredLanes.getOrDefault(instance.instanceId(), lane);
        if (instance.waiting() > 0 && !preferred.equals(lane)) {
            LOG.atWarn()
                    .addKeyValue("instanceId", instance.instanceId())
                    .addKeyValue("lane", lane)
                    .addKeyValue("preferredLane", preferred)
                    .addKeyValue("waiting", instance.waiting())
                    .log(
                            "Requests wait in a lane that is not the preferred one of their instance. That is as it should be if they"
                                    + " named its ARN. If preferred was changed before the lane was drained, change it back until it is:"
                                    + " duplicates and cancellations by the bare id do not find them");
        }
    }
}

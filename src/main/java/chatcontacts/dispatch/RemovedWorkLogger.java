package chatcontacts.dispatch;

import chatcontacts.dispatch.engine.LaneSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs once for each lane that requests wait for what is not in the settings any more, and once that it is over. Used by the stream thread. */
final class RemovedWorkLogger {

    private static final Logger LOG = LoggerFactory.getLogger(RemovedWorkLogger.class);

    private final Set<String> logged = new HashSet<>();

    /** @param settles whether such requests are settled, and do not wait */
    void log(List<LaneSnapshot> lanes, boolean settles) {
        Set<String> over = new HashSet<>(logged);
        for (LaneSnapshot lane : lanes) {
            if (lane.removedWaiting() == 0) {
                continue;
            }
            over.remove(lane.lane());
            if (logged.add(lane.lane())) {
                LOG.atWarn()
                        .addKeyValue("lane", lane.lane())
                        .addKeyValue("laneConfigured", !lane.removed())
                        .addKeyValue("waiting", lane.removedWaiting())
                        .log(
                                settles
                                        ? "Requests wait for a lane or instances that are not in the settings; they fail now, as lanes.removed says"
                                        : "Requests wait for a lane or instances that are not in the settings; they are not called. Put"
                                                + " them back, or set lanes.removed = settle");
            }
        }
        over.forEach(lane -> {
            logged.remove(lane);
            LOG.atInfo().addKeyValue("lane", lane).log("No requests wait any more for what is not in the settings");
        });
    }
}

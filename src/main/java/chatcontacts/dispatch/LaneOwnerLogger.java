package chatcontacts.dispatch;

import chatcontacts.dispatch.engine.LaneSnapshot;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs which lanes a task owns, whenever that changes. Used by the stream thread. */
final class LaneOwnerLogger {

    private static final Logger LOG = LoggerFactory.getLogger(LaneOwnerLogger.class);

    private final String task;
    private List<String> logged = List.of();

    LaneOwnerLogger(String task) {
        this.task = task;
    }

    void log(List<LaneSnapshot> views) {
        List<String> lanes = views.stream().map(LaneSnapshot::lane).toList();
        if (!lanes.equals(logged)) {
            logged = lanes;
            int waiting = views.stream()
                    .flatMap(it -> it.instances().stream())
                    .mapToInt(LaneSnapshot.InstanceSnapshot::waiting)
                    .sum();
            LOG.atInfo()
                    .addKeyValue("task", task)
                    .addKeyValue("lanes", lanes)
                    .addKeyValue("waiting", waiting)
                    .log("The task owns these lanes now");
        }
    }

    void closed() {
        if (!logged.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("task", task)
                    .addKeyValue("lanes", logged)
                    .log("The task no longer owns these lanes");
            logged = List.of();
        }
    }
}

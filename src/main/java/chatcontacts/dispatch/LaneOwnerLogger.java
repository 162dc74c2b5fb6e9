package chatcontacts.dispatch;

import chatcontacts.dispatch.engine.LaneSnapshot;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs which lanes a task takes care of, whenever that changes. Belongs to the stream thread. */
final class LaneOwnerLogger {

    private static final Logger LOG = LoggerFactory.getLogger(LaneOwnerLogger.class);

    private final String task;
    private List<String> told = List.of();

    LaneOwnerLogger(String task) {
        this.task = task;
    }

    void has(List<LaneSnapshot> views) {
        List<String> lanes = views.stream().map(LaneSnapshot::lane).toList();
        if (!lanes.equals(told)) {
            told = lanes;
            int waiting = views.stream()
                    .flatMap(it -> it.instances().stream())
                    .mapToInt(LaneSnapshot.InstanceSnapshot::waiting)
                    .sum();
            LOG.atInfo()
                    .addKeyValue("task", task)
                    .addKeyValue("lanes", lanes)
                    .addKeyValue("waiting", waiting)
                    .log("Takes care of these lanes from here on");
        }
    }

    void closed() {
        if (!told.isEmpty()) {
            LOG.atInfo().addKeyValue("task", task).addKeyValue("lanes", told).log("Gives these lanes up");
            told = List.of();
        }
    }
}

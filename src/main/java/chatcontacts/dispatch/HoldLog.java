package chatcontacts.dispatch;

import chatcontacts.domain.admission.LaneHold.Cause;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs when a lane is held and when it is let go, once each: refused credentials need a person. Belongs to the stream thread. */
final class HoldLog {

    private static final Logger LOG = LoggerFactory.getLogger(HoldLog.class);

    private final Map<String, Cause> told = new HashMap<>();

    void tell(List<LaneView> lanes) {
        for (LaneView lane : lanes) {
            Cause before = told.getOrDefault(lane.lane(), Cause.NONE);
            if (lane.hold() != before) {
                told.put(lane.lane(), lane.hold());
                tell(lane.lane(), lane.hold());
            }
        }
    }

    private static void tell(String lane, Cause cause) {
        switch (cause) {
            case NONE -> LOG.atInfo().addKeyValue("lane", lane).log("Amazon Connect answers again; the lane goes on");
            case OUTAGE ->
                LOG.atWarn()
                        .addKeyValue("lane", lane)
                        .log(
                                "Amazon Connect gives no useful answers; requests wait and spend no attempts, one at a time probes");
            case CREDENTIALS ->
                LOG.atError()
                        .addKeyValue("lane", lane)
                        .log("AWS refuses the credentials, or none can be had; requests wait until they are put right");
        }
    }
}

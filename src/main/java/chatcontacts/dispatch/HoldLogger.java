package chatcontacts.dispatch;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceHold;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.domain.admission.LaneCircuitBreaker.Cause;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs when lanes and instances are held and when they are let go, once each. Belongs to the stream thread. */
final class HoldLogger {

    /** A busy instance is full and free again many times a minute: its hold is over once it has not come back for so long. */
    static final long QUIET_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(HoldLogger.class);

    private final Map<String, Cause> lanes = new HashMap<>();
    /** When each was last seen held. */
    private final Map<Held, Long> instances = new HashMap<>();

    private record Held(String lane, String instanceId, InstanceHold hold) {}

    void tell(List<LaneSnapshot> views, long nowMs) {
        for (LaneSnapshot lane : views) {
            Cause before = lanes.getOrDefault(lane.lane(), Cause.NONE);
            if (lane.hold() != before) {
                lanes.put(lane.lane(), lane.hold());
                tell(lane.lane(), lane.hold());
            }
            for (InstanceSnapshot it : lane.instances()) {
                Held held = new Held(lane.lane(), it.instanceId(), it.hold());
                if (it.hold() != InstanceHold.NONE && instances.put(held, nowMs) == null) {
                    tell(held);
                }
            }
        }
        instances.entrySet().removeIf(it -> isOver(it.getKey(), nowMs - it.getValue()));
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
                        .log("AWS refuses the credentials, or none can be had; requests wait until they are put right."
                                + " Look at the lane's role, profile and secrets; it goes on by itself");
        }
    }

    private static void tell(Held held) {
        switch (held.hold) {
            case NONE -> {}
            case FULL ->
                LOG.atInfo()
                        .addKeyValue("lane", held.lane)
                        .addKeyValue("instanceId", held.instanceId)
                        .log("Amazon Connect says that the instance is full; its requests wait, one at a time probes");
            case ACCESS_DENIED ->
                LOG.atError()
                        .addKeyValue("lane", held.lane)
                        .addKeyValue("instanceId", held.instanceId)
                        .log(
                                "AWS denies starting chats there; its requests wait, one at a time probes."
                                        + " Allow connect:StartChatContact for the instance and its flows; it goes on by itself");
        }
    }

    private static boolean isOver(Held held, long sinceMs) {
        if (sinceMs < QUIET_MS) {
            return false;
        }
        LOG.atInfo()
                .addKeyValue("lane", held.lane)
                .addKeyValue("instanceId", held.instanceId)
                .addKeyValue("hold", held.hold.name())
                .log("The instance has not been held for a minute");
        return true;
    }
}

package chatcontacts.dispatch;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceHold;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.domain.admission.LaneCircuitBreaker.HoldCause;
import chatcontacts.domain.call.FailureCause;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Logs when holds of lanes and instances begin and end, once each. Used by the stream thread. */
final class HoldLogger {

    /** A busy instance may reach its quota many times a minute: its hold counts as over after this time without another. */
    static final long QUIET_MS = 60_000;

    /** So many denied instances of a lane have a line of their own within that time; a last line names how many more there are. */
    private static final int MAX_LINES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(HoldLogger.class);

    private final Function<String, String> hosts;
    private final Map<String, HoldCause> lanes = new HashMap<>();
    /** When each was last on hold. */
    private final Map<HeldInstance, Long> instances = new HashMap<>();

    /** Denied instances of each lane, with a line of their own or without, that are on hold now or were lately. */
    private final Map<String, Denials> denials = new HashMap<>();

    /** How many were told, and since when others were not. */
    private record Denials(int told, int untold, long sinceMs) {
        static final Denials NONE = new Denials(0, 0, 0);
    }

    private record HeldInstance(String lane, String instanceId, InstanceHold hold) {}

    /** @param hosts that the calls of a lane go to, by its name */
    HoldLogger(Function<String, String> hosts) {
        this.hosts = hosts;
    }

    void log(List<LaneSnapshot> views, long nowMs) {
        for (LaneSnapshot lane : views) {
            HoldCause before = lanes.getOrDefault(lane.lane(), HoldCause.NONE);
            if (lane.hold() != before) {
                lanes.put(lane.lane(), lane.hold());
                log(lane);
            }
            for (InstanceSnapshot it : lane.instances()) {
                HeldInstance held = new HeldInstance(lane.lane(), it.instanceId(), it.hold());
                if (it.hold() != InstanceHold.NONE
                        && it.hold() != InstanceHold.REMOVED
                        && instances.put(held, nowMs) == null) {
                    logNew(held, nowMs);
                }
            }
        }
        tellHowManyMore(nowMs);
        instances.entrySet().removeIf(it -> isOver(it.getKey(), nowMs - it.getValue()));
    }

    private void log(LaneSnapshot lane) {
        switch (lane.hold()) {
            case NONE ->
                LOG.atInfo().addKeyValue("lane", lane.lane()).log("Amazon Connect responds again; the lane continues");
            case OUTAGE ->
                withCause(LOG.atWarn(), lane)
                        .log(
                                "Amazon Connect returns no useful responses; the lane is on hold and sends one probe at a time."
                                        + " Requests wait and use no attempts");
            case CREDENTIALS ->
                withCause(LOG.atError(), lane)
                        .log(
                                "AWS rejects the credentials, or none are available; the lane is on hold, its requests wait."
                                        + " Fix the lane's role, profile or secrets; the lane then continues by itself");
        }
    }

    private LoggingEventBuilder withCause(LoggingEventBuilder line, LaneSnapshot lane) {
        LoggingEventBuilder told = line.addKeyValue("lane", lane.lane());
        if (lane.holdFailure().isEmpty()) {
            return told;
        }
        FailureCause cause = lane.holdFailure().get();
        told = told.addKeyValue("failure", cause).addKeyValue("error", lane.holdError());
        return cause.concernsHost() ? told.addKeyValue("host", hosts.apply(lane.lane())) : told;
    }

    private void logNew(HeldInstance held, long nowMs) {
        Denials known = denials.getOrDefault(held.lane, Denials.NONE);
        if (held.hold != InstanceHold.ACCESS_DENIED) {
            log(held);
        } else if (known.told < MAX_LINES) {
            long sinceMs = known.told == 0 ? nowMs : known.sinceMs;
            denials.put(held.lane, new Denials(known.told + 1, known.untold, sinceMs));
            log(held);
        } else {
            denials.put(held.lane, new Denials(known.told, known.untold + 1, known.sinceMs));
        }
    }

    private void tellHowManyMore(long nowMs) {
        denials.entrySet().removeIf(it -> {
            boolean over = nowMs - it.getValue().sinceMs >= QUIET_MS;
            if (over && it.getValue().untold > 0) {
                LOG.atError()
                        .addKeyValue("lane", it.getKey())
                        .addKeyValue("instances", it.getValue().untold)
                        .log("AWS denies access to more instances; a producer may have wrong instance ids."
                                + " The list of instances shows them");
            }
            return over;
        });
    }

    private static void log(HeldInstance held) {
        switch (held.hold) {
            case NONE, REMOVED -> {}
            case FULL ->
                LOG.atInfo()
                        .addKeyValue("lane", held.lane)
                        .addKeyValue("instanceId", held.instanceId)
                        .log(
                                "Amazon Connect reports that the instance is full; its requests wait, one probe at a time is sent");
            case FAILING ->
                LOG.atWarn()
                        .addKeyValue("lane", held.lane)
                        .addKeyValue("instanceId", held.instanceId)
                        .log(
                                "Amazon Connect returns no useful responses for the instance, and does for others; its requests"
                                        + " wait, one probe at a time is sent");
            case ACCESS_DENIED ->
                LOG.atError()
                        .addKeyValue("lane", held.lane)
                        .addKeyValue("instanceId", held.instanceId)
                        .log(
                                "AWS denies access to the instance, or another Region is active for it; its requests wait, one probe at a"
                                        + " time is sent."
                                        + " Allow connect:StartChatContact for the instance and its flows; it then continues by itself");
        }
    }

    private static boolean isOver(HeldInstance held, long sinceMs) {
        if (sinceMs < QUIET_MS) {
            return false;
        }
        LOG.atInfo()
                .addKeyValue("lane", held.lane)
                .addKeyValue("instanceId", held.instanceId)
                .addKeyValue("hold", held.hold.name())
                .log("The instance has not been on hold for a minute");
        return true;
    }
}

package chatcontacts.app.health;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.Movement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Finds lanes that are stalled, that is, make no progress for no known reason. Known reasons are: no request waits; the next request
 * becomes due later (by a token, or the end of a hold or backoff); calls in flight may still get a result; active chats use up the
 * quota.
 */
final class LaneStalls {

    private LaneStalls() {}

    /**
     * The stalled lanes.
     *
     * @param lanes the newest snapshot of each
     * @param maxCallTime a call of the lane has a result within that time, whatever happens
     * @param grace extra time, since a thread has other work as well
     */
    static List<Stall> of(
            List<LaneSnapshot> lanes, Function<String, Duration> maxCallTime, Duration grace, long nowMs) {
        List<Stall> stalls = new ArrayList<>();
        for (LaneSnapshot lane : lanes) {
            Movement movement = lane.movement();
            String subject = "lane " + lane.lane();
            long graceMs = grace.toMillis();
            long callMs = maxCallTime.apply(lane.lane()).toMillis() + graceMs;
            if (isPast(movement.dueAtMs(), graceMs, nowMs)) {
                stalls.add(new Stall(subject, "is overdue", movement.dueAtMs()));
            } else if (isPast(movement.oldestCallAtMs(), callMs, nowMs)) {
                stalls.add(new Stall(subject, "has a call whose result was never settled", movement.oldestCallAtMs()));
            } else if (movement.mayGo() && lane.inFlight() == 0 && !isAhead(movement.admitsAtMs(), nowMs)) {
                stalls.add(new Stall(subject, "admits none of its requests", movement.calls()));
            }
        }
        return stalls;
    }

    private static boolean isPast(long atMs, long byMs, long nowMs) {
        return atMs != Long.MAX_VALUE && nowMs - atMs > byMs;
    }

    private static boolean isAhead(long atMs, long nowMs) {
        return atMs != Long.MAX_VALUE && atMs > nowMs;
    }
}

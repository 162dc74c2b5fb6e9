package chatcontacts.app.health;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.Movement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Tells of lanes whether they stand still without a reason. Reasons that a lane may have are: nothing waits; the clock will let
 * the next request go (a token, the end of a hold or of a back-off); calls are out and may still be answered; chats fill the
 * quota.
 */
final class LaneStalls {

    private LaneStalls() {}

    /**
     * The lanes that stand still.
     *
     * @param lanes the newest picture of each
     * @param longestCall within that time a call of that lane is answered, whatever happens
     * @param grace a thread has other things to do, too
     */
    static List<Stall> of(
            List<LaneSnapshot> lanes, Function<String, Duration> longestCall, Duration grace, long nowMs) {
        List<Stall> standing = new ArrayList<>();
        for (LaneSnapshot lane : lanes) {
            Movement movement = lane.movement();
            String subject = "lane " + lane.lane();
            long graceMs = grace.toMillis();
            long answerMs = longestCall.apply(lane.lane()).toMillis() + graceMs;
            if (isPast(movement.dueAtMs(), graceMs, nowMs)) {
                standing.add(new Stall(subject, "is overdue", movement.dueAtMs()));
            } else if (isPast(movement.oldestCallAtMs(), answerMs, nowMs)) {
                standing.add(
                        new Stall(subject, "has a call whose answer was never settled", movement.oldestCallAtMs()));
            } else if (movement.mayGo() && lane.inFlight() == 0 && !isAhead(movement.admitsAtMs(), nowMs)) {
                standing.add(new Stall(subject, "lets none of its requests go", movement.calls()));
            }
        }
        return standing;
    }

    private static boolean isPast(long atMs, long byMs, long nowMs) {
        return atMs != Long.MAX_VALUE && nowMs - atMs > byMs;
    }

    private static boolean isAhead(long atMs, long nowMs) {
        return atMs != Long.MAX_VALUE && atMs > nowMs;
    }
}

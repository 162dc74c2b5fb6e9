package chatcontacts.dispatch.engine;

import chatcontacts.domain.admission.LaneCircuitBreaker;
import java.util.List;

/**
 * How a lane stands, for those who watch: a picture that no thread changes.
 *
 * @param lane its name
 * @param ratePerSecond the pace now
 * @param configuredRatePerSecond the pace as configured
 * @param inFlight calls out
 * @param inFlightMax how many may be
 * @param hold why the whole lane is held
 * @param holdUntilMs when its next probe may go
 * @param instances those that have something to show
 * @param movement what moves, and what is to move next
 */
public record LaneSnapshot(
        String lane,
        double ratePerSecond,
        double configuredRatePerSecond,
        int inFlight,
        int inFlightMax,
        LaneCircuitBreaker.Cause hold,
        long holdUntilMs,
        List<InstanceView> instances,
        Movement movement) {

    /**
     * Whether the lane does what it has to do, for a watchdog.
     *
     * @param calls how many this owner has made
     * @param oldestCallAtMs when the oldest call went out that has no answer yet, {@link Long#MAX_VALUE} if none is out
     * @param mayGo whether requests wait of which no instance's quota keeps back all
     * @param admitsAtMs when the clock lets the next one go, {@link Long#MAX_VALUE} if only something that happens does
     * @param dueAtMs when the lane has to be looked at next, whatever for
     */
    public record Movement(long calls, long oldestCallAtMs, boolean mayGo, long admitsAtMs, long dueAtMs) {}

    /**
     * How an instance stands.
     *
     * @param instanceId the bare id
     * @param waiting requests without a call out
     * @param oldestAcceptedAtMs when the oldest of them was accepted, {@link Long#MAX_VALUE} if there is none
     * @param backingOff those of them that wait for the time of their next attempt
     * @param inFlight calls out
     * @param inDoubt waiting requests with an unanswered call
     * @param active chats known to be active; only leases that gate are counted
     * @param used slots of the quota that are taken: calls in flight, requests in doubt and chats that are counted
     * @param quota as configured
     * @param ceiling as learned
     * @param hold why it is held
     * @param holdUntilMs when its next probe may go
     * @param seesEnds whether chat ends are seen
     * @param lines the queue by priority, those lines that are not empty
     */
    public record InstanceView(
            String instanceId,
            int waiting,
            long oldestAcceptedAtMs,
            int backingOff,
            int inFlight,
            int inDoubt,
            int active,
            int used,
            int quota,
            int ceiling,
            Hold hold,
            long holdUntilMs,
            boolean seesEnds,
            List<Line> lines) {}

    /**
     * Requests of one priority that are in the queue of an instance.
     *
     * @param waiting how many
     * @param firstArrival the number of arrival of the first
     * @param lastArrival that of the last, or of one that has left since
     */
    public record Line(int priority, int waiting, long firstArrival, long lastArrival) {}

    /** Why an instance is held. */
    public enum Hold {
        NONE,
        /** Its quota of concurrent chats was found full. */
        FULL,
        /** Its credentials may not start chats. */
        REFUSED
    }
}

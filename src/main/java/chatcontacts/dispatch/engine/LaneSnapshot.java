package chatcontacts.dispatch.engine;

import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.call.FailureCause;
import chatcontacts.domain.control.ControlOrigin;
import java.util.List;
import java.util.Optional;

/**
 * How a lane stands, for monitoring: a picture that no thread changes.
 *
 * @param lane its name
 * @param removed whether it is not in the settings any more, so that its requests wait or are settled without calls
 * @param ratePerSecond the rate limit now
 * @param configuredRatePerSecond the rate limit as configured
 * @param inFlight calls without a result
 * @param inFlightMax how many may be
 * @param hold why the whole lane is held
 * @param holdError the error code of the last call that kept it on hold, empty if there is none or it is not known
 * @param holdUntilMs when its next probe may go
 * @param instances those that have something to show
 * @param movement what moves, and what is to move next
 * @param kept messages that a newer release wrote, by what is too new about them
 * @param nearestDeadline of the open request whose deadline comes first; empty if none is open
 * @param overrides what operators have set
 */
public record LaneSnapshot(
        String lane,
        boolean removed,
        double ratePerSecond,
        double configuredRatePerSecond,
        int inFlight,
        int inFlightMax,
        LaneCircuitBreaker.HoldCause hold,
        String holdError,
        long holdUntilMs,
        List<InstanceSnapshot> instances,
        Movement movement,
        List<KeptSnapshot> kept,
        Optional<DeadlineSnapshot> nearestDeadline,
        List<OverrideSnapshot> overrides) {

    /**
     * Whether the lane does what it has to do, for a watchdog.
     *
     * @param calls how many this owner has made
     * @param oldestCallAtMs when the oldest call in flight went out, {@link Long#MAX_VALUE} if there is none
     * @param mayGo whether requests wait of which neither an instance's quota nor an operator's pause keeps back all
     * @param admitsAtMs when the clock lets the next one go, {@link Long#MAX_VALUE} if only something that happens does
     * @param dueAtMs when the lane has to be looked at next, whatever for
     */
    public record Movement(long calls, long oldestCallAtMs, boolean mayGo, long admitsAtMs, long dueAtMs) {}

    /**
     * How an instance stands.
     *
     * @param instanceId the bare id
     * @param waiting requests without a call in flight
     * @param oldestAcceptedAtMs when the oldest of them was accepted, {@link Long#MAX_VALUE} if there is none
     * @param backingOff those of them that wait for the time of their next attempt
     * @param inFlight calls without a result
     * @param inDoubt waiting requests with an unanswered call
     * @param active chats known to be active; only leases that gate are counted
     * @param used slots of the quota that are taken: calls in flight, requests in doubt and chats that are counted
     * @param quota as configured
     * @param concurrencyLimit as learned
     * @param hold why it is held
     * @param holdUntilMs when its next probe may go
     * @param chatEndsVisible whether chat ends are seen
     * @param queues what is in the queue by priority, of those that have something
     * @param chats what is known of its chats
     */
    public record InstanceSnapshot(
            String instanceId,
            int waiting,
            long oldestAcceptedAtMs,
            int backingOff,
            int inFlight,
            int inDoubt,
            int active,
            int used,
            int quota,
            int concurrencyLimit,
            InstanceHold hold,
            long holdUntilMs,
            boolean chatEndsVisible,
            List<QueueSnapshot> queues,
            ChatsSnapshot chats) {

        /** One of whose chats none is known. */
        public InstanceSnapshot(
                String instanceId,
                int waiting,
                long oldestAcceptedAtMs,
                int backingOff,
                int inFlight,
                int inDoubt,
                int active,
                int used,
                int quota,
                int concurrencyLimit,
                InstanceHold hold,
                long holdUntilMs,
                boolean chatEndsVisible,
                List<QueueSnapshot> queues) {
            this(
                    instanceId,
                    waiting,
                    oldestAcceptedAtMs,
                    backingOff,
                    inFlight,
                    inDoubt,
                    active,
                    used,
                    quota,
                    concurrencyLimit,
                    hold,
                    holdUntilMs,
                    chatEndsVisible,
                    queues,
                    ChatsSnapshot.NONE);
        }

        /** One with nothing to do, of which nothing was learned. */
        public static InstanceSnapshot idle(String instanceId, int quota, boolean chatEndsVisible) {
            return new InstanceSnapshot(
                    instanceId,
                    0,
                    Long.MAX_VALUE,
                    0,
                    0,
                    0,
                    0,
                    0,
                    quota,
                    quota,
                    InstanceHold.NONE,
                    0,
                    chatEndsVisible,
                    List.of());
        }
    }

    /**
     * What is known of the chats of an instance.
     *
     * @param known chats that are known to be active, whether they count or not
     * @param others those of them that others started
     * @param doubtful those that have more likely ended than not
     * @param reconciled ends that were found out by asking, since this process has owned the lane
     */
    public record ChatsSnapshot(int known, int others, int doubtful, int reconciled) {

        public static final ChatsSnapshot NONE = new ChatsSnapshot(0, 0, 0, 0);

        /** Those that this service started. */
        public int own() {
            return known - others;
        }
    }

    /**
     * Requests of one priority that are in the queue of an instance.
     *
     * @param waiting how many
     * @param firstArrival the number of arrival of the first
     * @param lastArrival that of the last, or of one that has left since
     */
    public record QueueSnapshot(int priority, int waiting, long firstArrival, long lastArrival) {}

    /** When a request was accepted, and when it expires. */
    public record DeadlineSnapshot(long acceptedAtMs, long deadlineMs) {}

    /**
     * Messages that are kept until a newer release owns the lane.
     *
     * @param format what is too new about them
     */
    public record KeptSnapshot(String format, int messages) {}

    /**
     * What an operator has set.
     *
     * @param instanceId the bare id, empty for the whole lane
     * @param kind what it is
     * @param text the same in a few words, with what would hold otherwise
     * @param sinceMs since when it is in force
     * @param untilMs when it ends by itself, {@link Long#MAX_VALUE} if it does not
     * @param limit the limit that holds because of it, if it is one
     * @param origin who set it and why
     */
    public record OverrideSnapshot(
            String instanceId,
            OverrideKind kind,
            String text,
            long sinceMs,
            long untilMs,
            Optional<LimitChange> limit,
            ControlOrigin origin) {}

    /** What operators set. */
    public enum OverrideKind {
        /** Nothing is started. */
        PAUSE,
        /** The same, until nothing is active any more. */
        DRAIN,
        /** Another rate or burst of the lane. */
        RATE,
        /** Another quota of the instance. */
        QUOTA
    }

    /** The same with those instances. */
    public LaneSnapshot with(List<InstanceSnapshot> others) {
        return new LaneSnapshot(
                lane,
                removed,
                ratePerSecond,
                configuredRatePerSecond,
                inFlight,
                inFlightMax,
                hold,
                holdError,
                holdUntilMs,
                others,
                movement,
                kept,
                nearestDeadline,
                overrides);
    }

    /** Whether an operator has paused that instance, or the whole lane. */
    public boolean pauses(String instanceId) {
        return overrides.stream()
                .filter(it -> it.kind() == OverrideKind.PAUSE || it.kind() == OverrideKind.DRAIN)
                .anyMatch(it -> it.instanceId().isEmpty() || it.instanceId().equals(instanceId));
    }

    /** Why an instance is held. */
    public enum InstanceHold {
        NONE,
        /** Its quota of concurrent chats was found full. */
        FULL,
        /** Its credentials may not start chats. */
        ACCESS_DENIED,
        /** Its calls get no useful answers, those of other instances do. */
        FAILING,
        /** It is not in the settings any more, and unlisted instances are rejected. */
        REMOVED
    }

    /** Requests that wait for instances that are not in the settings any more. */
    public int removedWaiting() {
        return instances.stream()
                .filter(it -> it.hold() == InstanceHold.REMOVED)
                .mapToInt(InstanceSnapshot::waiting)
                .sum();
    }

    /** What keeps the lane on hold, as a person would look for it; empty if it is not known. */
    public Optional<FailureCause> holdFailure() {
        return holdError.isEmpty() ? Optional.empty() : Optional.of(FailureCause.of(holdError));
    }
}

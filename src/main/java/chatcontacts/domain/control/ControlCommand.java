package chatcontacts.domain.control;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A valid command to a lane.
 *
 * @param id names it; a command is applied once for its id
 * @param instanceId the bare id of the instance that it applies to, empty for the whole lane
 * @param action what is to be done
 * @param dryRun whether only to report what would be done
 * @param validUntil not to be applied later
 * @param origin who gave it, when and why
 */
public record ControlCommand(
        String id,
        Optional<String> instanceId,
        ControlAction action,
        boolean dryRun,
        Instant validUntil,
        ControlOrigin origin) {

    /** What is to be done. */
    public sealed interface ControlAction {
        /** Its name in the log of commands. */
        ControlRequest.Verb verb();
    }

    /**
     * Nothing is started, what is in flight ends.
     *
     * @param drains whether it is to be reported once nothing is in flight and no chat is known to be active
     * @param until when it ends by itself; empty: by another command
     */
    public record Pause(boolean drains, Optional<Instant> until) implements ControlAction {
        @Override
        public ControlRequest.Verb verb() {
            return drains ? ControlRequest.Verb.DRAIN : ControlRequest.Verb.PAUSE;
        }
    }

    /** Ends a pause. */
    public record Resume() implements ControlAction {
        @Override
        public ControlRequest.Verb verb() {
            return ControlRequest.Verb.RESUME;
        }
    }

    /**
     * Another rate of the lane; what is not given stays as it is.
     *
     * @param until when it ends by itself; empty: by another command
     */
    public record LimitRate(OptionalDouble ratePerSecond, OptionalInt burst, Optional<Instant> until)
            implements ControlAction {
        @Override
        public ControlRequest.Verb verb() {
            return ControlRequest.Verb.LIMIT;
        }
    }

    /**
     * Another quota of the instance.
     *
     * @param until when it ends by itself; empty: by another command
     */
    public record LimitQuota(int concurrentChats, Optional<Instant> until) implements ControlAction {
        @Override
        public ControlRequest.Verb verb() {
            return ControlRequest.Verb.LIMIT;
        }
    }

    /** The settings count again in place of a limit. */
    public record ClearLimit() implements ControlAction {
        @Override
        public ControlRequest.Verb verb() {
            return ControlRequest.Verb.LIMIT;
        }
    }

    /** Whatever is on hold sends its next probe now. */
    public record ProbeNow() implements ControlAction {
        @Override
        public ControlRequest.Verb verb() {
            return ControlRequest.Verb.PROBE;
        }
    }

    /** Something that is done to many waiting requests. Those with a call in flight are left. */
    public sealed interface OnRequests extends ControlAction {
        /** Which ones. */
        RequestFilter filter();
    }

    /** They end as CANCELLED. */
    public record Cancel(RequestFilter filter) implements OnRequests {
        @Override
        public ControlRequest.Verb verb() {
            return ControlRequest.Verb.CANCEL;
        }
    }

    /**
     * They wait with another priority, in the order of their arrival.
     *
     * @param priority 0 first, 9 last
     */
    public record Prioritize(RequestFilter filter, int priority) implements OnRequests {
        @Override
        public ControlRequest.Verb verb() {
            return ControlRequest.Verb.PRIORITIZE;
        }
    }

    /**
     * Those that were never called wait in another instance.
     *
     * @param contactFlows flows of the other instance by those for which they stand; empty: flows keep their ids
     */
    public record Move(RequestFilter filter, MoveTarget target, Map<String, String> contactFlows)
            implements OnRequests {

        public Move {
            contactFlows = Map.copyOf(contactFlows);
        }

        @Override
        public ControlRequest.Verb verb() {
            return ControlRequest.Verb.MOVE;
        }
    }

    /**
     * They have another deadline.
     *
     * @param startBy the latest start; no later than the window of their client tokens allows
     */
    public record Extend(RequestFilter filter, Instant startBy) implements OnRequests {
        @Override
        public ControlRequest.Verb verb() {
            return ControlRequest.Verb.EXTEND;
        }
    }
}

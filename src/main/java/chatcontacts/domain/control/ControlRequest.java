package chatcontacts.domain.control;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A command as its record has it, of whatever sense. {@link ControlRules} makes a {@link ControlCommand} of it.
 *
 * @param id names it
 * @param lane the name of the lane
 * @param verb what is to be done
 * @param instance id or ARN, empty for the whole lane
 * @param until when what it sets ends by itself
 * @param limits new limits of a lane or an instance
 * @param filter which requests it is about
 * @param priority the new one of requests
 * @param startBy the new deadline of requests
 * @param move where requests go
 * @param dryRun whether only to report what would be done
 * @param validUntil not to be applied later
 * @param origin who gave it, when and why
 */
public record ControlRequest(
        String id,
        String lane,
        Verb verb,
        Optional<String> instance,
        Optional<Instant> until,
        Limits limits,
        RequestFilter filter,
        OptionalInt priority,
        Optional<Instant> startBy,
        Optional<MoveTerms> move,
        boolean dryRun,
        Instant validUntil,
        ControlOrigin origin) {

    /** What a command is about. */
    public enum Verb {
        /** Nothing is started, what is in flight ends. */
        PAUSE,
        /** Ends a pause or a drain. */
        RESUME,
        /** A pause that is reported as done once nothing is in flight and no chat is known to be active. */
        DRAIN,
        /** Another rate, burst or quota. */
        LIMIT,
        /** Whatever is on hold sends its next probe now. */
        PROBE,
        /** Waiting requests end as CANCELLED. */
        CANCEL,
        /** Waiting requests get another priority. */
        PRIORITIZE,
        /** Waiting requests get another deadline. */
        EXTEND,
        /** Waiting requests that were never called go to another instance. */
        MOVE,
        /** One of a newer release. */
        UNKNOWN;

        /** As operators write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * New limits, as far as they are given.
     *
     * @param ratePerSecond of a lane
     * @param burst of a lane
     * @param concurrentChats of an instance
     * @param clear whether an earlier limit ends
     */
    public record Limits(OptionalDouble ratePerSecond, OptionalInt burst, OptionalInt concurrentChats, boolean clear) {
        /** None is given. */
        public static final Limits NONE =
                new Limits(OptionalDouble.empty(), OptionalInt.empty(), OptionalInt.empty(), false);
    }
}

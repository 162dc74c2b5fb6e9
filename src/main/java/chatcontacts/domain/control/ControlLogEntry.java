package chatcontacts.domain.control;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a command.
 *
 * @param id that of the command
 * @param lane its lane
 * @param instanceId bare id of its instance, empty for the whole lane
 * @param verb its name
 * @param status what became of it
 * @param at when
 * @param before how it was before, in a few words
 * @param after how it is now, or would be in a dry run
 * @param refusal why nothing was done
 * @param until when what it set ends by itself
 * @param inForce whether something that it has set is in force now
 * @param counts of a command on many requests
 * @param dryRun whether it was a dry run
 * @param origin who gave it, when and why
 */
public record ControlLogEntry(
        String id,
        String lane,
        Optional<String> instanceId,
        String verb,
        ControlStatus status,
        Instant at,
        Optional<String> before,
        Optional<String> after,
        Optional<String> refusal,
        Optional<Instant> until,
        boolean inForce,
        Optional<RequestCounts> counts,
        boolean dryRun,
        ControlOrigin origin) {

    /**
     * How many requests a command was about.
     *
     * @param matched by its filter
     * @param changed those of them that it changed, or would change in a dry run
     */
    public record RequestCounts(long matched, long changed) {}

    /** What became of a command. */
    public enum ControlStatus {
        /** It is in force, and {@link #DONE} follows when all of it is done. */
        ACCEPTED,
        /** It was applied. */
        DONE,
        /** Nothing was changed. */
        REFUSED,
        /** What it had set is over by itself. */
        ENDED,
        /** Something that only a newer release knows. */
        UNKNOWN;

        /** Whether nothing more is to come of the command, but for its end by itself. */
        public boolean isFinal() {
            return this == DONE || this == REFUSED;
        }
    }

    /** Whether it tells of a change of what is in force. */
    public boolean changes() {
        return !dryRun && status != ControlStatus.REFUSED && (verb.equals("LIMIT") || PAUSES.contains(verb));
    }

    private static final Set<String> PAUSES = Set.of("PAUSE", "RESUME", "DRAIN");

    /** Of what is refused because it has no end. */
    private static final int MAX_LENGTH = 500;

    /** A command that broke the rules, and may be of any length. */
    public static ControlLogEntry refused(ControlRequest request, String refusal, Instant at) {
        return new ControlLogEntry(
                cut(request.id()),
                cut(request.lane()),
                request.instance().map(ControlLogEntry::cut),
                request.verb().name(),
                ControlStatus.REFUSED,
                at,
                Optional.empty(),
                Optional.empty(),
                Optional.of(refusal),
                Optional.empty(),
                false,
                Optional.empty(),
                request.dryRun(),
                new ControlOrigin(
                        cut(request.origin().by()),
                        cut(request.origin().why()),
                        request.origin().at()));
    }

    private static String cut(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
    }

    /** The same of one that kept the rules. */
    public static ControlLogEntry refused(ControlCommand command, String lane, String refusal, Instant at) {
        return new ControlLogEntry(
                command.id(),
                lane,
                command.instanceId(),
                command.action().verb().name(),
                ControlStatus.REFUSED,
                at,
                Optional.empty(),
                Optional.empty(),
                Optional.of(refusal),
                Optional.empty(),
                false,
                Optional.empty(),
                command.dryRun(),
                command.origin());
    }
}

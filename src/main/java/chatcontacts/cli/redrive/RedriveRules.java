package chatcontacts.cli.redrive;

import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.request.TokenWindow;
import chatcontacts.wire.DeadLetterRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The rules for redriving a dead letter.
 *
 * @param requestTopic where originals come from and go to
 * @param named the reasons that were named
 * @param maxRedrives how often one request may be sent again
 * @param startBy the new deadline, if one was given
 */
public record RedriveRules(String requestTopic, Set<Reason> named, int maxRedrives, Optional<Instant> startBy) {

    /** {@code chat.error.code} of a dead letter that does not hold all of its original. */
    static final String CUT = "RECORD_TOO_LARGE";

    /**
     * A person has to want it: a chat may exist, another request has the token, the customer cancelled, or the same bytes would
     * fail again.
     */
    private static final Set<Reason> TO_BE_NAMED =
            EnumSet.of(Reason.UNCERTAIN, Reason.TOKEN_REUSED, Reason.CANCELLED, Reason.INVALID, Reason.MALFORMED);

    public RedriveRules {
        named = Set.copyOf(named);
    }

    /** The reason to skip it that its headers give. */
    Optional<SkipReason> check(DeadLetterRecord deadLetter, Instant now) {
        if (deadLetter.knownReason().isEmpty() || deadLetter.redriveCount().isEmpty()) {
            return Optional.of(SkipReason.UNREADABLE);
        }
        if (!deadLetter.originalTopic().equals(Optional.of(requestTopic))) {
            return Optional.of(SkipReason.NOT_A_REQUEST);
        }
        if (deadLetter.errorCode().equals(Optional.of(CUT))) {
            return Optional.of(SkipReason.TOO_LARGE);
        }
        // Intake would only expire what comes later after its first call.
        Duration window = deadLetter.firstCallAt().isPresent() ? TokenWindow.MAX_WAIT : TokenWindow.LENGTH;
        if (!now.isBefore(deadLetter.windowBegan().plus(window))) {
            return Optional.of(SkipReason.PAST_WINDOW);
        }
        if (deadLetter.redriveCount().get() >= maxRedrives) {
            return Optional.of(SkipReason.TOO_OFTEN);
        }
        return needsNaming(deadLetter, deadLetter.knownReason().get())
                ? Optional.of(SkipReason.NOT_NAMED)
                : Optional.empty();
    }

    private boolean needsNaming(DeadLetterRecord deadLetter, Reason reason) {
        return (TO_BE_NAMED.contains(reason) && !named.contains(reason))
                || (deadLetter.maybeStarted() && !named.contains(Reason.UNCERTAIN));
    }

    /** The reason to skip it that its deadline gives. */
    Optional<SkipReason> checkDeadline(DeadLetterRecord deadLetter, Optional<Instant> ofRequest, Instant now) {
        Optional<Instant> effective = startBy.or(deadLetter::startBy).or(() -> ofRequest);
        return effective.filter(it -> !it.isAfter(now)).map(passed -> SkipReason.START_BY_PASSED);
    }
}

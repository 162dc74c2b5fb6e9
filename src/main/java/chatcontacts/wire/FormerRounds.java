package chatcontacts.wire;

import java.time.Instant;
import java.util.Optional;

/**
 * What a redriven record knows of the rounds before this one.
 *
 * @param firstSeen the very first arrival
 * @param firstCallAt when Connect was first called for it, in any round
 * @param maybeStarted whether a former round left it in doubt
 */
public record FormerRounds(Instant firstSeen, Optional<Instant> firstCallAt, boolean maybeStarted) {

    /** There was none: the record arrives for the first time. */
    public static FormerRounds none(Instant acceptedAt) {
        return new FormerRounds(acceptedAt, Optional.empty(), false);
    }
}

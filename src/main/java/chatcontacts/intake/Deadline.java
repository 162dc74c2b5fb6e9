package chatcontacts.intake;

import chatcontacts.domain.request.TokenWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Calculates the deadline of a request. However late its {@code startBy}, no call is made more than {@link TokenWindow#MAX_WAIT} after the
 * record arrived or after the first call of a former round, so that every call with its token falls into Connect's window of
 * 7 days for tokens and finds the chat of an earlier one.
 */
final class Deadline {

    /** Amazon Connect began in 2017. */
    private static final Instant FIRST_POSSIBLE = Instant.parse("2017-01-01T00:00:00Z");

    private Deadline() {}

    /**
     * The deadline; it may have passed already, dispatch expires such a request.
     *
     * @param startBy the header's, or else the producer's
     * @param writtenAt the record's own timestamp: the longest wait begins then, so that a request that lay on the topic for days is
     *     not started days late. One that is impossible, before 2017 or later than {@code acceptedAt}, counts as none
     * @param notBefore without a {@code startBy}, the longest wait begins then
     * @param firstCallAt of a former round
     */
    static Instant of(
            Optional<Instant> startBy,
            Optional<Instant> notBefore,
            Instant writtenAt,
            Instant acceptedAt,
            Duration maxWait,
            Optional<Instant> firstCallAt) {
        boolean possible = !writtenAt.isBefore(FIRST_POSSIBLE) && writtenAt.isBefore(acceptedAt);
        Instant since = possible ? writtenAt : acceptedAt;
        Instant begin = notBefore.filter(since::isBefore).orElse(since);
        Instant wanted = startBy.orElseGet(() -> begin.plus(maxWait));
        Instant origin = firstCallAt.filter(acceptedAt::isAfter).orElse(acceptedAt);
        Instant cap = later(origin, Instant.EPOCH).plus(TokenWindow.MAX_WAIT);
        return later(wanted.isBefore(cap) ? wanted : cap, Instant.EPOCH);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}

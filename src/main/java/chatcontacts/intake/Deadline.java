package chatcontacts.intake;

import chatcontacts.domain.request.TimeRules;
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

    private Deadline() {}

    /**
     * The deadline; it may have passed already, dispatch expires such a request.
     *
     * @param startBy the header's, or else the producer's
     * @param notBefore without a {@code startBy}, the longest wait begins then
     * @param recordTime the record's own timestamp: without both, the longest wait begins then, unless that lies ahead or is no
     *     time at all. So a request does not start days late because the service was down
     * @param firstCallAt of a former round
     */
    static Instant of(
            Optional<Instant> startBy,
            Optional<Instant> notBefore,
            Instant recordTime,
            Instant acceptedAt,
            Duration maxWait,
            Optional<Instant> firstCallAt) {
        Instant written =
                recordTime.isBefore(acceptedAt) && TimeRules.isPlausible(recordTime) ? recordTime : acceptedAt;
        Instant begin = notBefore.filter(written::isBefore).orElse(written);
        Instant wanted = startBy.orElseGet(() -> begin.plus(maxWait));
        Instant origin = firstCallAt.filter(acceptedAt::isAfter).orElse(acceptedAt);
        Instant cap = later(origin, Instant.EPOCH).plus(TokenWindow.MAX_WAIT);
        return later(wanted.isBefore(cap) ? wanted : cap, Instant.EPOCH);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}

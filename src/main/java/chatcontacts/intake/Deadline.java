package chatcontacts.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Until when a request may be started. However late its {@code startBy}, no call is made more than {@link #LONGEST} after the
 * record arrived or after the first call of a former round, so that every call with its token falls into Connect's window of
 * 7 days for tokens and finds the chat of an earlier one.
 */
final class Deadline {

    /** One day below the window: room for the last call itself, skewed clocks and whoever must look into a doubtful request. */
    static final Duration LONGEST = Duration.ofDays(6);

    private Deadline() {}

    /**
     * The deadline; it may have passed already, dispatch expires such a request.
     *
     * @param startBy the header's, or else the producer's
     * @param notBefore without a {@code startBy}, the longest wait begins then
     * @param firstCallAt of a former round
     */
    static Instant of(
            Optional<Instant> startBy,
            Optional<Instant> notBefore,
            Instant acceptedAt,
            Duration maxWait,
            Optional<Instant> firstCallAt) {
        Instant begin = notBefore.filter(acceptedAt::isBefore).orElse(acceptedAt);
        Instant wanted = startBy.orElseGet(() -> begin.plus(maxWait));
        Instant origin = firstCallAt.filter(acceptedAt::isAfter).orElse(acceptedAt);
        Instant cap = later(origin, Instant.EPOCH).plus(LONGEST);
        return later(wanted.isBefore(cap) ? wanted : cap, Instant.EPOCH);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}

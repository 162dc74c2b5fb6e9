package chatcontacts.domain.request;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which times a request may name. What lies far from today is no time that anyone meant, but a number in another unit: seconds
 * read as milliseconds lie in 1970, microseconds far in the future.
 */
public final class TimeRules {

    /** The year in which StartChatContact came. */
    private static final Instant FIRST = Instant.parse("2017-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

    private TimeRules() {}

    static void check(DecodedRequest request, List<Fault> faults) {
        check("startBy", request.startBy(), faults);
        check("notBefore", request.notBefore(), faults);
        check("requestedAt", request.requestedAt(), faults);
    }

    /** Whether that is a time that someone can have meant. */
    public static boolean isPlausible(Instant time) {
        return !time.isBefore(FIRST) && time.isBefore(END);
    }

    private static void check(String field, Optional<Instant> time, List<Fault> faults) {
        time.filter(it -> !isPlausible(it))
                .ifPresent(it -> faults.add(
                        new Fault(field, "must be between 2017 and 2100; is it in seconds? Milliseconds are needed")));
    }
}

package chatcontacts.domain.control;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which waiting requests a command is about. What is not given matches all.
 *
 * @param fairnessKey the group of requests
 * @param priorityFrom the most urgent priority, 0 first
 * @param priorityTo the least urgent one, 9 last
 * @param acceptedBefore only those that intake saw before that
 * @param clientToken the one request with that token
 */
public record RequestFilter(
        Optional<String> fairnessKey,
        OptionalInt priorityFrom,
        OptionalInt priorityTo,
        Optional<Instant> acceptedBefore,
        Optional<String> clientToken) {

    /** All requests. */
    public static final RequestFilter ALL = new RequestFilter(
            Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());

    /** Whether a request is meant. */
    public boolean matches(Optional<String> key, int priority, Instant acceptedAt, String token) {
        return (fairnessKey.isEmpty() || fairnessKey.equals(key))
                && priority >= priorityFrom.orElse(priority)
                && priority <= priorityTo.orElse(priority)
                && acceptedBefore.filter(it -> !acceptedAt.isBefore(it)).isEmpty()
                && (clientToken.isEmpty() || clientToken.get().equals(token));
    }
}

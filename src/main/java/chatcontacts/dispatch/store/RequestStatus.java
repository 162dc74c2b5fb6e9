package chatcontacts.dispatch.store;

import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Source;
import java.time.Instant;
import java.util.Optional;

/** The status of one request, for queries: times, codes and ids, and nothing that a customer said or may hold as a secret. */
public sealed interface RequestStatus {

    /**
     * Has no outcome yet.
     *
     * @param inFlight whether a call is in flight
     * @param doubtSince when the first call went out that was never answered, empty if it is not in doubt
     * @param cancelled whether a cancellation came while a call was in flight
     * @param priority 0 first, 9 last
     * @param arrival its number in the lane's order of arrival
     * @param deadline never start later
     * @param attempts calls spent on transient faults
     * @param nextAttemptAt not before, empty if it does not wait for that
     * @param errorCode of the last call that started no chat
     * @param source the input record
     * @param notBefore never start earlier, if the producer said so
     * @param fairnessKey the group of requests that it belongs to, if the producer named one
     */
    record OpenStatus(
            boolean inFlight,
            Optional<Instant> doubtSince,
            boolean cancelled,
            int priority,
            long arrival,
            Optional<Instant> requestedAt,
            Instant acceptedAt,
            Instant deadline,
            int attempts,
            Optional<Instant> nextAttemptAt,
            Optional<Instant> firstCallAt,
            Optional<Instant> lastCallAt,
            Optional<String> errorCode,
            Source source,
            Optional<Instant> notBefore,
            Optional<String> fairnessKey)
            implements RequestStatus {}

    /**
     * The chat was started.
     *
     * @param connectBy until when the customer must have connected
     */
    record StartedStatus(String contactId, Instant startedAt, Instant connectBy, Instant settledAt, int attempts)
            implements RequestStatus {}

    /**
     * The request failed.
     *
     * @param maybeStarted whether the chat may exist
     * @param message our own sentence, free of the request's content
     */
    record FailedStatus(
            Reason reason,
            Optional<String> errorCode,
            String message,
            boolean maybeStarted,
            Instant settledAt,
            int attempts,
            int redriveCount)
            implements RequestStatus {}

    /** An operator moved it there; that instance knows the rest. */
    record MovedStatus(String lane, String instanceId, Instant movedAt) implements RequestStatus {}

    /** A cancellation came, and the request has not yet. */
    record CancelledAheadStatus(Instant rememberedUntil) implements RequestStatus {}
}

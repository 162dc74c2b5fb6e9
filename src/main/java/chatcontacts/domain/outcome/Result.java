package chatcontacts.domain.outcome;

import java.time.Instant;
import java.util.Optional;

/**
 * The result of one input record, as published on the result topic.
 *
 * @param instanceId the bare instance id
 * @param clientToken the producer's token, or the derived one
 * @param outcome the final word
 * @param attempts calls that count as attempts as attempts; throttled and full-quota answers do not
 * @param requestedAt the producer's time, if it gave one
 * @param acceptedAt when the service first saw the record
 * @param settledAt when the outcome was known
 * @param replayed whether this is a duplicate that replays the outcome of an earlier record with the same token
 * @param source the input record that this answers
 * @param region of the instance, where it is known
 * @param movedFrom the instance that had been asked for, if an operator moved the request
 */
public record Result(
        String instanceId,
        String clientToken,
        Outcome outcome,
        int attempts,
        Optional<Instant> requestedAt,
        Instant acceptedAt,
        Instant settledAt,
        boolean replayed,
        Source source,
        Optional<String> region,
        Optional<MovedFrom> movedFrom) {

    /** Of a request that was never moved. */
    public Result(
            String instanceId,
            String clientToken,
            Outcome outcome,
            int attempts,
            Optional<Instant> requestedAt,
            Instant acceptedAt,
            Instant settledAt,
            boolean replayed,
            Source source,
            Optional<String> region) {
        this(
                instanceId,
                clientToken,
                outcome,
                attempts,
                requestedAt,
                acceptedAt,
                settledAt,
                replayed,
                source,
                region,
                Optional.empty());
    }
}

package chatcontacts.domain.request;

import java.time.Instant;
import java.util.Optional;

/**
 * A decoded chat request in domain terms, whatever schema its producer used: the call to make, and the fields that control
 * the service and are never sent to Connect.
 *
 * @param call the parameters of the call
 * @param clientToken the producer's idempotency token, up to 500 characters
 * @param startBy never start later than this
 * @param notBefore never start earlier than this
 * @param priority 0 (first) to 9, 5 when the producer says nothing
 * @param fairnessKey the group of requests that this one belongs to
 * @param requestedAt when the customer asked, in the producer's clock
 */
public record DecodedRequest(
        StartChat call,
        Optional<String> clientToken,
        Optional<Instant> startBy,
        Optional<Instant> notBefore,
        int priority,
        Optional<String> fairnessKey,
        Optional<Instant> requestedAt) {

    /** Of a request that names none. */
    public static final int DEFAULT_PRIORITY = 5;

    /** The priority that goes last. */
    public static final int LAST_PRIORITY = 9;

    /** The same request under that token. */
    public DecodedRequest withClientToken(String token) {
        return new DecodedRequest(call, Optional.of(token), startBy, notBefore, priority, fairnessKey, requestedAt);
    }

    /** The same request with that deadline. */
    public DecodedRequest withStartBy(Instant deadline) {
        return new DecodedRequest(
                call, clientToken, Optional.of(deadline), notBefore, priority, fairnessKey, requestedAt);
    }
}

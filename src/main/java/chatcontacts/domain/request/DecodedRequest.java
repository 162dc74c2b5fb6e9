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
 * @param priority 0 (first) to 9, 5 when the producer says nothing
 * @param requestedAt when the customer asked, in the producer's clock
 */
public record DecodedRequest(
        StartChat call,
        Optional<String> clientToken,
        Optional<Instant> startBy,
        int priority,
        Optional<Instant> requestedAt) {

    /** Of a request that names none. */
    public static final int DEFAULT_PRIORITY = 5;

    /** The priority that goes last. */
    public static final int LAST_PRIORITY = 9;
}

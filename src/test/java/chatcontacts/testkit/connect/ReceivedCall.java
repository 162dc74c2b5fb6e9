package chatcontacts.testkit.connect;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call as it came, and what was said to it.
 *
 * @param instanceId as sent: id or ARN
 * @param body the JSON as received, null where the call did not come over HTTP
 * @param kind as in {@link ConnectResponse#kind()}, with the fault's name before it where one struck
 */
public record ReceivedCall(
        Instant at,
        @Nullable String instanceId,
        @Nullable String clientToken,
        StartParams params,
        @Nullable String body,
        String kind) {

    /** Prints nothing of the customer's. */
    @Override
    public String toString() {
        return "ReceivedCall[" + at + ", " + instanceId + ", " + clientToken + ", " + kind + "]";
    }
}

package chatcontacts.connect;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach Amazon Connect for one lane.
 *
 * @param name the lane's name, for the session of an assumed role
 * @param region the lane's Region; the SDK's own provider chain decides where it is empty
 * @param endpoint instead of the Region's own endpoint
 * @param roleArn the role to assume; the default credentials themselves are used where it is empty
 * @param inFlightMax calls that may be under way at once
 * @param callTimeout the longest that one call may take, from its connection to its answer
 */
public record LaneConnection(
        String name,
        Optional<String> region,
        Optional<URI> endpoint,
        Optional<String> roleArn,
        int inFlightMax,
        Duration callTimeout) {

    public LaneConnection {
        if (inFlightMax < 1) {
            throw new IllegalArgumentException("inFlightMax must be at least 1, not " + inFlightMax);
        }
        if (callTimeout.isNegative() || callTimeout.isZero()) {
            throw new IllegalArgumentException("callTimeout must be positive, not " + callTimeout);
        }
    }
}

package chatcontacts.connect;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach Amazon Connect for one lane.
 *
 * @param name the lane's name, for the session of an assumed role
 * @param region the lane's Region; the SDK's own provider chain decides where it is empty, with the profile's if there is one
 * @param endpoint instead of the Region's own endpoint
 * @param identity in whose name it calls
 * @param caBundle certificates (PEM) to trust in place of Java's own
 * @param inFlightMax calls that may be under way at once
 * @param connectTimeout the longest that a connection, and then its TLS handshake, may take; cut to a quarter of callTimeout
 * @param callTimeout the longest that one call may take, from its connection to its answer
 */
public record LaneClientConfig(
        String name,
        Optional<String> region,
        Optional<URI> endpoint,
        LaneCredentialsConfig identity,
        Optional<Path> caBundle,
        int inFlightMax,
        Duration connectTimeout,
        Duration callTimeout) {

    public LaneClientConfig {
        if (inFlightMax < 1) {
            throw new IllegalArgumentException("inFlightMax must be at least 1, not " + inFlightMax);
        }
        if (!callTimeout.isPositive() || !connectTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "time-outs must be positive, not " + callTimeout + ", " + connectTimeout);
        }
        Duration quarter = callTimeout.dividedBy(4);
        connectTimeout = connectTimeout.compareTo(quarter) <= 0 ? connectTimeout : quarter;
    }
}

package chatcontacts.connect;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The configuration of a lane's client of Amazon Connect.
 *
 * @param name the lane's name, for the session of an assumed role
 * @param region the lane's Region; if empty, the profile's Region or the SDK's default provider chain decides
 * @param endpoint replaces the Region's own endpoint
 * @param identity the credentials that it uses
 * @param caBundle certificates (PEM) to trust instead of Java's own
 * @param inFlightMax maximum number of calls in flight
 * @param connectTimeout the timeout of a connection, and of its TLS handshake; limited to a quarter of callTimeout
 * @param callTimeout the timeout of a call, from the connection to the response
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
            throw new IllegalArgumentException("timeouts must be positive, not " + callTimeout + ", " + connectTimeout);
        }
        Duration quarter = callTimeout.dividedBy(4);
        connectTimeout = connectTimeout.compareTo(quarter) <= 0 ? connectTimeout : quarter;
    }
}

package chatcontacts.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One lane: an AWS account and Region, the scope of the StartChatContact rate.
 *
 * @param name letters and digits; the record key on the dispatch topic
 * @param region empty: whatever the AWS SDK's default chain finds
 * @param endpoint another address of the API
 * @param roleArn a role to assume; empty: the process's own credentials, or the profile's
 * @param profile of the AWS configuration files; empty: the AWS SDK's default chain
 * @param noSignRequest whether calls go out unsigned, for a simulated Connect
 * @param caBundle certificates to trust in place of Java's own
 * @param ratePerSecond allowed calls per second
 * @param rateBurst allowed burst of calls
 * @param inFlightMax maximum number of calls in flight
 * @param callTimeout how long one call may take
 * @param connectTimeout how long its connection may take
 */
public record LaneSettings(
        String name,
        Optional<String> region,
        Optional<URI> endpoint,
        Optional<String> roleArn,
        Optional<String> profile,
        boolean noSignRequest,
        Optional<Path> caBundle,
        double ratePerSecond,
        int rateBurst,
        int inFlightMax,
        Duration callTimeout,
        Duration connectTimeout) {}

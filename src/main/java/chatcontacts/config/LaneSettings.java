package chatcontacts.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * One lane: an AWS account and Region, the scope of the StartChatContact rate.
 *
 * @param name letters and digits, the key of the hop
 * @param region empty: whatever the AWS SDK's default chain finds
 * @param endpoint another address of the API
 * @param roleArn a role to assume; empty: the process's own credentials
 * @param ratePerSecond calls a second that are allowed
 * @param rateBurst calls at once that are allowed
 * @param inFlightMax calls that may be unanswered at once
 * @param callTimeout how long one call may take
 */
public record LaneSettings(
        String name,
        Optional<String> region,
        Optional<URI> endpoint,
        Optional<String> roleArn,
        double ratePerSecond,
        int rateBurst,
        int inFlightMax,
        Duration callTimeout) {}

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
 * @param account the configured one, or else that of its role or of its instances' ARNs; empty: AWS has to be asked
 * @param endpoint another address of the API
 * @param roleArn a role to assume; empty: the process's own credentials, or the profile's
 * @param profile of the AWS configuration files; empty: the AWS SDK's default chain
 * @param noSignRequest whether calls go out unsigned, for a simulated Connect
 * @param caBundle certificates to trust in place of Java's own
 * @param ratePerSecond allowed calls per second; empty: what AWS says
 * @param rateBurst allowed burst of calls; empty: what belongs to the rate
 * @param serviceQuotasEndpoint another address of AWS Service Quotas
 * @param countsChats whether CloudWatch is asked how many chats its instances have
 * @param cloudWatchEndpoint another address of CloudWatch
 * @param reconciliationShare of the rate of DescribeContact that may be used, 0 to 1
 * @param inFlightMax maximum number of calls in flight
 * @param callTimeout how long one call may take
 * @param connectTimeout how long its connection may take
 */
public record LaneSettings(
        String name,
        Optional<String> region,
        Optional<String> account,
        Optional<URI> endpoint,
        Optional<String> roleArn,
        Optional<String> profile,
        boolean noSignRequest,
        Optional<Path> caBundle,
        Optional<Double> ratePerSecond,
        Optional<Integer> rateBurst,
        Optional<URI> serviceQuotasEndpoint,
        boolean countsChats,
        Optional<URI> cloudWatchEndpoint,
        double reconciliationShare,
        int inFlightMax,
        Duration callTimeout,
        Duration connectTimeout) {

    /** The form of an account id. */
    static final String ACCOUNT = "[0-9]{12}";
}

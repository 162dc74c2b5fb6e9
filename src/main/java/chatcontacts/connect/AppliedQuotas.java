package chatcontacts.connect;

import chatcontacts.connect.QuotaReading.Applied;
import chatcontacts.connect.QuotaReading.NotAllowed;
import chatcontacts.connect.QuotaReading.NotKnown;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasAsyncClient;
import software.amazon.awssdk.services.servicequotas.model.GetServiceQuotaRequest;
import software.amazon.awssdk.services.servicequotas.model.GetServiceQuotaResponse;

/**
 * Reads the quotas of a lane's account and Region from AWS Service Quotas, which needs the right {@value #ACTION}. Uses the HTTP client
 * and the credentials of the lane's starter: close this first. Thread-safe; never blocks.
 */
public final class AppliedQuotas implements AutoCloseable {

    /** The IAM action. */
    public static final String ACTION = "servicequotas:GetServiceQuota";

    private static final String SERVICE = "connect";
    private static final String START_RATE = "L-AA48CD49";
    private static final String CONCURRENT_CHATS = "L-D4BA6F6E";

    private final ServiceQuotasAsyncClient client;
    private final LaneCredentials credentials;
    private final Region region;
    private final Executor calls;

    AppliedQuotas(ServiceQuotasAsyncClient client, LaneCredentials credentials, Region region, Executor calls) {
        this.client = client;
        this.credentials = credentials;
        this.region = region;
        this.calls = calls;
    }

    /** Calls of StartChatContact a second that the account and Region may make. Completes normally on every path. */
    public CompletionStage<QuotaReading> startRate() {
        return read(START_RATE, Optional.empty());
    }

    /**
     * Chats that an instance may have at once. Completes normally on every path.
     *
     * @param instanceId the bare id
     */
    public CompletionStage<QuotaReading> concurrentChats(String account, String instanceId) {
        String arn = "arn:" + PartitionMetadata.of(region).id() + ":connect:" + region.id() + ":" + account
                + ":instance/" + instanceId;
        return read(CONCURRENT_CHATS, Optional.of(arn));
    }

    private CompletionStage<QuotaReading> read(String code, Optional<String> context) {
        return credentials
                .current()
                .thenComposeAsync(identity -> client.getServiceQuota(request(code, context, identity)), calls)
                .handle((response, failure) -> failure == null ? reading(response) : reading(ReadFailure.of(failure)))
                .minimalCompletionStage();
    }

    private static GetServiceQuotaRequest request(String code, Optional<String> context, AwsCredentials identity) {
        return GetServiceQuotaRequest.builder()
                .serviceCode(SERVICE)
                .quotaCode(code)
                .contextId(context.orElse(null))
                .overrideConfiguration(config -> config.credentialsProvider(StaticCredentialsProvider.create(identity)))
                .build();
    }

    private static QuotaReading reading(GetServiceQuotaResponse response) {
        Double value = response.quota() == null ? null : response.quota().value();
        return value == null || !(value > 0) || value.isInfinite() ? new NotKnown("no value") : new Applied(value);
    }

    private static QuotaReading reading(ReadFailure failure) {
        return failure.denied() ? new NotAllowed(failure.cause()) : new NotKnown(failure.cause());
    }

    @Override
    public void close() {
        client.close();
    }
}

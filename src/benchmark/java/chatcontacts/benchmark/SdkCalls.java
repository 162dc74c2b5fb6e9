package chatcontacts.benchmark;

import chatcontacts.ChatRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.connect.ConnectAsyncClient;
import software.amazon.awssdk.services.connect.model.StartChatContactRequest;
import software.amazon.awssdk.services.connect.model.StartChatContactResponse;

/** How an application calls Connect that has the AWS SDK and nothing else of the service. */
final class SdkCalls {

    private SdkCalls() {}

    /** A client that never retries, as the service's. */
    static ConnectAsyncClient client(String endpoint, int inFlight) {
        return ConnectAsyncClient.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.EU_CENTRAL_1)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(inFlight)
                        .connectionAcquisitionTimeout(Duration.ofSeconds(60)))
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    /** The call for a request of {@link LoadGenerator}, with all that such a request has. */
    static StartChatContactRequest call(ChatRequest request) {
        return StartChatContactRequest.builder()
                .instanceId(request.getInstanceId())
                .contactFlowId(request.getContactFlowId())
                .clientToken(request.getClientToken())
                .participantDetails(details ->
                        details.displayName(request.getParticipantDetails().getDisplayName()))
                .initialMessage(message -> message.contentType(
                                request.getInitialMessage().getContentType())
                        .content(request.getInitialMessage().getContent()))
                .attributes(request.getAttributes())
                .build();
    }

    /** What a customer needs to join the chat, as the value of a result. */
    static byte[] result(StartChatContactResponse started) {
        return (started.contactId() + " " + started.participantId() + " " + started.participantToken())
                .getBytes(StandardCharsets.UTF_8);
    }
}

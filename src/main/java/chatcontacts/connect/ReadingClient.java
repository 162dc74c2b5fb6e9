package chatcontacts.connect;

import chatcontacts.connect.SendTrackingHttpClient.NeverSentException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.regions.Region;

/** Builds clients of APIs that are only read: with the connections of a lane's starter and the SDK's own retries. */
final class ReadingClient {

    private ReadingClient() {}

    /** @param endpoint replaces that of the API */
    static <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> C of(
            B client,
            LaneClientConfig lane,
            ConnectChatStarter starter,
            ScheduledExecutorService timer,
            Optional<URI> endpoint) {
        client.httpClient(starter.http())
                .region(Region.of(starter.region()))
                .overrideConfiguration(config -> config.apiCallTimeout(lane.callTimeout())
                        .scheduledExecutorService(timer)
                        // The SDK retries failed connections, and does not look for them in this.
                        .retryStrategy(it -> it.retryOnExceptionOrCauseInstanceOf(NeverSentException.class)))
                // Completion is short and never blocks, so it needs no threads of its own.
                .asyncConfiguration(config ->
                        config.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run));
        endpoint.ifPresent(client::endpointOverride);
        return client.build();
    }
}

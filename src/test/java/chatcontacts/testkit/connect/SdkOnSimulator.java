package chatcontacts.testkit.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.connect.ConnectAsyncClient;
import software.amazon.awssdk.services.connect.model.StartChatContactRequest;
import software.amazon.awssdk.services.connect.model.StartChatContactResponse;

/** A simulator and the real SDK pointed at it, without retries. */
final class SdkOnSimulator implements AutoCloseable {

    /** One for all tests, never closed: that takes two seconds, and its threads are daemons. */
    private static final SdkAsyncHttpClient HTTP =
            NettyNioAsyncHttpClient.builder().maxConcurrency(200).build();

    final List<String> events = new CopyOnWriteArrayList<>();
    final ConnectSimulator simulator =
            ConnectSimulator.start(0, 5, it -> it.rules().rateUnlimited(), events::add);
    final ConnectAsyncClient client = client(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "not-a-secret")),
            AwsRetryStrategy.doNotRetry());

    ConnectAsyncClient client(AwsCredentialsProvider credentials, RetryStrategy retries) {
        return ConnectAsyncClient.builder()
                .endpointOverride(simulator.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClient(HTTP)
                .overrideConfiguration(override -> override.retryStrategy(retries))
                .build();
    }

    @Override
    public void close() {
        client.close();
        simulator.close();
        assertThat(simulator.failure()).isEmpty();
    }

    static StartChatContactRequest request(String token) {
        return StartChatContactRequest.builder()
                .instanceId("i")
                .contactFlowId("flow")
                .participantDetails(details -> details.displayName("Ada"))
                .clientToken(token)
                .build();
    }

    StartChatContactResponse start(String token) {
        return client.startChatContact(request(token)).join();
    }

    Throwable failureOf(StartChatContactRequest request) {
        return client.startChatContact(request)
                .handle((response, thrown) -> thrown instanceof CompletionException ? thrown.getCause() : thrown)
                .join();
    }

    TokenUse use(String token) {
        return simulator.token("i", token);
    }

    long answers(String kind) {
        return simulator.stats().answers(kind);
    }
}

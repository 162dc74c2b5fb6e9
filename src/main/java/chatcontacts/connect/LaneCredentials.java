package chatcontacts.connect;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The credentials of a lane, fetched before each call and off the caller's thread. The SDK would wait for them on the thread
 * that starts the call, and its own exceptions would not tell whether it was the credentials that failed.
 */
final class LaneCredentials implements AutoCloseable {

    private final AwsCredentialsProvider provider;
    private final Duration longestWait;
    private final Runnable closer;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("credentials-", 0).factory());

    LaneCredentials(AwsCredentialsProvider provider, Duration longestWait, Runnable closer) {
        this.provider = provider;
        this.longestWait = longestWait;
        this.closer = closer;
    }

    /**
     * The current credentials: from the provider's cache as a rule. Fails with what
     * the provider threw, for its delay, or because this is closed; never throws.
     */
    CompletableFuture<AwsCredentials> current() {
        try {
            return CompletableFuture.supplyAsync(provider::resolveCredentials, threads)
                    .orTimeout(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        closer.run();
    }
}

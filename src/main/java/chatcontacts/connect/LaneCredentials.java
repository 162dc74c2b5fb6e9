package chatcontacts.connect;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The credentials of a lane, fetched at most once a second and off the caller's thread. The SDK would wait for them on the thread
 * that starts the call, and its own exceptions would not tell whether it was the credentials that failed.
 */
final class LaneCredentials implements AutoCloseable {

    /**
     * A thread for each call would take a sixth of the processor time at 1,000 calls a second. Providers replace credentials a
     * minute or more before they end, so a second does no harm.
     */
    private static final Duration REUSE = Duration.ofSeconds(1);

    private final AwsCredentialsProvider provider;
    private final Duration longestWait;
    private final Runnable closer;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("credentials-", 0).factory());

    private volatile @Nullable Fetched fetched;

    private record Fetched(AwsCredentials credentials, long atNanos) {
        @Override
        public String toString() {
            return "credentials";
        }
    }

    LaneCredentials(AwsCredentialsProvider provider, Duration longestWait, Runnable closer) {
        this.provider = provider;
        this.longestWait = longestWait;
        this.closer = closer;
    }

    /**
     * The current credentials, or those of less than {@link #REUSE} ago. Fails with what the provider threw, for its delay, or
     * because this is closed; never throws.
     */
    CompletableFuture<AwsCredentials> current() {
        Fetched last = fetched;
        if (last != null && System.nanoTime() - last.atNanos < REUSE.toNanos()) {
            return CompletableFuture.completedFuture(last.credentials);
        }
        try {
            return CompletableFuture.supplyAsync(this::fetch, threads)
                    .orTimeout(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private AwsCredentials fetch() {
        AwsCredentials credentials = provider.resolveCredentials();
        fetched = new Fetched(credentials, System.nanoTime());
        return credentials;
    }

    @Override
    public void close() {
        fetched = null;
        threads.shutdownNow();
        closer.run();
    }
}

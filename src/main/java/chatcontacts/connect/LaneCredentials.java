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
 * The credentials of a lane, fetched at most once a second and not on the caller's thread. The SDK would wait for them on the thread
 * that starts the call, and its exceptions would not show whether the credentials failed.
 */
final class LaneCredentials implements AutoCloseable {

    /**
     * To fetch them for each call would take a sixth of the CPU time at 1,000 calls per second. Providers renew credentials a minute
     * or more before they expire, so one second does no harm.
     */
    private static final Duration CACHE_TIME = Duration.ofSeconds(1);

    private final AwsCredentialsProvider provider;
    private final Duration timeout;
    private final Runnable closer;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("credentials-", 0).factory());

    private volatile @Nullable CachedCredentials cached;

    private record CachedCredentials(AwsCredentials credentials, long atNanos) {
        @Override
        public String toString() {
            return "credentials";
        }
    }

    LaneCredentials(AwsCredentialsProvider provider, Duration timeout, Runnable closer) {
        this.provider = provider;
        this.timeout = timeout;
        this.closer = closer;
    }

    /**
     * The current credentials, no older than {@link #CACHE_TIME}. Fails with the provider's exception, on a timeout, or because this
     * is closed; never throws.
     */
    CompletableFuture<AwsCredentials> current() {
        CachedCredentials last = cached;
        if (last != null && System.nanoTime() - last.atNanos < CACHE_TIME.toNanos()) {
            return CompletableFuture.completedFuture(last.credentials);
        }
        try {
            return CompletableFuture.supplyAsync(this::fetch, threads)
                    .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private AwsCredentials fetch() {
        AwsCredentials credentials = provider.resolveCredentials();
        cached = new CachedCredentials(credentials, System.nanoTime());
        return credentials;
    }

    @Override
    public void close() {
        cached = null;
        threads.shutdownNow();
        closer.run();
    }
}

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
 * that starts the call, and its exceptions would not show whether the credentials failed. Thread-safe.
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

    private @Nullable Fetch last;

    /** One look at the provider, which all calls share that come while it lasts, and for a while after. */
    private static final class Fetch {
        private final CompletableFuture<AwsCredentials> result;
        private volatile long endedAtNanos;

        private Fetch(CompletableFuture<AwsCredentials> looked) {
            this.result = looked.whenComplete((credentials, failure) -> endedAtNanos = System.nanoTime());
        }

        private boolean isOld() {
            return result.isDone() && System.nanoTime() - endedAtNanos >= CACHE_TIME.toNanos();
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
    synchronized CompletableFuture<AwsCredentials> current() {
        boolean failed = last != null && last.result.isCompletedExceptionally();
        return (failed ? look() : recent()).result.copy();
    }

    /** Whether the last look at the provider has its result, whatever it is; if not, they are being fetched. */
    synchronized boolean areSettled() {
        return recent().result.isDone();
    }

    private Fetch recent() {
        return last == null || last.isOld() ? look() : last;
    }

    private Fetch look() {
        Fetch next = new Fetch(fetch());
        last = next;
        return next;
    }

    private CompletableFuture<AwsCredentials> fetch() {
        try {
            return CompletableFuture.supplyAsync(provider::resolveCredentials, threads)
                    .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public synchronized void close() {
        last = null;
        threads.shutdownNow();
        closer.run();
    }
}

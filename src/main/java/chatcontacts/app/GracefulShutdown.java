package chatcontacts.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The graceful shutdown of both streams applications, in parallel: results of calls in flight are awaited and committed while the
 * intake application closes. The intake application gets a few seconds only. It may be waiting for offsets that an open transaction
 * of another process holds back, for as long as that lasts, and it has no state that an abrupt end could lose: what it did not
 * commit is read again.
 */
final class GracefulShutdown {

    private static final Logger LOG = LoggerFactory.getLogger(GracefulShutdown.class);
    private static final Duration MAX_INTAKE_TIME = Duration.ofSeconds(5);

    /** Time for the last commit, beyond the grace period. */
    private static final Duration LAST_COMMIT = Duration.ofSeconds(1);

    private final CloseAction intake;
    private final CloseAction dispatch;
    private final IntSupplier inFlight;
    private final InstantSource clock;

    /** Closes one streams application. */
    interface CloseAction {
        /** Commits and closes it. Returns whether that finished in time; if not, it continues in the background. */
        boolean close(Duration timeout);
    }

    /**
     * Prepares the shutdown.
     *
     * @param inFlight number of calls without a result; no new calls are made
     */
    GracefulShutdown(CloseAction intake, CloseAction dispatch, IntSupplier inFlight, InstantSource clock) {
        this.intake = intake;
        this.dispatch = dispatch;
        this.inFlight = inFlight;
        this.clock = clock;
    }

    /** Shuts down, and returns when both applications are closed or their time is over. */
    void within(Duration grace) {
        Instant deadline = clock.instant().plus(grace);
        Duration intakeTimeout = grace.compareTo(MAX_INTAKE_TIME) < 0 ? grace : MAX_INTAKE_TIME;
        Thread closingIntake = Thread.ofPlatform().name("stop-intake").start(() -> {
            if (!intake.close(intakeTimeout)) {
                LOG.warn("The intake application did not close in time; the next owner continues from its last commit");
            }
        });
        awaitCallResults(deadline);
        if (!dispatch.close(remaining(deadline).plus(LAST_COMMIT))) {
            LOG.warn("The dispatch application did not close in time; the next owner continues from its last commit");
        }
        try {
            closingIntake.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitCallResults(Instant deadline) {
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (inFlight.getAsInt() > 0 && clock.instant().isBefore(deadline)) {
                boolean unused = never.await(10, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int calls = inFlight.getAsInt();
        if (calls > 0) {
            LOG.atWarn()
                    .addKeyValue("calls", calls)
                    .log("Calls without a result remain; they are repeated later with the same token");
        }
    }

    private Duration remaining(Instant deadline) {
        Duration remaining = Duration.between(clock.instant(), deadline);
        return remaining.isNegative() ? Duration.ZERO : remaining;
    }
}

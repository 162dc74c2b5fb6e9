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
 * Ends both sides, side by side: answers to calls are awaited and committed while intake closes. Intake gets a few seconds only. It
 * may be waiting for offsets that another process's open transaction keeps back, for as long as that lasts, and it has no state
 * that a sudden end could cost: what it did not commit is read again.
 */
final class GracefulShutdown {

    private static final Logger LOG = LoggerFactory.getLogger(GracefulShutdown.class);
    private static final Duration LONGEST_OF_INTAKE = Duration.ofSeconds(5);

    /** What the last commit may take beyond the grace. */
    private static final Duration LAST_COMMIT = Duration.ofSeconds(1);

    private final Side intake;
    private final Side dispatch;
    private final IntSupplier inFlight;
    private final InstantSource clock;

    /** One of the two. */
    interface Side {
        /** Commits and closes it. Returns whether that was done in time; what is left goes on behind. */
        boolean close(Duration longest);
    }

    /**
     * Ends nothing yet.
     *
     * @param inFlight calls without an answer; no new ones come
     */
    GracefulShutdown(Side intake, Side dispatch, IntSupplier inFlight, InstantSource clock) {
        this.intake = intake;
        this.dispatch = dispatch;
        this.inFlight = inFlight;
        this.clock = clock;
    }

    /** Returns when both sides are closed or have had their time. */
    void within(Duration grace) {
        Instant deadline = clock.instant().plus(grace);
        Duration ofIntake = grace.compareTo(LONGEST_OF_INTAKE) < 0 ? grace : LONGEST_OF_INTAKE;
        Thread closingIntake = Thread.ofPlatform().name("stop-intake").start(() -> {
            if (!intake.close(ofIntake)) {
                LOG.warn("Intake waits for something and is left; the next owner goes on from its last commit");
            }
        });
        awaitAnswers(deadline);
        if (!dispatch.close(left(deadline).plus(LAST_COMMIT))) {
            LOG.warn("Not everything could be committed in time; the next owner goes on from the last commit");
        }
        try {
            closingIntake.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAnswers(Instant deadline) {
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
                    .log("Calls without an answer are left; their requests are called again with the same token");
        }
    }

    private Duration left(Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }
}

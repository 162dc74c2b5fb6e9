package chatcontacts.intake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A sleep of a stream thread that a shutdown interrupts. Thread-safe. */
public interface InterruptibleSleep {

    /** A clock that only moves on, in nanoseconds from an arbitrary start. */
    long nanos();

    /**
     * Sleeps for that duration.
     *
     * @return false if the service stops or the thread was interrupted: do not wait again
     */
    boolean sleep(Duration length);

    /** The real implementation; {@link #stop} ends it permanently, so that a waiting thread does not delay the shutdown. */
    final class Stoppable implements InterruptibleSleep {

        private final CountDownLatch stopped = new CountDownLatch(1);

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public boolean sleep(Duration length) {
            try {
                return !stopped.await(length.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        /** Ends every wait, also those to come: call it as the streams are being closed, a running one would ask for ever. */
        public void stop() {
            stopped.countDown();
        }
    }
}

package chatcontacts.intake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a stream thread wait. Safe for use by several threads. */
public interface InterruptibleSleep {

    /** A clock that only moves on, in nanoseconds from an arbitrary start. */
    long nanos();

    /**
     * Waits that long.
     *
     * @return false if the service stops or the thread was interrupted: do not wait again
     */
    boolean sleep(Duration length);

    /** The real one, which {@link #stop} ends for good: nobody who waits holds up the end of the service. */
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

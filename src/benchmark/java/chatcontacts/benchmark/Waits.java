package chatcontacts.benchmark;

import java.util.concurrent.locks.LockSupport;

/** Waits for a moment that the schedule of a load sets, not for something to happen. */
final class Waits {

    private Waits() {}

    /** @param nanos by {@link System#nanoTime()}; at once if it has passed */
    static void until(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    static void seconds(double seconds) {
        until(System.nanoTime() + (long) (seconds * 1e9));
    }
}

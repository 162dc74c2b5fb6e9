package chatcontacts.dispatch;

import java.util.HashMap;
import java.util.Map;

/**
 * Coordinates the graceful shutdown of calls between the process and its dispatch tasks. The process stops new calls, and sees how many
 * are still in flight. Thread-safe.
 *
 * <p>A task that may make calls counts as one call until it reports: otherwise it could have made calls that are not known yet, and
 * be closed before their results arrive.
 */
public final class DrainGate {

    private final Map<Object, Integer> inFlight = new HashMap<>();
    private boolean open = true;

    /** Stops new calls; calls in flight are still settled. */
    public synchronized void close() {
        open = false;
    }

    /** Calls in flight of all tasks of this process. Once this gate is closed, 0 means that there will be no more. */
    public synchronized int inFlight() {
        return inFlight.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether the task may make calls until its next report. */
    synchronized boolean mayCall(Object task) {
        if (open) {
            inFlight.merge(task, 1, Math::max);
        }
        return open;
    }

    /** Reports how many calls of a task are in flight. */
    synchronized void report(Object task, int calls) {
        if (calls == 0) {
            inFlight.remove(task);
        } else {
            inFlight.put(task, calls);
        }
    }

    /** Removes a task that is closed. */
    synchronized void remove(Object task) {
        inFlight.remove(task);
    }
}

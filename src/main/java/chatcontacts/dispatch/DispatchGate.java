package chatcontacts.dispatch;

import java.util.HashMap;
import java.util.Map;

/**
 * Lets the owner of the process stop new calls, and see when the last answer was settled. Safe for use by several threads.
 *
 * <p>A task that may admit counts as one call until it reports: else it could have made calls of which nobody knows yet, and be
 * closed before their answers come.
 */
public final class DispatchGate {

    private final Map<Object, Integer> inFlight = new HashMap<>();
    private boolean open = true;

    /** From now on nothing new is admitted; what is in flight is still settled. */
    public synchronized void shut() {
        open = false;
    }

    /** Calls out, in all tasks of this process; once shut, 0 means that there will be none. */
    public synchronized int inFlight() {
        return inFlight.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether the task may make calls until it reports. */
    synchronized boolean lets(Object task) {
        if (open) {
            inFlight.merge(task, 1, Math::max);
        }
        return open;
    }

    synchronized void report(Object task, int calls) {
        if (calls == 0) {
            inFlight.remove(task);
        } else {
            inFlight.put(task, calls);
        }
    }
}

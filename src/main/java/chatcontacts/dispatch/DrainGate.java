package chatcontacts.dispatch;

import java.util.HashMap;
import java.util.Map;

/**
 * What a process and its dispatch tasks tell each other. The owner of the process stops new calls, sees when the last answer was
 * settled, and how long a thread may wait for records. Safe for use by several threads.
 *
 * <p>A task that may admit counts as one call until it reports: else it could have made calls of which nobody knows yet, and be
 * closed before their answers come.
 */
public final class DrainGate {

    private final Map<Object, Integer> inFlight = new HashMap<>();
    private final Map<Object, Long> looks = new HashMap<>();
    private boolean open = true;

    /** From now on nothing new is admitted; what is in flight is still settled. */
    public synchronized void shut() {
        open = false;
    }

    /** Calls out, in all tasks of this process; once shut, 0 means that there will be none. */
    public synchronized int inFlight() {
        return inFlight.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * When the first of the tasks has to look at the clock or for answers if no record comes before, in the time of Kafka
     * Streams: 0 while there is no task, {@link Long#MAX_VALUE} if none of them waits for anything.
     */
    public synchronized long nextLookMs() {
        return looks.values().stream().mapToLong(Long::longValue).min().orElse(0);
    }

    /** Whether the task may make calls until it reports. */
    synchronized boolean lets(Object task) {
        if (open) {
            inFlight.merge(task, 1, Math::max);
        }
        return open;
    }

    /**
     * @param calls out
     * @param nextLookMs when it wants to be woken
     */
    synchronized void report(Object task, int calls, long nextLookMs) {
        if (calls == 0) {
            inFlight.remove(task);
        } else {
            inFlight.put(task, calls);
        }
        looks.put(task, nextLookMs);
    }

    /** The task is no longer this process's. */
    synchronized void closed(Object task) {
        inFlight.remove(task);
        looks.remove(task);
    }
}

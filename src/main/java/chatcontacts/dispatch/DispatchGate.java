package chatcontacts.dispatch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lets the owner of the process stop new calls, and see when the last answer was settled. Safe for use by several threads. */
public final class DispatchGate {

    private final Map<Object, Integer> inFlight = new ConcurrentHashMap<>();
    private volatile boolean open = true;

    /** From now on nothing new is admitted; what is in flight is still settled. */
    public void shut() {
        open = false;
    }

    /** Calls out, in all tasks of this process. */
    public int inFlight() {
        return inFlight.values().stream().mapToInt(Integer::intValue).sum();
    }

    boolean isOpen() {
        return open;
    }

    void report(Object task, int calls) {
        if (calls == 0) {
            inFlight.remove(task);
        } else {
            inFlight.put(task, calls);
        }
    }
}

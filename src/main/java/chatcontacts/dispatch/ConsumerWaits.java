package chatcontacts.dispatch;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/** The waits of the stream threads of one application. Thread-safe. */
public final class ConsumerWaits {

    private final ThreadLocal<ConsumerWait> own = ThreadLocal.withInitial(this::add);
    /** Those of threads that have ended are forgotten. */
    private final Set<ConsumerWait> all = Collections.newSetFromMap(new WeakHashMap<>());

    private boolean over;

    /** That of the thread that asks. */
    public ConsumerWait own() {
        return own.get();
    }

    private synchronized ConsumerWait add() {
        ConsumerWait wait = new ConsumerWait();
        if (over) {
            wait.stop();
        }
        all.add(wait);
        return wait;
    }

    /** The application is about to be closed, which threads find out when they have polled. */
    public synchronized void stop() {
        over = true;
        all.forEach(ConsumerWait::stop);
    }
}

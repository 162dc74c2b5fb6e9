package chatcontacts.dispatch;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wait of one stream thread for records, which ends when a task has something else to do: at its time, or when the response to a
 * call is there. Otherwise the thread would have to look for responses hundreds of times a second. The consumer is woken only while
 * it polls, so that no other call of the thread meets Kafka's wake-up as an exception. Thread-safe.
 */
public final class ConsumerWait {

    /** Of a wait that a response ends before it begins. */
    public static final long NOW = Long.MIN_VALUE;

    private static final long NEVER = Long.MAX_VALUE;

    private final Set<TaskWait> tasks = new HashSet<>();
    private @Nullable Runnable interruption;
    private boolean interrupted;
    private boolean stopped;

    /** How long one task of the thread waits. */
    public final class TaskWait {
        private long untilMs;
        private boolean signalled;
        private boolean hurried;

        private TaskWait() {}

        /** A response is there. For any thread; without effect once the task is closed. */
        public void signal() {
            synchronized (ConsumerWait.this) {
                if (!signalled && tasks.contains(this)) {
                    signalled = true;
                    interrupt();
                }
            }
        }

        /** The task is about to look for responses. */
        public void looks() {
            synchronized (ConsumerWait.this) {
                signalled = false;
                hurried = false;
            }
        }

        /** The task has nothing to do until then, unless there is a record or a response. */
        public void until(long atMs) {
            synchronized (ConsumerWait.this) {
                untilMs = atMs;
            }
        }

        public void close() {
            synchronized (ConsumerWait.this) {
                tasks.remove(this);
            }
        }

        private long waitsMs(long nowMs) {
            if (!signalled) {
                return untilMs == NEVER ? NEVER : untilMs - nowMs;
            }
            // The task can look once in a millisecond: until then the thread shall not go round and round.
            boolean again = hurried;
            hurried = true;
            return again ? 0 : NOW;
        }
    }

    /** For one more task of this thread. */
    public synchronized TaskWait newTask() {
        TaskWait task = new TaskWait();
        tasks.add(task);
        return task;
    }

    /** Ends the wait of this thread, if it does wait. For any thread. */
    public synchronized void interrupt() {
        if (interruption != null && !interrupted) {
            interrupted = true;
            interruption.run();
        }
    }

    /** Ends the wait of this thread, and lets it wait no longer than usual from now on. For any thread. */
    synchronized void stop() {
        stopped = true;
        interrupt();
    }

    /**
     * The thread begins to wait.
     *
     * @param interruptedBy ends the wait; run by any thread, only until {@link #end()}, and again only after {@link #met()}
     * @return for how many milliseconds it may; 0 or less for as short as usual; {@link #NOW} for not at all;
     *     {@link Long#MAX_VALUE} for ever, also if there is no task
     */
    public synchronized long begin(long nowMs, Runnable interruptedBy) {
        interruption = interruptedBy;
        interrupted = false;
        return stopped
                ? 0
                : tasks.stream().mapToLong(it -> it.waitsMs(nowMs)).min().orElse(NEVER);
    }

    /** The thread met its interruption while it waited for something else, and goes on waiting: another may come. */
    public synchronized void met() {
        interrupted = false;
    }

    /**
     * The thread waits no longer.
     *
     * @return whether the wait was interrupted
     */
    public synchronized boolean end() {
        interruption = null;
        return interrupted;
    }
}

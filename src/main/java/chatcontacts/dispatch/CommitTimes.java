package chatcontacts.dispatch;

/** When each stream thread committed last, and whether it has written since. Answers each thread for itself; thread-safe. */
public final class CommitTimes {

    private static final Commit NONE = new Commit(0, 0);

    private final ThreadLocal<Times> threads = ThreadLocal.withInitial(Times::new);

    private static final class Times {
        private Commit last = NONE;
        private boolean open;
    }

    /**
     * A commit of this thread.
     *
     * @param tookMs for how long the thread waited for it
     * @param endedAtMs when the broker had confirmed it
     */
    record Commit(long tookMs, long endedAtMs) {}

    /** This thread has written a record in its transaction. */
    public void written() {
        threads.get().open = true;
    }

    /**
     * This thread has committed.
     *
     * @param tookMs for how long it waited for that
     */
    public void committed(long tookMs, long endedAtMs) {
        Times times = threads.get();
        times.last = new Commit(tookMs, endedAtMs);
        times.open = false;
    }

    /** What this thread has written is given up: its transaction was aborted, or its producer is another one now. */
    public void discarded() {
        threads.get().open = false;
    }

    Commit last() {
        return threads.get().last;
    }

    /** When this thread commits if it does so every so many milliseconds; {@link Long#MAX_VALUE} if there is nothing to commit. */
    public long nextAtMs(long intervalMs) {
        Times times = threads.get();
        return times.open ? times.last.endedAtMs + intervalMs + 1 : Long.MAX_VALUE;
    }
}

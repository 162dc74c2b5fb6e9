package chatcontacts.dispatch;

/** The commits of each stream thread, and whether it has written since the last. Answers each thread for itself; thread-safe. */
public final class CommitTimes {

    private final ThreadLocal<Times> threads = ThreadLocal.withInitial(Times::new);

    private static final class Times {
        private final CommitBudget budget = new CommitBudget();
        private long count;
        private long endedAtMs;
        private boolean open;
    }

    /** This thread has written a record in its transaction. */
    public void written() {
        threads.get().open = true;
    }

    /**
     * This thread has committed.
     *
     * @param tookMs for how long it waited for that
     * @param endedAtMs when the broker had confirmed it
     */
    public void committed(long tookMs, long endedAtMs) {
        Times times = threads.get();
        times.budget.spend(tookMs, endedAtMs);
        times.count++;
        times.endedAtMs = endedAtMs;
        times.open = false;
    }

    /** What this thread has written is given up: its transaction was aborted, or its producer is another one now. */
    public void discarded() {
        threads.get().open = false;
    }

    /** How often this thread has committed. */
    long count() {
        return threads.get().count;
    }

    /** From when on this thread may commit, see {@link CommitBudget}. */
    long earnedAtMs() {
        return threads.get().budget.nextAtMs();
    }

    /** When this thread commits if it does so every so many milliseconds; {@link Long#MAX_VALUE} if there is nothing to commit. */
    public long nextAtMs(long intervalMs) {
        Times times = threads.get();
        return times.open ? times.endedAtMs + intervalMs + 1 : Long.MAX_VALUE;
    }
}

package chatcontacts.dispatch.engine;

/** Collects when there is more to do, if nothing happens before. */
final class WakeTime {

    private long atMs = Long.MAX_VALUE;

    void reset() {
        atMs = Long.MAX_VALUE;
    }

    /** Not later than that. */
    void by(long ms) {
        atMs = Math.min(atMs, ms);
    }

    /** {@link Long#MAX_VALUE} for never. */
    long atMs() {
        return atMs;
    }
}

package chatcontacts.dispatch.engine;

/** The whole burst, never lowered, kept for ever: what may go over any window, however many owners a lane had. */
final class ReferenceBucket {

    private final double ratePerSecond;
    private final double burst;
    private double tokens;
    private long atMs;

    ReferenceBucket(double ratePerSecond, double burst, long nowMs) {
        this.ratePerSecond = ratePerSecond;
        this.burst = burst;
        this.tokens = burst;
        this.atMs = nowMs;
    }

    /** Whether a call now is within rate x time + burst over every window that ends now. */
    boolean take(long nowMs) {
        tokens = Math.min(burst, tokens + ratePerSecond * (nowMs - atMs) / 1000);
        atMs = nowMs;
        tokens -= 1;
        return tokens >= -1e-6;
    }
}

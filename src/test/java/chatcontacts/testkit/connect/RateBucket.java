package chatcontacts.testkit.connect;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The API rate of an account and Region: a token bucket, refilled continuously, full at the start. */
final class RateBucket {

    private double tokens;
    private @Nullable Instant last;

    /** Takes a token if there is one; a refused call costs none. */
    boolean take(double ratePerSecond, double burst, Instant now) {
        if (last == null) {
            tokens = burst;
            last = now;
        } else if (now.isAfter(last)) {
            tokens += ratePerSecond * Duration.between(last, now).toNanos() / 1e9;
            last = now;
        }
        tokens = Math.min(tokens, burst);
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}

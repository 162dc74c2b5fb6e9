package chatcontacts.cli.submit;

import java.time.Duration;
import java.util.Optional;

/** Spreads sends evenly over time. Lost time is not made up for. */
final class RatePacer {

    private final Optional<Double> perSecond;
    private long nextNanos = Long.MIN_VALUE;

    /** @param perSecond empty: no bound */
    RatePacer(Optional<Double> perSecond) {
        this.perSecond = perSecond;
    }

    /** How long the next send must wait. */
    Duration delay(long nowNanos) {
        return nextNanos == Long.MIN_VALUE || nextNanos - nowNanos <= 0
                ? Duration.ZERO
                : Duration.ofNanos(nextNanos - nowNanos);
    }

    /** One is sent now. */
    void sent(long nowNanos) {
        perSecond.ifPresent(rate -> {
            long step = (long) (1_000_000_000 / rate);
            long due = nextNanos == Long.MIN_VALUE || nextNanos - nowNanos < -step ? nowNanos : nextNanos;
            nextNanos = due + step;
        });
    }
}

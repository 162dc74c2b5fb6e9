package chatcontacts.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only by waiting. */
final class FakeSleep implements InterruptibleSleep {

    final List<Duration> pauses = new ArrayList<>();
    boolean stopped;
    private long nanos = 1_000_000_000L;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public boolean sleep(Duration length) {
        if (stopped) {
            return false;
        }
        pauses.add(length);
        nanos += length.toNanos();
        return true;
    }

    /** What something else than waiting takes. */
    void pass(Duration length) {
        nanos += length.toNanos();
    }

    Duration total() {
        return pauses.stream().reduce(Duration.ZERO, Duration::plus);
    }
}

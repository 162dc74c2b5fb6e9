package chatcontacts.app.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what has been stalled for longer than a limit: seen so at every update of that time, with the same mark. An update without
 * the stall, or with another mark, starts the time anew. Thread-safe.
 */
final class StallDetector {

    private final Duration limit;
    private final Map<String, StallRecord> tracked = new HashMap<>();

    StallDetector(Duration limit) {
        this.limit = limit;
    }

    /** What has been stalled for longer than the limit, and since when. */
    record Stalled(String subject, String problem, Instant since) {}

    private record StallRecord(Stall stall, Instant since, long sinceNanos, boolean tooLong) {}

    /**
     * Takes in what is stalled now.
     *
     * @param nanos time of a monotonic clock
     * @return what exceeds the limit as of this update, and did not before
     */
    synchronized List<Stalled> update(List<Stall> now, long nanos, Instant at) {
        Map<String, StallRecord> before = Map.copyOf(tracked);
        tracked.clear();
        List<Stalled> found = new ArrayList<>();
        for (Stall stall : now) {
            StallRecord known = before.get(stall.subject());
            StallRecord seen = known != null && known.stall.mark().equals(stall.mark())
                    ? known
                    : new StallRecord(stall, at, nanos, false);
            boolean tooLong = nanos - seen.sinceNanos >= limit.toNanos();
            tracked.put(stall.subject(), new StallRecord(stall, seen.since, seen.sinceNanos, tooLong));
            if (tooLong && !seen.tooLong) {
                found.add(new Stalled(stall.subject(), stall.problem(), seen.since));
            }
        }
        return found;
    }

    /** All that has been stalled for longer than the limit. */
    synchronized List<Stalled> stalled() {
        return tracked.values().stream()
                .filter(StallRecord::tooLong)
                .map(seen -> new Stalled(seen.stall.subject(), seen.stall.problem(), seen.since))
                .toList();
    }
}

package chatcontacts.app.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out what has stood still for too long: seen so at every look of that time, with the same mark. A look at which it moved,
 * or at which a reason was known, starts the time anew. Safe for use by several threads.
 */
final class StallDetector {

    private final Duration limit;
    private final Map<String, Seen> standing = new HashMap<>();

    StallDetector(Duration limit) {
        this.limit = limit;
    }

    /** What stands for longer than it may, and since when. */
    record Stalled(String subject, String problem, Instant since) {}

    private record Seen(Stall what, Instant since, long sinceNanos, boolean tooLong) {}

    /**
     * Takes in what stands still now.
     *
     * @param nanos of a clock that only moves on
     * @return what has stood still for too long as of this look
     */
    synchronized List<Stalled> look(List<Stall> now, long nanos, Instant at) {
        Map<String, Seen> before = Map.copyOf(standing);
        standing.clear();
        List<Stalled> found = new ArrayList<>();
        for (Stall what : now) {
            Seen known = before.get(what.subject());
            Seen seen =
                    known != null && known.what.mark().equals(what.mark()) ? known : new Seen(what, at, nanos, false);
            boolean tooLong = nanos - seen.sinceNanos >= limit.toNanos();
            standing.put(what.subject(), new Seen(what, seen.since, seen.sinceNanos, tooLong));
            if (tooLong && !seen.tooLong) {
                found.add(new Stalled(what.subject(), what.problem(), seen.since));
            }
        }
        return found;
    }

    /** All that has stood still for too long. */
    synchronized List<Stalled> stalled() {
        return standing.values().stream()
                .filter(Seen::tooLong)
                .map(seen -> new Stalled(seen.what.subject(), seen.what.problem(), seen.since))
                .toList();
    }
}

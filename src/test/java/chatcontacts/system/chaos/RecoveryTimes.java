package chatcontacts.system.chaos;

import chatcontacts.testkit.load.Latencies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How long it takes after each event until every lane has started a chat again, as a consumer of the results sees it.
 * Thread-safe.
 */
final class RecoveryTimes {

    private record Open(String kind, Instant since, Set<String> lanes) {}

    private final Set<String> lanes;
    private final List<Open> open = new ArrayList<>();
    private final Map<String, List<Duration>> done = new TreeMap<>();

    RecoveryTimes(List<String> lanes) {
        this.lanes = Set.copyOf(lanes);
    }

    /** Something of that kind happened. */
    synchronized void event(String kind, Instant at) {
        open.add(new Open(kind, at, new HashSet<>(lanes)));
    }

    /**
     * A lane started a chat.
     *
     * @param settledAt when the service said so; only what it says after an event is a sign of recovery
     * @param readAt when that was read
     */
    synchronized void started(String lane, Instant settledAt, Instant readAt) {
        for (Iterator<Open> it = open.iterator(); it.hasNext(); ) {
            Open event = it.next();
            if (settledAt.isAfter(event.since())) {
                event.lanes().remove(lane);
            }
            if (event.lanes().isEmpty()) {
                it.remove();
                done.computeIfAbsent(event.kind(), kind -> new ArrayList<>())
                        .add(Duration.between(event.since(), readAt));
            }
        }
    }

    /** How long it took after each event of each kind, the shortest first. */
    synchronized Map<String, List<Duration>> byKind() {
        Map<String, List<Duration>> copy = new TreeMap<>();
        done.forEach(
                (kind, durations) -> copy.put(kind, durations.stream().sorted().toList()));
        return copy;
    }

    /** Median and longest, as people read it. */
    static String words(List<Duration> sorted) {
        return "p50 " + Latencies.words(sorted.get((sorted.size() - 1) / 2)) + ", max "
                + Latencies.words(sorted.getLast()) + " (" + sorted.size() + ")";
    }
}

package chatcontacts.system.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The log of injected faults and of what broke. Thread-safe. */
final class EventLog {

    /** A moment on both clocks. */
    record Moment(Instant at, long nanos) {
        static Moment now() {
            return new Moment(Instant.now(), System.nanoTime());
        }
    }

    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<Moment> kills = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    synchronized void carriedOut(Disturbance disturbance) {
        counts.merge(disturbance.kind(), 1, Integer::sum);
        if (disturbance instanceof Disturbance.Kill) {
            kills.add(Moment.now());
        }
    }

    synchronized void fault(String sentence) {
        faults.add(sentence);
    }

    synchronized int count(String kind) {
        return counts.getOrDefault(kind, 0);
    }

    synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    synchronized List<Moment> kills() {
        return List.copyOf(kills);
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }
}

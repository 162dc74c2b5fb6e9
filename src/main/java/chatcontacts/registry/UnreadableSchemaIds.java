package chatcontacts.registry;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Schema ids whose values cannot be read, so that a burst of them does not become a burst of calls. Ours and not the
 * registry client's: its cache also takes "subject not found" for an unknown id, and does not remember a schema that is not
 * Avro. Holds the newest {@value #MAX_IDS}. Thread-safe.
 */
final class UnreadableSchemaIds {

    static final int MAX_IDS = 1000;

    private final Duration unknownFor;
    private final LongSupplier nanoTime;
    private final Map<Integer, Refusal> refusals = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Refusal> eldest) {
            return size() > MAX_IDS;
        }
    };

    private record Refusal(String problem, boolean forGood, long sinceNanos) {}

    /**
     * Nothing refused yet.
     *
     * @param unknownFor how long an unknown id stays unknown: it may be registered later
     */
    UnreadableSchemaIds(Duration unknownFor, LongSupplier nanoTime) {
        this.unknownFor = unknownFor;
        this.nanoTime = nanoTime;
    }

    synchronized void forGood(int id, String problem) {
        refusals.put(id, new Refusal(problem, true, 0));
    }

    synchronized void forSomeTime(int id, String problem) {
        refusals.put(id, new Refusal(problem, false, nanoTime.getAsLong()));
    }

    synchronized Optional<String> problem(int id) {
        Refusal refusal = refusals.get(id);
        if (refusal == null) {
            return Optional.empty();
        }
        if (!refusal.forGood() && nanoTime.getAsLong() - refusal.sinceNanos() >= unknownFor.toNanos()) {
            refusals.remove(id);
            return Optional.empty();
        }
        return Optional.of(refusal.problem());
    }
}

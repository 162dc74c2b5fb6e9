package chatcontacts.app.metrics;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the values of a label that come from outside: the first ones are kept, those known from the start before others, and the rest
 * become {@link #OTHER}. Thread-safe.
 */
final class BoundedLabels {

    static final String OTHER = "other";
    private static final int MAX_LENGTH = 100;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final int maxValues;

    /**
     * Those of which nothing was seen yet.
     *
     * @param known values that go first, in their order
     */
    BoundedLabels(Collection<String> known, int maxValues) {
        known.stream().distinct().limit(maxValues).forEach(seen::add);
        this.maxValues = maxValues;
    }

    String of(String value) {
        if (seen.contains(value)) {
            return value;
        }
        boolean added = seen.size() < maxValues && value.length() <= MAX_LENGTH && seen.add(value);
        return added ? value : OTHER;
    }
}

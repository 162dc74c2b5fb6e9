package chatcontacts.app.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the values of a label that come from outside: values known from the start and the first few others are kept, the rest
 * become {@link #OTHER}. Thread-safe.
 */
final class BoundedLabels {

    static final String OTHER = "other";
    private static final int MAX_LENGTH = 100;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final int maxValues;

    BoundedLabels(Set<String> known, int maxOthers) {
        seen.addAll(known);
        maxValues = known.size() + maxOthers;
    }

    String of(String value) {
        if (seen.contains(value)) {
            return value;
        }
        boolean added = seen.size() < maxValues && value.length() <= MAX_LENGTH && seen.add(value);
        return added ? value : OTHER;
    }
}

package chatcontacts.app.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values of a label that come from outside: those known from the start and the first few others have their own, the rest share
 * {@link #OTHER}. Safe for use by several threads.
 */
final class BoundedLabels {

    static final String OTHER = "other";
    private static final int LONGEST = 100;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final int most;

    BoundedLabels(Set<String> known, int others) {
        seen.addAll(known);
        most = known.size() + others;
    }

    String of(String value) {
        if (seen.contains(value)) {
            return value;
        }
        boolean takes = seen.size() < most && value.length() <= LONGEST && seen.add(value);
        return takes ? value : OTHER;
    }
}

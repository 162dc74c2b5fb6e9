package chatcontacts.dispatch;

import chatcontacts.dispatch.engine.DispatchSettings;
import chatcontacts.dispatch.engine.LimitChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The limits that were told since the process started, for all its tasks: each task looks here at every step. What is told here does
 * not outlive the process. Thread-safe.
 */
public final class LimitChanges {

    private final Map<LimitChange, LimitChange> last = new LinkedHashMap<>();
    private volatile InForce inForce = new InForce(0, List.of());

    /**
     * All that holds of what was told.
     *
     * @param version differs whenever the rest does
     */
    public record InForce(long version, List<LimitChange> changes) {
        public InForce {
            changes = List.copyOf(changes);
        }

        public DispatchSettings appliedTo(DispatchSettings settings) {
            DispatchSettings next = settings;
            for (LimitChange change : changes) {
                next = next.with(change);
            }
            return next;
        }
    }

    /** From now on that limit holds, in tasks that run within seconds. */
    public synchronized void tell(LimitChange change) {
        if (!change.equals(last.put(change.silenced(), change))) {
            inForce = new InForce(inForce.version + 1, List.copyOf(last.values()));
        }
    }

    /** What holds now. */
    public InForce inForce() {
        return inForce;
    }
}

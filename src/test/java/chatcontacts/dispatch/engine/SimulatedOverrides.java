package chatcontacts.dispatch.engine;

import chatcontacts.domain.control.ControlLogEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What operators have set as the control log tells it: what an owner has said so far, and what of that is committed. */
final class SimulatedOverrides {

    private Map<Scope, String> inForce;
    private Map<Scope, String> committed;

    /** @param instanceId empty for the whole lane */
    private record Scope(String instanceId, boolean limit) {}

    SimulatedOverrides() {
        this(Map.of());
    }

    private SimulatedOverrides(Map<Scope, String> inForce) {
        this.inForce = new HashMap<>(inForce);
        this.committed = Map.copyOf(inForce);
    }

    void apply(ControlLogEntry entry) {
        if (entry.changes()) {
            Scope scope = new Scope(entry.instanceId().orElse(""), entry.verb().equals("LIMIT"));
            inForce.remove(scope);
            if (entry.inForce()) {
                inForce.put(scope, entry.id());
            }
        }
    }

    void commit() {
        committed = Map.copyOf(inForce);
    }

    /** As a successor finds them. */
    SimulatedOverrides committed() {
        return new SimulatedOverrides(committed);
    }

    boolean pauses(String instanceId) {
        return inForce.containsKey(new Scope("", false)) || inForce.containsKey(new Scope(instanceId, false));
    }

    /** The id of the command that limits that instance, or the lane, which has an empty id. */
    Optional<String> limitOf(String instanceId) {
        return Optional.ofNullable(inForce.get(new Scope(instanceId, true)));
    }

    boolean isEmpty() {
        return inForce.isEmpty();
    }
}

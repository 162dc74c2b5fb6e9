package chatcontacts.cli.control;

import chatcontacts.cli.console.RootCommand;
import chatcontacts.domain.control.ControlLogEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code control list}: what is in force, as the log of commands says it. */
@Command(name = "list", description = "Shows what is in force now, by whom and why.")
final class ControlList extends ControlLogCommand {

    ControlList(RootCommand root) {
        super(root);
    }

    @Override
    Optional<Instant> since() {
        return Optional.of(Instant.EPOCH);
    }

    @Override
    void read(ControlLogConsumer log, ControlOutput output) {
        output.table("inForce", inForce(log.all()));
    }

    /** Where a command applies, and which of the two things that last it is about. */
    private record LastingSlot(String lane, Optional<String> instanceId, boolean limit) {}

    /** Of the entries of a lane, which are in order, the last one of each slot counts. */
    static List<ControlLogEntry> inForce(List<ControlLogEntry> entries) {
        Map<LastingSlot, ControlLogEntry> last = new LinkedHashMap<>();
        for (ControlLogEntry entry : entries) {
            if (entry.changes()) {
                LastingSlot slot = new LastingSlot(
                        entry.lane(), entry.instanceId(), entry.verb().equals("LIMIT"));
                last.remove(slot);
                if (entry.inForce()) {
                    last.put(slot, entry);
                }
            }
        }
        return List.copyOf(last.values());
    }
}

package chatcontacts.cli.control;

import chatcontacts.cli.console.Output;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.control.ControlLogJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Shows entries of the log of commands: lines for people, or an object a line. */
final class ControlOutput {

    private static final List<String> TITLES =
            List.of("TIME", "STATUS", "COMMAND", "LANE", "INSTANCE", "BY", "WHAT AND WHY");

    private final Output output;
    private final boolean json;

    ControlOutput(Output output, boolean json) {
        this.output = output;
        this.json = json;
    }

    /** One entry. */
    void entry(ControlLogEntry entry) {
        if (json) {
            output.json(ControlLogJson.of(entry));
        } else {
            output.line(String.join("  ", cells(entry)));
        }
    }

    /** All of them, as one table or one object. */
    void table(String name, List<ControlLogEntry> entries) {
        if (json) {
            output.json(Map.of(name, entries.stream().map(ControlLogJson::of).toList()));
        } else if (entries.isEmpty()) {
            output.line("Nothing is in force.");
        } else {
            output.columns(Stream.concat(Stream.of(TITLES), entries.stream().map(ControlOutput::cells))
                    .toList());
        }
    }

    private static List<String> cells(ControlLogEntry entry) {
        return List.of(
                entry.at().toString(),
                entry.status() + (entry.dryRun() ? " (dry run)" : ""),
                entry.verb(),
                entry.lane(),
                entry.instanceId().orElse("-"),
                entry.origin().by(),
                text(entry) + "; " + entry.origin().why());
    }

    private static String text(ControlLogEntry entry) {
        return entry.refusal()
                .map(it -> "refused: " + it)
                .or(() -> entry.before().flatMap(before -> entry.after().map(after -> before + " -> " + after)))
                .or(entry::after)
                .orElse("at work");
    }
}

package chatcontacts.cli.control;

import chatcontacts.cli.console.Output;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.control.ControlLogEntry.RequestCounts;
import java.time.Instant;
import java.util.LinkedHashMap;
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
            output.json(object(entry));
        } else {
            output.line(String.join("  ", cells(entry)));
        }
    }

    /** All of them, as one table or one object. */
    void table(String name, List<ControlLogEntry> entries) {
        if (json) {
            output.json(Map.of(name, entries.stream().map(ControlOutput::object).toList()));
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

    private static Map<String, Object> object(ControlLogEntry entry) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", entry.id());
        object.put("status", entry.status().name());
        object.put("verb", entry.verb());
        object.put("lane", entry.lane());
        object.put("instanceId", entry.instanceId());
        object.put("at", entry.at().toString());
        object.put("before", entry.before());
        object.put("after", entry.after());
        object.put("refusal", entry.refusal());
        object.put("matched", entry.counts().map(RequestCounts::matched));
        object.put("changed", entry.counts().map(RequestCounts::changed));
        object.put("until", entry.until().map(Instant::toString));
        object.put("dryRun", entry.dryRun());
        object.put("requestedAt", entry.origin().at().toString());
        object.put("by", entry.origin().by());
        object.put("why", entry.origin().why());
        return object;
    }
}

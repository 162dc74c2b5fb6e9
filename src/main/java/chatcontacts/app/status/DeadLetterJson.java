package chatcontacts.app.status;

import chatcontacts.app.metrics.DeadLetterGroups.DeadLetterCounts;
import chatcontacts.app.metrics.DeadLetterGroups.DeadLetterGroup;
import chatcontacts.domain.outcome.DeadLetterCause;
import chatcontacts.domain.outcome.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The dead letters of a process by their causes, each with the command that sends them again, as JSON. */
final class DeadLetterJson {

    /** What a shell takes as it is. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/=@%+-]+");

    private DeadLetterJson() {}

    static Map<String, Object> of(DeadLetterCounts counts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("since", counts.since().toString());
        json.put("groups", counts.groups().stream().map(DeadLetterJson::row).toList());
        json.put("others", counts.others());
        return json;
    }

    private static Map<String, Object> row(DeadLetterGroup group) {
        DeadLetterCause cause = group.cause();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("reason", cause.reason().name());
        row.put("errorCode", cause.errorCode());
        row.put("contactFlowId", cause.contactFlowId());
        row.put("count", group.count());
        row.put("firstAt", group.first().toString());
        row.put("lastAt", group.last().toString());
        row.put("redrive", redrive(cause));
        return row;
    }

    /** A deadline that has passed needs another one. */
    private static String redrive(DeadLetterCause cause) {
        StringBuilder line = new StringBuilder("redrive --reason ").append(cause.reason());
        line.append(" --error-code=")
                .append(cause.errorCode().map(DeadLetterJson::quoted).orElse("none"));
        cause.contactFlowId().ifPresent(it -> line.append(" --contact-flow=").append(quoted(it)));
        if (cause.reason() == Reason.EXPIRED) {
            line.append(" --start-by 1h");
        }
        return line.toString();
    }

    /** Producers choose the ids of flows: whatever they are, a shell that gets the line sees one word. */
    private static String quoted(String word) {
        String shown = word.replaceAll("\\p{Cntrl}", "?");
        return PLAIN.matcher(shown).matches() ? shown : "'" + shown.replace("'", "'\\''") + "'";
    }
}

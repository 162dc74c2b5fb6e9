package chatcontacts.cli.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code doctor} found out about one thing that a start needs.
 *
 * @param area such as {@code brokers} or {@code lane eu}
 * @param subject what was looked at
 * @param state how it stands
 * @param detail what was found, in one line
 * @param hint what to do, naming the setting or the IAM action; empty if there is nothing to do
 */
public record Finding(String area, String subject, FindingState state, String detail, String hint) {

    /** How something stands. */
    public enum FindingState {
        /** As it should be. */
        OK,
        /** The service runs, but not as well as it could. */
        WARNING,
        /** A start would wait for it, or no chat would start. */
        MISSING
    }

    public static Finding ok(String area, String subject, String detail) {
        return new Finding(area, subject, FindingState.OK, detail, "");
    }

    public static Finding warning(String area, String subject, String detail, String hint) {
        return new Finding(area, subject, FindingState.WARNING, detail, hint);
    }

    public static Finding missing(String area, String subject, String detail, String hint) {
        return new Finding(area, subject, FindingState.MISSING, detail, hint);
    }

    /** As cells of a line. */
    public List<String> cells() {
        return List.of(area, subject, state.name(), hint.isEmpty() ? detail : detail + ": " + hint);
    }

    /** As JSON. */
    public Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("area", area);
        row.put("subject", subject);
        row.put("state", state.name());
        row.put("detail", detail);
        row.put("hint", hint);
        return row;
    }
}

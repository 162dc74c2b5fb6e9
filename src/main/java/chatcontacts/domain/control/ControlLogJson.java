package chatcontacts.domain.control;

import chatcontacts.domain.control.ControlLogEntry.RequestCounts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** An entry of the log of commands as a JSON object, the same on the command line and over HTTP. */
public final class ControlLogJson {

    private ControlLogJson() {}

    /** The object, to be written by {@link chatcontacts.domain.json.Json}. */
    public static Map<String, Object> of(ControlLogEntry entry) {
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

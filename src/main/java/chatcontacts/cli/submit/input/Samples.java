package chatcontacts.cli.submit.input;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the objects of the skeleton hold: every member that the API has, to fill in or to delete. */
final class Samples {

    static final Map<String, Object> CONFIGURATION = Map.of("ResponseMode", "INCREMENTAL");

    static final Map<String, Object> MESSAGE = members("ContentType", "text/plain", "Content", "");

    static final Map<String, Object> PERSISTENT_CHAT =
            members("RehydrationType", "ENTIRE_PAST_SESSION", "SourceContactId", "");

    private static final Map<String, Object> INNER_VALUE = Map.of("ValueString", "");

    static final Map<String, Object> SEGMENT_VALUE = members(
            "ValueString",
            "",
            "ValueMap",
            Map.of("KeyName", INNER_VALUE),
            "ValueInteger",
            0,
            "ValueList",
            List.of(INNER_VALUE),
            "ValueArn",
            "");

    private Samples() {}

    private static Map<String, Object> members(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }
}

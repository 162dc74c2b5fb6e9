package chatcontacts.cli.setup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of one topic.
 *
 * @param topic its name
 * @param use what it is for
 * @param state what was done
 * @param differences of an existing topic from the plan, one sentence each
 */
record TopicReport(String topic, String use, TopicState state, List<String> differences) {

    enum TopicState {
        CREATED("created"),
        WOULD_CREATE("would create"),
        EXISTS("exists");

        private final String words;

        TopicState(String words) {
            this.words = words;
        }
    }

    /** As cells of a line. */
    List<String> cells() {
        String detail = differences.isEmpty() ? "" : "differs: " + String.join("; ", differences);
        return List.of(topic, use, state.words, detail);
    }

    /** As JSON. */
    Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("topic", topic);
        row.put("use", use);
        row.put("state", state.words);
        row.put("differences", differences);
        return row;
    }
}

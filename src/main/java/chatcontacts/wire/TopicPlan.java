package chatcontacts.wire;

import chatcontacts.domain.request.TokenWindow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One topic that the service needs, and how it should be set up. Every topic deletes by age and none is compacted: requests
 * and dead letters are records of their own however their keys repeat, and results hold bearer secrets that have to go.
 *
 * @param name the topic's
 * @param use what it is for, in a few words
 * @param configs the settings that differ from a broker's defaults, as Kafka names them
 */
public record TopicPlan(String name, String use, Map<String, String> configs) {

    /**
     * Room for an original of Kafka's default 1 MiB with its envelope or its dead-letter headers around it.
     */
    public static final int LARGE_MESSAGE_BYTES = 2 * 1024 * 1024;

    /** {@code max.request.size} of the project's own producers: room for a batch of one such record. */
    public static final int MAX_REQUEST_BYTES = 3 * 1024 * 1024;

    /** A participant token opens its chat as long as that lasts, so not for long; a day lets a consumer recover. */
    private static final Duration RESULTS = Duration.ofDays(1);

    /** Long enough to be looked at by people. */
    private static final Duration DEAD_LETTERS = Duration.ofDays(30);

    /** Who changed what is asked long after, and {@code control list} reads it. */
    private static final Duration CONTROL_LOG = Duration.ofDays(365);

    /** Longer than the 25 hours that a chat lasts by default: older ones say nothing about chats that are active. */
    private static final Duration CONTACT_EVENTS = Duration.ofDays(2);

    /** Kafka deletes whole closed segments, so a short retention needs short segments. */
    private static final Duration RESULT_SEGMENTS = Duration.ofHours(1);

    public TopicPlan {
        configs = Map.copyOf(configs);
    }

    /** Chat requests as producers send them. */
    public static TopicPlan requests(String name) {
        return new TopicPlan(name, "chat requests", retained(TokenWindow.LENGTH));
    }

    /**
     * The dispatch topic, a repartition topic keyed by lane. Its number of partitions binds lanes to state: never change it
     * while requests wait.
     */
    public static TopicPlan dispatch(String name) {
        return new TopicPlan(name, "from intake to dispatch", large(retained(TokenWindow.LENGTH)));
    }

    /** Outcomes. */
    public static TopicPlan results(String name) {
        Map<String, String> configs = retained(RESULTS);
        configs.put("segment.ms", Long.toString(RESULT_SEGMENTS.toMillis()));
        return new TopicPlan(name, "outcomes", configs);
    }

    /** Dead letters (DLQ): the original records of failed requests. */
    public static TopicPlan deadLetter(String name) {
        return new TopicPlan(name, "dead letters", large(retained(DEAD_LETTERS)));
    }

    /** Commands of operators. */
    public static TopicPlan control(String name) {
        return new TopicPlan(name, "commands of operators", retained(TokenWindow.LENGTH));
    }

    /** Commands to lanes and instances on their way to the owners, keyed and partitioned as the dispatch topic is. */
    public static TopicPlan dispatchControl(String name) {
        return new TopicPlan(name, "commands from intake to dispatch", retained(TokenWindow.LENGTH));
    }

    /** What became of commands of operators. */
    public static TopicPlan controlLog(String name) {
        return new TopicPlan(name, "log of commands", retained(CONTROL_LOG));
    }

    /** EventBridge's contact events. */
    public static TopicPlan contactEvents(String name) {
        return new TopicPlan(name, "contact events", retained(CONTACT_EVENTS));
    }

    /** Cancellations. */
    public static TopicPlan cancellations(String name) {
        return new TopicPlan(name, "cancellations", retained(TokenWindow.LENGTH));
    }

    /** The same topic, whose records are deleted after that time. */
    public TopicPlan keptFor(Duration age) {
        Map<String, String> changed = new LinkedHashMap<>(configs);
        changed.put("retention.ms", Long.toString(age.toMillis()));
        return new TopicPlan(name, use, changed);
    }

    private static Map<String, String> retained(Duration age) {
        Map<String, String> configs = new LinkedHashMap<>();
        configs.put("cleanup.policy", "delete");
        configs.put("retention.ms", Long.toString(age.toMillis()));
        return configs;
    }

    private static Map<String, String> large(Map<String, String> configs) {
        configs.put("max.message.bytes", Integer.toString(LARGE_MESSAGE_BYTES));
        return configs;
    }
}

package chatcontacts.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The names of the topics, all different.
 *
 * @param requests chat requests
 * @param dispatch the dispatch topic, from the intake to the dispatch application
 * @param results outcomes
 * @param deadLetter dead letters: the original records of failed requests
 * @param contactEvents EventBridge's contact events, if there are any
 * @param cancellations cancellations, if there are any
 * @param control commands of operators and the log of what became of them, if there are any
 * @param retentions how long new topics keep their records
 */
public record TopicSettings(
        String requests,
        String dispatch,
        String results,
        String deadLetter,
        Optional<String> contactEvents,
        Optional<String> cancellations,
        Optional<ControlTopics> control,
        TopicRetentions retentions) {

    /**
     * The topics of commands.
     *
     * @param commands of operators
     * @param dispatch from the intake to the dispatch application, ahead of the requests on the dispatch topic
     * @param log what became of them
     */
    public record ControlTopics(String commands, String dispatch, String log) {}

    /**
     * How long new topics keep their records.
     *
     * @param requests also on the dispatch topic, and cancellations
     * @param results outcomes, with what opens the chats
     * @param deadLetters failed requests
     * @param contactEvents ends of chats
     */
    public record TopicRetentions(Duration requests, Duration results, Duration deadLetters, Duration contactEvents) {}
}

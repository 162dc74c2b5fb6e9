package chatcontacts.config;

import java.util.Optional;

/**
 * The names of the topics, all different.
 *
 * @param requests chat requests
 * @param dispatch the hop between the two sides
 * @param results outcomes
 * @param deadLetter requests that failed, as they came
 * @param contactEvents EventBridge's contact events, if there are any
 * @param cancellations requests taken back, if there are any
 */
public record TopicSettings(
        String requests,
        String dispatch,
        String results,
        String deadLetter,
        Optional<String> contactEvents,
        Optional<String> cancellations) {}

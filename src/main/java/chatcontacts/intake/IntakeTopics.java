package chatcontacts.intake;

import java.util.Optional;

/**
 * The topics that intake reads and writes.
 *
 * @param requests read: Avro chat requests
 * @param contactEvents read, if there is one: EventBridge's JSON
 * @param cancellations read, if there is one: Avro cancellations
 * @param control read and answered, if there are any: Avro commands of operators, and the log of what became of them
 * @param dispatch written: the dispatch topic, keyed by lane
 * @param results written: FAILED results, keyed by client token
 * @param deadLetter written: what could not become a chat, under its original key
 */
public record IntakeTopics(
        String requests,
        Optional<String> contactEvents,
        Optional<String> cancellations,
        Optional<ControlTopic> control,
        String dispatch,
        String results,
        String deadLetter) {

    /**
     * The topics of commands.
     *
     * @param commands read
     * @param dispatch written: commands to lanes and instances, keyed by lane
     * @param log written: commands that were refused
     */
    public record ControlTopic(String commands, String dispatch, String log) {}
}

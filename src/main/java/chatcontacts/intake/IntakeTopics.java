package chatcontacts.intake;

import java.util.Optional;

/**
 * The topics that intake reads and writes.
 *
 * @param requests read: Avro chat requests
 * @param contactEvents read, if there is one: EventBridge's JSON
 * @param cancellations read, if there is one: Avro cancellations
 * @param dispatch written: the dispatch topic, keyed by lane
 * @param results written: FAILED results, keyed by client token
 * @param deadLetter written: what could not become a chat, under its original key
 */
public record IntakeTopics(
        String requests,
        Optional<String> contactEvents,
        Optional<String> cancellations,
        String dispatch,
        String results,
        String deadLetter) {}

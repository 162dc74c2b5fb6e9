package chatcontacts.wire;

import chatcontacts.domain.outcome.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * A dead letter (DLQ record): the original record of a request that failed, and what its headers say about it. {@link
 * DeadLetterHeaders} names and writes them.
 *
 * @param original the record, untouched
 * @param reason from the closed list
 * @param message a sentence without content of the request
 * @param stackTrace for MALFORMED only, without the messages of what was thrown
 * @param errorCode Connect's code, where a call was answered with one
 * @param attempts calls that count as attempts
 * @param clientToken the token that a redrive must use, if one is known
 * @param firstSeen when intake first saw it
 * @param failedAt when it was given up
 * @param firstCallAt when Connect was first called for it
 * @param maybeStarted whether a chat may exist all the same
 * @param awsRequestId the last call's id at AWS
 * @param redriveCount how often it was redriven
 */
public record DeadLetter(
        Original original,
        Reason reason,
        String message,
        Optional<String> stackTrace,
        Optional<String> errorCode,
        int attempts,
        Optional<String> clientToken,
        Instant firstSeen,
        Instant failedAt,
        Optional<Instant> firstCallAt,
        boolean maybeStarted,
        Optional<String> awsRequestId,
        int redriveCount) {}

package chatcontacts.wire;

import chatcontacts.domain.outcome.Outcome.Failed;
import chatcontacts.domain.outcome.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * An original record that could not be turned into a chat, and what its headers say of it: a record of the dead-letter queue
 * (DLQ). {@link DeadLetterHeaders} names and writes the headers.
 *
 * @param original the record, untouched
 * @param failure reason, code and sentence
 * @param stackTrace for MALFORMED only, without the messages of what was thrown
 * @param clientToken the token that a redrive must use, if one is known
 * @param redriveCount how often it was sent again
 * @param firstSeen when intake first saw it, in any round
 * @param failedAt when it was given up
 * @param calls what Connect was asked for it
 */
public record DeadLetter(
        Original original,
        Failed failure,
        Optional<String> stackTrace,
        Optional<String> clientToken,
        int redriveCount,
        Instant firstSeen,
        Instant failedAt,
        CallHistory calls) {

    /**
     * What is known of the calls for a request.
     *
     * @param attempts calls that count
     * @param firstCallAt when Connect was first called for it
     * @param maybeStarted whether a chat may exist all the same
     * @param awsRequestId the last call's id at AWS
     */
    public record CallHistory(
            int attempts, Optional<Instant> firstCallAt, boolean maybeStarted, Optional<String> awsRequestId) {

        /** No call is known of. */
        public static final CallHistory NONE = new CallHistory(0, Optional.empty(), false, Optional.empty());

        /** With the first call of a former round, which this one may not remember. */
        CallHistory withFormerRounds(Original original) {
            return new CallHistory(
                    attempts,
                    DeadLetterHeaders.earliest(original, DeadLetterHeaders.FIRST_CALL_AT, firstCallAt),
                    maybeStarted,
                    awsRequestId);
        }

        /** Calls of former rounds, as the headers of a redriven record have them. */
        public static CallHistory ofFormerRounds(Optional<Instant> firstCallAt, boolean maybeStarted) {
            return new CallHistory(0, firstCallAt, maybeStarted, Optional.empty());
        }
    }

    /** A request that dispatch has, and gives up. */
    public static DeadLetter ofRequest(
            Original original, Envelope envelope, Failed failure, Instant failedAt, CallHistory calls) {
        return new DeadLetter(
                original,
                failure,
                Optional.empty(),
                Optional.of(envelope.clientToken()),
                envelope.redriveCount(),
                DeadLetterHeaders.earliest(original, DeadLetterHeaders.FIRST_SEEN, envelope.acceptedAt()),
                failedAt,
                calls.withFormerRounds(original));
    }

    /** A request that intake rejects. */
    public static DeadLetter ofRejected(
            Original carried,
            Original original,
            Failed failure,
            Optional<String> stackTrace,
            String clientToken,
            int redriveCount,
            Instant acceptedAt,
            Instant failedAt,
            CallHistory calls) {
        return new DeadLetter(
                carried,
                failure,
                stackTrace,
                Optional.of(clientToken),
                redriveCount,
                DeadLetterHeaders.earliest(original, DeadLetterHeaders.FIRST_SEEN, acceptedAt),
                failedAt,
                calls);
    }

    /** A record that cannot be read, so that nothing is known but itself. */
    public static DeadLetter ofUnreadable(Original original, String message, Instant failedAt) {
        return new DeadLetter(
                original,
                new Failed(Reason.MALFORMED, Optional.empty(), message),
                Optional.empty(),
                Optional.empty(),
                0,
                original.timestamp(),
                failedAt,
                CallHistory.NONE);
    }

    public Reason reason() {
        return failure.reason();
    }
}

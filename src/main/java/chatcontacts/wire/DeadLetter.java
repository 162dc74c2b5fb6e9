package chatcontacts.wire;

import chatcontacts.domain.outcome.DeadLetterCause;
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
 * @param region that of the instance, where it is known: a redrive stays in it
 * @param firstSeen when intake first saw it, in any round
 * @param failedAt when it was given up
 * @param calls what Connect was asked for it
 * @param contactFlowId the flow that was asked for, where it is known; not written
 */
public record DeadLetter(
        Original original,
        Failed failure,
        Optional<String> stackTrace,
        Optional<String> clientToken,
        int redriveCount,
        Optional<String> region,
        Instant firstSeen,
        Instant failedAt,
        CallHistory calls,
        Optional<String> contactFlowId) {

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

        /** The same, with what the rounds before this one know. */
        CallHistory after(FormerRounds rounds) {
            return new CallHistory(
                    attempts,
                    rounds.firstCallAt().or(() -> firstCallAt),
                    maybeStarted || rounds.maybeStarted(),
                    awsRequestId);
        }

        /** Calls of former rounds, as the headers of a redriven record have them. */
        public static CallHistory ofFormerRounds(Optional<Instant> firstCallAt, boolean maybeStarted) {
            return new CallHistory(0, firstCallAt, maybeStarted, Optional.empty());
        }
    }

    /** A request that dispatch has, and gives up. */
    public static DeadLetter ofRequest(
            Original original,
            Envelope envelope,
            Optional<String> region,
            Failed failure,
            Instant failedAt,
            CallHistory calls,
            Optional<String> contactFlowId) {
        return new DeadLetter(
                original,
                failure,
                Optional.empty(),
                Optional.of(envelope.clientToken()),
                envelope.redriveCount(),
                region,
                envelope.formerRounds().firstSeen(),
                failedAt,
                calls.after(envelope.formerRounds()),
                contactFlowId);
    }

    /** A record that cannot be read, so that nothing is known but itself. */
    public static DeadLetter ofUnreadable(Original original, String message, Instant failedAt) {
        return new DeadLetter(
                original,
                new Failed(Reason.MALFORMED, Optional.empty(), message),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                original.timestamp(),
                failedAt,
                CallHistory.NONE,
                Optional.empty());
    }

    /** What it has in common with others. */
    public DeadLetterCause cause() {
        return new DeadLetterCause(reason(), failure.errorCode(), contactFlowId);
    }

    public Reason reason() {
        return failure.reason();
    }
}

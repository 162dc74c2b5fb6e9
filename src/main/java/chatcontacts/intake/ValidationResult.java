package chatcontacts.intake;

import chatcontacts.domain.outcome.Reason;
import java.time.Instant;
import java.util.Optional;

/** The result of validating one record of the request topic. */
sealed interface ValidationResult {

    /** A valid request of that lane, encoded as a message of the dispatch topic. */
    @SuppressWarnings("ArrayRecordComponent") // bytes that are only handed on
    record Accepted(String lane, byte[] message) implements ValidationResult {}

    /**
     * A rejected record: it never becomes a chat.
     *
     * @param reason from the closed list
     * @param message field, shape and rule, never content
     * @param stackTrace for MALFORMED, if anything was thrown
     * @param clientToken the one that a redrive must use
     * @param resultFields fields of the result, if the request could be decoded
     */
    record RejectedRecord(
            Reason reason,
            String message,
            Optional<String> stackTrace,
            String clientToken,
            Optional<ResultFields> resultFields)
            implements ValidationResult {}

    /**
     * The fields of the result of a rejected request that come from the request itself.
     *
     * @param instanceId the bare id
     * @param region of the lane that serves the instance, or else of the ARN
     * @param requestedAt the producer's time, if it gave one
     * @param contactFlowId the flow that was asked for
     */
    record ResultFields(
            String instanceId, Optional<String> region, Optional<Instant> requestedAt, String contactFlowId) {}

    /** A record of another type on a shared topic, for which nobody is to be told. */
    record SkippedRecord() implements ValidationResult {}

    /** Not decided: the registry must be called again. */
    record Undecided(String problem) implements ValidationResult {}
}

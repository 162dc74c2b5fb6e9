package chatcontacts.intake;

import chatcontacts.domain.outcome.Reason;
import java.time.Instant;
import java.util.Optional;

/** What intake makes of one record of the request topic. */
sealed interface ValidationResult {

    /** A valid request of that lane, as it goes on the hop. */
    @SuppressWarnings("ArrayRecordComponent") // bytes that are only handed on
    record Accepted(String lane, byte[] message) implements ValidationResult {}

    /**
     * Never a chat.
     *
     * @param reason from the closed list
     * @param message field, shape and rule, never content
     * @param stackTrace for MALFORMED, if anything was thrown
     * @param clientToken the one that a redrive must use
     * @param answer the result's part, for a request that could be decoded
     */
    record RejectedRecord(
            Reason reason,
            String message,
            Optional<String> stackTrace,
            String clientToken,
            Optional<ResultFields> resultFields)
            implements ValidationResult {}

    /** What the result of a rejected request says besides. */
    record ResultFields(String instanceId, Optional<Instant> requestedAt) {}

    /** The registry must be asked again. */
    record Undecided(String problem) implements ValidationResult {}
}

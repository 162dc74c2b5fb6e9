package chatcontacts.domain.outcome;

import java.util.Optional;

/** The final outcome of a request. */
public sealed interface Outcome {
    /** The chat exists. */
    record Started(Contact contact) implements Outcome {}

    /**
     * The chat was not started, or it is unknown (UNCERTAIN).
     *
     * @param reason from the closed list
     * @param errorCode Connect's own code, where a call was answered with one
     * @param message our own sentence, free of the request's content
     */
    record Failed(Reason reason, Optional<String> errorCode, String message) implements Outcome {}
}

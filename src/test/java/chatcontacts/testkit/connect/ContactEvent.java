package chatcontacts.testkit.connect;

import java.time.Instant;
import java.util.Optional;

/**
 * One contact event as Connect tells it, before EventBridge has its way with it.
 *
 * @param contactId the segment
 * @param initialContactId the chat: the first segment's id, its own for the first
 * @param previousContactId the segment from which it was transferred
 * @param initiated when the segment began
 * @param disconnected when it ended, if it has
 */
public record ContactEvent(
        Type type,
        String instanceId,
        String contactId,
        String initialContactId,
        Optional<String> previousContactId,
        Instant initiated,
        Optional<Instant> disconnected,
        Instant at) {

    /** Those of Connect's event types that the simulator tells. */
    public enum Type {
        INITIATED,
        CONNECTED_TO_SYSTEM,
        QUEUED,
        CONNECTED_TO_AGENT,
        DISCONNECTED,
        COMPLETED
    }
}

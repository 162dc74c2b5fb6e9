package chatcontacts.domain.request;

import java.util.Optional;

/** Which instances the service works for, and by which lane. Thread-safe; never blocks. */
public interface LaneDirectory {

    /**
     * Finds the lane of an instance. An ARN chooses among the lanes that serve its Region and account: the lane in which the
     * instance is configured, else, where unlisted instances are accepted, one that serves them. A bare id means the configured
     * instance, the preferred one of several; where none is configured and unlisted instances are accepted, the lane
     * {@code default}.
     */
    Resolution resolve(InstanceRef instance);

    /** What is known of an instance's lane. */
    sealed interface Resolution {}

    /**
     * A lane serves it.
     *
     * @param lane the lane's name
     * @param instanceId the bare id
     * @param region the lane's, where it is known
     * @param watchesContactEvents whether contact events of the instance are of use: false where {@code contact.events} is off
     */
    record Served(String lane, String instanceId, Optional<String> region, boolean watchesContactEvents)
            implements Resolution {}

    /**
     * No lane serves it.
     *
     * @param cause why
     * @param sentence the same for people, free of content
     */
    record NotServed(NotServedCause cause, String sentence) implements Resolution {}

    /** Why no lane serves an instance. */
    enum NotServedCause {
        /** No lane serves its Region and account. */
        NO_LANE,
        /** It is not configured, and unlisted instances are rejected. */
        NOT_CONFIGURED
    }
}

package chatcontacts.domain.request;

import java.util.Optional;

/** Which instances the service works for, and by which lane. Thread-safe; never blocks. */
public interface LaneDirectory {

    /**
     * The name of the lane of that instance: its own where it is configured, {@code default} where it is not and unlisted
     * instances are accepted. Empty if they are rejected.
     *
     * @param instanceId the bare id
     */
    Optional<String> laneOf(String instanceId);

    /** The Region of that lane, if the settings name it. */
    Optional<String> regionOf(String lane);

    /** Whether contact events of that instance are of use: false where {@code contact.events} is off. */
    boolean watchesContactEvents(String instanceId);
}

package chatcontacts.config;

/**
 * One Amazon Connect instance.
 *
 * @param name as configured; the bare id for one that is not listed
 * @param id the bare id
 * @param lane the name of its lane, which exists
 * @param concurrentChats its quota of chats active at once
 * @param contactEvents whether its contact events arrive
 */
public record InstanceSettings(String name, String id, String lane, int concurrentChats, ContactEvents contactEvents) {

    /** Whether contact events of an instance arrive. */
    public enum ContactEvents {
        /** Detected from the events that arrive. */
        AUTO,
        /** They do. */
        ON,
        /** They do not: the instance is blind. */
        OFF
    }
}

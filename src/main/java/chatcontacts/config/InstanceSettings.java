package chatcontacts.config;

import java.util.Optional;

/**
 * One Amazon Connect instance.
 *
 * @param name as configured; empty for those that are not listed
 * @param id the bare id, in lower case; empty for those that are not listed
 * @param lane the name of its lane, which exists
 * @param preferred whether a bare id means this one of several instances with the same id
 * @param concurrentChats its quota of chats active at once; empty: what AWS says
 * @param ratePerSecond its share of the lane's rate; empty: all of it
 * @param rateBurst the burst of that; empty: what belongs to the rate
 * @param contactEvents whether its contact events arrive
 */
public record InstanceSettings(
        String name,
        String id,
        String lane,
        boolean preferred,
        Optional<Integer> concurrentChats,
        Optional<Double> ratePerSecond,
        Optional<Integer> rateBurst,
        ContactEvents contactEvents) {

    InstanceSettings inLane(String other) {
        return new InstanceSettings(
                name, id, other, preferred, concurrentChats, ratePerSecond, rateBurst, contactEvents);
    }

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

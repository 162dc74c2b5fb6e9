package chatcontacts.dispatch.engine;

import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What disturbs one simulated run, beside the faults of the network. Few at a time: so a seed stays cheap, and what it shows is its own. */
enum Disturbance {
    /** Owners die, many just after a call went out. */
    CRASHES,
    /** Owners stand still; others take over from some, which then go on in what was theirs. */
    FROZEN_OWNERS,
    /** The clocks of some owners are wrong by up to an hour. */
    WRONG_CLOCKS,
    /** The credentials are gone for a while. */
    SLOW_CREDENTIALS,
    /** The lane is out of the settings for a while. */
    LANE_REMOVED,
    /** Operators command anything. */
    OPERATORS,
    /** Others start chats in the same instances. */
    FOREIGN_CHATS,
    /** Some ends of chats are never told. */
    ENDS_LOST,
    /** From some time on nothing is told of chats. */
    EVENTS_STOP,
    /** Calls of one instance take seconds. */
    SLOW_INSTANCE,
    /** A producer asks for many instances that deny access. */
    DENIED_CROWD,
    /** Many requests expire at once, while each record takes its time. */
    MANY_DEADLINES,
    /** Failures are redriven after days. */
    LATE_REDRIVES,
    /** Records come again when their first outcome is forgotten. */
    LATE_DUPLICATES;

    /** Each with probability one third. */
    static Set<Disturbance> some(RandomGenerator random) {
        Set<Disturbance> some = EnumSet.noneOf(Disturbance.class);
        for (Disturbance it : values()) {
            if (random.nextInt(3) == 0) {
                some.add(it);
            }
        }
        return some;
    }
}

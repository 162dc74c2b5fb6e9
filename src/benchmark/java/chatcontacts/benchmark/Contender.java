package chatcontacts.benchmark;

import chatcontacts.testkit.servers.JavaProcess;
import java.util.Locale;

/**
 * A way to turn requests into chats, which is measured: the service, or a peer of it.
 *
 * @param name for the report
 * @param launch starts it
 */
record Contender(String name, Launch launch) {

    /** The arm has told it already how many calls may be in flight. */
    static final Contender SERVICE = new Contender("service", (arm, inFlight) -> arm.startService());

    /** Starts a process on the topics and the Connect of an arm. */
    interface Launch {
        JavaProcess start(Arm arm, int inFlight);
    }

    /** Its name in lower-case letters, for topics. */
    String key() {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }
}

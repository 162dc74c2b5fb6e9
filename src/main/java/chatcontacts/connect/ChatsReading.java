package chatcontacts.connect;

import java.time.Instant;
import java.util.Map;

/** What came of the question how many chats the instances of a lane have. */
public sealed interface ChatsReading {

    /**
     * What CloudWatch knows.
     *
     * @param byInstance by bare id; without those of which it knows nothing of late
     */
    record Counted(Map<String, ChatCount> byInstance) implements ChatsReading {
        public Counted {
            byInstance = Map.copyOf(byInstance);
        }
    }

    /**
     * Active chats of an instance, whoever started them.
     *
     * @param at the minute in which there were so many
     */
    record ChatCount(int chats, Instant at) {}

    /** The credentials have no right to ask. */
    record CountNotAllowed(String errorCode) implements ChatsReading {}

    /**
     * There is no answer.
     *
     * @param cause an error code of AWS, or the name of an exception
     */
    record CountNotKnown(String cause) implements ChatsReading {}
}

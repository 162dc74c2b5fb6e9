package chatcontacts.wire;

import chatcontacts.domain.control.ControlCommand;
import chatcontacts.domain.request.RequestDecoder.Body;
import java.time.Instant;
import java.util.Optional;

/** One message from intake to dispatch. Its Kafka key is the name of the lane, in UTF-8. */
public sealed interface DispatchMessage {

    /** The bare id of the instance that it concerns; empty: the whole lane. */
    String instanceId();

    /** A valid request, with the original record beside it. */
    record Request(Envelope envelope, Original original, Body body) implements DispatchMessage {
        @Override
        public String instanceId() {
            return envelope.instanceId();
        }
    }

    /** A producer cancels a request. */
    record Cancellation(String instanceId, String clientToken) implements DispatchMessage {}

    /** An operator's command to the lane. */
    record Control(ControlCommand command) implements DispatchMessage {
        @Override
        public String instanceId() {
            return command.instanceId().orElse("");
        }
    }

    /**
     * The owner of the lane sends it to itself: once it comes, all that a former owner may have read has been read again.
     *
     * @param nonce tells it from those of former owners
     */
    record Fence(long nonce) implements DispatchMessage {
        @Override
        public String instanceId() {
            return "";
        }
    }

    /**
     * A chat of that instance was seen to open, live or end, whoever started it.
     *
     * @param contactId the segment
     * @param initialContactId the chat: the first segment's id, which transfers keep
     * @param kind what happened to the segment
     * @param at when, by EventBridge's clock
     * @param regions of an instance with Global Resiliency
     */
    record ChatSeen(
            String instanceId, String contactId, String initialContactId, Kind kind, Instant at, Regions regions)
            implements DispatchMessage {

        /**
         * The Regions of the contact, as far as the event names them.
         *
         * @param origin in which the contact began
         * @param active in which it is handled
         */
        public record Regions(Optional<String> origin, Optional<String> active) {
            /** Of an event that names none. */
            public static final Regions NONE = new Regions(Optional.empty(), Optional.empty());
        }

        /** What an event says of its segment. */
        public enum Kind {
            /** It is open. */
            OPEN,
            /** It has ended; the chat with it, unless another segment of it is open. */
            ENDED
        }
    }
}

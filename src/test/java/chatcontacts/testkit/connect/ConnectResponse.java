package chatcontacts.testkit.connect;

import java.time.Instant;
import java.util.Optional;

/** A response of the simulated Connect. */
public sealed interface ConnectResponse {

    /** The name under which answers of this kind are counted: STARTED, REPEATED or the error's code. */
    String kind();

    /**
     * 200.
     *
     * @param contact the contact, the original one for a repeated client token
     * @param repeated whether the contact existed before this call
     */
    record Started(Contact contact, boolean repeated) implements ConnectResponse {
        @Override
        public String kind() {
            return repeated ? "REPEATED" : "STARTED";
        }
    }

    /** Any other status. */
    record Refused(ConnectError error, String message) implements ConnectResponse {
        @Override
        public String kind() {
            return error.code();
        }
    }

    /**
     * What the call asked for beside the contact.
     *
     * @param connectionCredentials the token in them
     * @param websocket its URL
     */
    record Grants(Optional<Secret> connectionCredentials, Optional<Secret> websocket, Optional<String> streamingId) {}

    /**
     * What opens a chat, and until when it does.
     *
     * @param value a token or a URL
     */
    record Secret(String value, Instant until) {
        @Override
        public String toString() {
            return "Secret[...]";
        }
    }

    /** The response's fields. Prints without the secrets. */
    record Contact(
            String contactId,
            String participantId,
            String participantToken,
            Optional<String> continuedFromContactId,
            Grants grants) {
        @Override
        public String toString() {
            return "Contact[" + contactId + "]";
        }
    }
}

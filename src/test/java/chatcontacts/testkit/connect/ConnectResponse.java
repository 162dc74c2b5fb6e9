package chatcontacts.testkit.connect;

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

    /** The response's four fields. Prints without the participant token. */
    record Contact(
            String contactId, String participantId, String participantToken, Optional<String> continuedFromContactId) {
        @Override
        public String toString() {
            return "Contact[" + contactId + "]";
        }
    }
}

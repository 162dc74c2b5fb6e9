package chatcontacts.testkit.connect;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

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
     * The answer of another API than StartChatContact.
     *
     * @param kind of answer, for counting
     * @param body JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes as they are sent
    record Document(int status, String kind, byte[] body) {

        /** An error, as JSON protocols write it. */
        static Document refused(int status, String code) {
            JsonWriter json = JsonWriter.create();
            json.writeStartObject();
            json.writeFieldName("__type").writeValue(code);
            json.writeFieldName("Message").writeValue("refused");
            json.writeEndObject();
            return new Document(status, code, json.getBytes());
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

package chatcontacts.cli.submit;

import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.ParticipantCredentials.Connection;
import chatcontacts.domain.outcome.ParticipantCredentials.Socket;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A started chat as the AWS CLI prints the response of StartChatContact, and what its result says beside that. */
final class StartChatResponse {

    private StartChatResponse() {}

    /** With or without what opens the chat. */
    static Map<String, Object> of(Contact contact, boolean credentials) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("ContactId", contact.contactId());
        response.put("ParticipantId", contact.participantId());
        if (credentials) {
            contact.credentials().participantToken().ifPresent(it -> response.put("ParticipantToken", it));
        }
        contact.continuedFromContactId().ifPresent(it -> response.put("ContinuedFromContactId", it));
        if (credentials) {
            put(response, contact.credentials());
        }
        contact.streamingId().ifPresent(it -> response.put("StreamingId", it));
        return response;
    }

    private static void put(Map<String, Object> response, ParticipantCredentials credentials) {
        credentials.connection().ifPresent(it -> response.put("ConnectionCredentials", connection(it)));
        credentials.websocket().ifPresent(it -> response.put("Websocket", socket(it)));
        credentials.encrypted().ifPresent(it -> response.put("EncryptedCredentials", it));
        if (credentials.removed()) {
            response.put("CredentialsRemoved", true);
        }
    }

    private static Map<String, Object> connection(Connection it) {
        return timed("ConnectionToken", it.token(), "Expiry", it.expiry());
    }

    private static Map<String, Object> socket(Socket it) {
        return timed("Url", it.url(), "ConnectionExpiry", it.expiry());
    }

    private static Map<String, Object> timed(String name, String value, String timeName, Optional<Instant> time) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(name, value);
        time.ifPresent(it -> object.put(timeName, it.toString()));
        return object;
    }
}

package chatcontacts.keys;

import chatcontacts.domain.json.Json;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.ParticipantCredentials.Connection;
import chatcontacts.domain.outcome.ParticipantCredentials.Socket;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is encrypted: a JSON object that holds the secrets under the names that they have in a result, times as ISO 8601. It names
 * the contact too, so that nobody can pass the credentials of one chat off as those of another.
 */
final class CredentialsJson {

    private static final String CONTACT_ID = "contactId";

    private CredentialsJson() {}

    static String write(String contactId, ParticipantCredentials credentials) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(CONTACT_ID, contactId);
        credentials.participantToken().ifPresent(it -> json.put("participantToken", it));
        credentials
                .connection()
                .ifPresent(it -> json.put(
                        "connectionCredentials", object("connectionToken", it.token(), "expiry", it.expiry())));
        credentials
                .websocket()
                .ifPresent(it -> json.put("websocket", object("url", it.url(), "connectionExpiry", it.expiry())));
        return Json.of(json);
    }

    private static Map<String, Object> object(String name, String value, String timeName, Optional<Instant> time) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(name, value);
        time.ifPresent(
                it -> object.put(timeName, it.truncatedTo(ChronoUnit.MILLIS).toString()));
        return object;
    }

    /** The credentials; empty if this is not what {@link #write} writes, or is of another contact. */
    static Optional<ParticipantCredentials> read(String json, String contactId) {
        try {
            Map<String, Object> object = JSONObjectUtils.parse(json);
            if (!contactId.equals(JSONObjectUtils.getString(object, CONTACT_ID))) {
                return Optional.empty();
            }
            return Optional.of(new ParticipantCredentials(
                    Optional.ofNullable(JSONObjectUtils.getString(object, "participantToken")),
                    connection(JSONObjectUtils.getJSONObject(object, "connectionCredentials")),
                    socket(JSONObjectUtils.getJSONObject(object, "websocket")),
                    Optional.empty(),
                    false));
        } catch (ParseException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Connection> connection(@Nullable Map<String, Object> object) throws ParseException {
        return object == null
                ? Optional.empty()
                : Optional.of(new Connection(required(object, "connectionToken"), time(object, "expiry")));
    }

    private static Optional<Socket> socket(@Nullable Map<String, Object> object) throws ParseException {
        return object == null
                ? Optional.empty()
                : Optional.of(new Socket(required(object, "url"), time(object, "connectionExpiry")));
    }

    private static String required(Map<String, Object> object, String name) throws ParseException {
        String text = JSONObjectUtils.getString(object, name);
        if (text == null) {
            throw new ParseException(name + " is missing", 0);
        }
        return text;
    }

    private static Optional<Instant> time(Map<String, Object> object, String name) throws ParseException {
        return Optional.ofNullable(JSONObjectUtils.getString(object, name)).map(Instant::parse);
    }
}

package chatcontacts.domain.outcome;

import java.time.Instant;
import java.util.Optional;

/**
 * What opens a started chat to its customer. All of it is a bearer secret, so this never prints any.
 *
 * @param participantToken opens the participant's connection
 * @param connection what CreateParticipantConnection with CONNECTION_CREDENTIALS would have given, if it was asked for
 * @param websocket what it would have given with WEBSOCKET, if it was asked for
 * @param encrypted all of the above in encrypted form; they themselves are absent then
 * @param removed whether there were some that are no longer kept
 */
public record ParticipantCredentials(
        Optional<String> participantToken,
        Optional<Connection> connection,
        Optional<Socket> websocket,
        Optional<String> encrypted,
        boolean removed) {

    /**
     * ConnectionCredentials.
     *
     * @param token for the calls of the participant's API
     * @param expiry until when it is good, if Connect said so
     */
    public record Connection(String token, Optional<Instant> expiry) {
        @Override
        public String toString() {
            return "Connection[...]";
        }
    }

    /**
     * Websocket.
     *
     * @param url signed
     * @param expiry until when it is good, if Connect said so
     */
    public record Socket(String url, Optional<Instant> expiry) {
        @Override
        public String toString() {
            return "Socket[...]";
        }
    }

    /** There were some, and they are no longer kept. */
    public static final ParticipantCredentials REMOVED =
            new ParticipantCredentials(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true);

    /** Those of a chat for which nothing more was asked. */
    public static ParticipantCredentials of(String participantToken) {
        return of(participantToken, Optional.empty(), Optional.empty());
    }

    /** As Connect gives them. */
    public static ParticipantCredentials of(
            String participantToken, Optional<Connection> connection, Optional<Socket> websocket) {
        return new ParticipantCredentials(
                Optional.of(participantToken), connection, websocket, Optional.empty(), false);
    }

    @Override
    public String toString() {
        return "ParticipantCredentials[...]";
    }
}

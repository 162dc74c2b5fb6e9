package chatcontacts.testkit.connect;

import chatcontacts.testkit.connect.ConnectResponse.Grants;
import chatcontacts.testkit.connect.ConnectResponse.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an answer brings beside the contact because the call asked for it. All of it follows from the contact id, so that it need
 * not be remembered; every secret holds {@link ConnectModel#TOKEN_PREFIX}.
 */
final class ConnectionGrants {

    /** How long a websocket's URL may be opened. */
    private static final Duration URL_IS_GOOD_FOR = Duration.ofSeconds(100);

    private static final Duration TOKEN_IS_GOOD_FOR = Duration.ofDays(1);

    private ConnectionGrants() {}

    /** @param active whether the chat is: one that has ended has no websocket any more */
    static Grants of(StartParams params, String contactId, boolean active, Instant now) {
        List<String> types = params.connectionTypes() == null ? List.of() : params.connectionTypes();
        return new Grants(
                types.contains("CONNECTION_CREDENTIALS")
                        ? Optional.of(new Secret(secret("credentials", contactId), now.plus(TOKEN_IS_GOOD_FOR)))
                        : Optional.empty(),
                types.contains("WEBSOCKET") && active
                        ? Optional.of(new Secret(
                                "wss://participant.example/?X-Amz-Signature=" + secret("websocket", contactId),
                                now.plus(URL_IS_GOOD_FOR)))
                        : Optional.empty(),
                params.chatStreaming() == null
                        ? Optional.empty()
                        : Optional.of(UUID.nameUUIDFromBytes(contactId.getBytes(StandardCharsets.UTF_8))
                                .toString()));
    }

    private static String secret(String kind, String contactId) {
        byte[] text = (kind + " of " + contactId).getBytes(StandardCharsets.UTF_8);
        return ConnectModel.TOKEN_PREFIX
                + Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }
}

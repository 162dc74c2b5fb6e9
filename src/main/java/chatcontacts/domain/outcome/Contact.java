package chatcontacts.domain.outcome;

import java.time.Instant;
import java.util.Optional;

/**
 * A started chat. The participant token is a bearer secret, so this never prints it.
 *
 * @param contactId Connect's id of the contact
 * @param participantId Connect's id of the customer in it
 * @param participantToken opens the participant's connection
 * @param continuedFromContactId the former contact, for a persistent chat only
 * @param startedAt when the answer arrived
 * @param connectBy until when the customer must have connected: the first call that can have made the contact + 5 minutes
 */
public record Contact(
        String contactId,
        String participantId,
        String participantToken,
        Optional<String> continuedFromContactId,
        Instant startedAt,
        Instant connectBy) {
    @Override
    public String toString() {
        return "Contact[contactId=" + contactId + ", ...]";
    }
}

package chatcontacts.domain.outcome;

import java.time.Instant;
import java.util.Optional;

/**
 * A started chat.
 *
 * @param contactId Connect's id of the contact
 * @param participantId Connect's id of the customer in it
 * @param credentials what opens it to the customer
 * @param continuedFromContactId the former contact, for a persistent chat only
 * @param startedAt when the answer arrived
 * @param connectBy until when the customer must have connected: the first call that can have made the contact + 5 minutes
 * @param streamingId of its streaming, if that was asked for
 * @param endedAt when it ended, in a replay whose chat's end was seen
 */
public record Contact(
        String contactId,
        String participantId,
        ParticipantCredentials credentials,
        Optional<String> continuedFromContactId,
        Instant startedAt,
        Instant connectBy,
        Optional<String> streamingId,
        Optional<Instant> endedAt) {
    /** The same contact, and what opens it in another form. */
    public Contact withCredentials(ParticipantCredentials its) {
        return new Contact(
                contactId, participantId, its, continuedFromContactId, startedAt, connectBy, streamingId, endedAt);
    }

    /** The same contact, of which this is known. */
    public Contact withEnd(Optional<Instant> end) {
        return new Contact(
                contactId, participantId, credentials, continuedFromContactId, startedAt, connectBy, streamingId, end);
    }

    @Override
    public String toString() {
        return "Contact[contactId=" + contactId + ", ...]";
    }
}

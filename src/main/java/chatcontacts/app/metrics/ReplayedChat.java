package chatcontacts.app.metrics;

import chatcontacts.domain.outcome.Contact;
import java.time.Instant;

/** What a customer can do with a chat that a duplicate is told of. */
enum ReplayedChat {
    /** Connect: the time for that is not over. */
    CONNECTABLE,
    /** Nothing, unless the customer had connected in time. */
    LATE,
    /** Nothing: its end was seen. */
    ENDED;

    static ReplayedChat of(Contact contact, Instant now) {
        if (contact.endedAt().isPresent()) {
            return ENDED;
        }
        return now.isBefore(contact.connectBy()) ? CONNECTABLE : LATE;
    }
}

package chatcontacts.testkit.connect;

import java.time.Instant;

/** A contact that Connect made for a client token, and when. */
public record KnownContact(String contactId, Instant at) {}

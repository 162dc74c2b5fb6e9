package chatcontacts.local;

import java.time.Instant;

/** A contact that Connect made for a client token, and when. */
public record HeldContact(String contactId, Instant at) {}

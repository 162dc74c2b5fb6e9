package chatcontacts.dispatch.store;

import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.ParticipantCredentials.Connection;
import chatcontacts.domain.outcome.ParticipantCredentials.Socket;
import chatcontacts.wire.ByteReader;
import chatcontacts.wire.ByteWriter;

/** The bytes of a started chat within a row. */
final class ContactBytes {

    private ContactBytes() {}

    static void write(ByteWriter out, Contact contact) {
        ParticipantCredentials credentials = contact.credentials();
        out.text(contact.contactId())
                .text(contact.participantId())
                .optional(credentials.participantToken(), ByteWriter::text)
                .optional(contact.continuedFromContactId(), ByteWriter::text)
                .instant(contact.startedAt())
                .instant(contact.connectBy())
                .optional(contact.streamingId(), ByteWriter::text)
                .optional(contact.endedAt(), ByteWriter::instant)
                .optional(
                        credentials.connection(),
                        (to, it) -> to.text(it.token()).optional(it.expiry(), ByteWriter::instant))
                .optional(
                        credentials.websocket(),
                        (to, it) -> to.text(it.url()).optional(it.expiry(), ByteWriter::instant))
                .optional(credentials.encrypted(), ByteWriter::text)
                .flag(credentials.removed());
    }

    static Contact read(ByteReader in) {
        String contactId = in.text();
        String participantId = in.text();
        var participantToken = in.optional(ByteReader::text);
        var continuedFrom = in.optional(ByteReader::text);
        var startedAt = in.instant();
        var connectBy = in.instant();
        var streamingId = in.optional(ByteReader::text);
        var endedAt = in.optional(ByteReader::instant);
        var credentials = new ParticipantCredentials(
                participantToken,
                in.optional(it -> new Connection(it.text(), it.optional(ByteReader::instant))),
                in.optional(it -> new Socket(it.text(), it.optional(ByteReader::instant))),
                in.optional(ByteReader::text),
                in.flag());
        return new Contact(
                contactId, participantId, credentials, continuedFrom, startedAt, connectBy, streamingId, endedAt);
    }
}

package chatcontacts.registry;

import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.ParticipantCredentials.Connection;
import chatcontacts.domain.outcome.ParticipantCredentials.Socket;
import java.util.Optional;

/** Started chats between Avro and the domain, both ways. */
final class AvroContacts {

    private AvroContacts() {}

    static chatcontacts.StartedContact toAvro(Contact contact) {
        ParticipantCredentials credentials = contact.credentials();
        var avro = new chatcontacts.StartedContact();
        avro.setContactId(contact.contactId());
        avro.setParticipantId(contact.participantId());
        credentials.participantToken().ifPresent(avro::setParticipantToken);
        contact.continuedFromContactId().ifPresent(avro::setContinuedFromContactId);
        avro.setStartedAt(contact.startedAt());
        avro.setConnectBy(contact.connectBy());
        credentials
                .connection()
                .map(it -> new chatcontacts.ConnectionCredentials(
                        it.token(), it.expiry().orElse(null)))
                .ifPresent(avro::setConnectionCredentials);
        credentials
                .websocket()
                .map(it -> new chatcontacts.Websocket(it.url(), it.expiry().orElse(null)))
                .ifPresent(avro::setWebsocket);
        contact.streamingId().ifPresent(avro::setStreamingId);
        credentials.encrypted().ifPresent(avro::setEncryptedCredentials);
        avro.setCredentialsRemoved(credentials.removed());
        contact.endedAt().ifPresent(avro::setEndedAt);
        return avro;
    }

    static Contact toDomain(chatcontacts.StartedContact avro) {
        return new Contact(
                avro.getContactId(),
                avro.getParticipantId(),
                new ParticipantCredentials(
                        Optional.ofNullable(avro.getParticipantToken()),
                        Optional.ofNullable(avro.getConnectionCredentials())
                                .map(it ->
                                        new Connection(it.getConnectionToken(), Optional.ofNullable(it.getExpiry()))),
                        Optional.ofNullable(avro.getWebsocket())
                                .map(it -> new Socket(it.getUrl(), Optional.ofNullable(it.getConnectionExpiry()))),
                        Optional.ofNullable(avro.getEncryptedCredentials()),
                        avro.getCredentialsRemoved()),
                Optional.ofNullable(avro.getContinuedFromContactId()),
                avro.getStartedAt(),
                avro.getConnectBy(),
                Optional.ofNullable(avro.getStreamingId()),
                Optional.ofNullable(avro.getEndedAt()));
    }
}

package chatcontacts.dispatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.ParticipantCredentials.Connection;
import chatcontacts.domain.outcome.ParticipantCredentials.Socket;
import chatcontacts.wire.ByteReader;
import chatcontacts.wire.ByteWriter;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ContactBytesTest {

    private static final Instant AT = Instant.ofEpochMilli(1_900_000_000_123L);

    @Test
    void everythingOfAContactIsKept() {
        check(new Contact(
                "c",
                "p",
                new ParticipantCredentials(
                        Optional.of("t"),
                        Optional.of(new Connection("k", Optional.of(AT))),
                        Optional.of(new Socket("wss://u", Optional.of(AT.plusMillis(1)))),
                        Optional.of("jwe"),
                        true),
                Optional.of("d"),
                AT.plusMillis(2),
                AT.plusMillis(3),
                Optional.of("s"),
                Optional.of(AT.plusMillis(4))));
    }

    @Test
    void whatIsAbsentStaysAbsent() {
        check(new Contact(
                "c",
                "p",
                ParticipantCredentials.of("t"),
                Optional.empty(),
                AT,
                AT,
                Optional.empty(),
                Optional.empty()));
        check(new Contact(
                "c",
                "p",
                new ParticipantCredentials(
                        Optional.empty(),
                        Optional.of(new Connection("k", Optional.empty())),
                        Optional.of(new Socket("wss://u", Optional.empty())),
                        Optional.empty(),
                        false),
                Optional.empty(),
                AT,
                AT,
                Optional.empty(),
                Optional.empty()));
    }

    private static void check(Contact contact) {
        ByteWriter out = new ByteWriter(64);
        ContactBytes.write(out, contact);

        assertThat(ContactBytes.read(new ByteReader(out.toBytes()))).isEqualTo(contact);
    }
}

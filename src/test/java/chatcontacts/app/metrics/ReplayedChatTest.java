package chatcontacts.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.ParticipantCredentials;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplayedChatTest {

    private static final Instant CONNECT_BY = Instant.parse("2026-11-29T10:05:00Z");

    private static final Contact CONTACT = new Contact(
            "c",
            "p",
            ParticipantCredentials.REMOVED,
            Optional.empty(),
            CONNECT_BY.minusSeconds(300),
            CONNECT_BY,
            Optional.empty(),
            Optional.empty());

    @Test
    void aReplayCountsByWhatTheCustomerCanStillDo() {
        assertThat(ReplayedChat.of(CONTACT, CONNECT_BY.minusMillis(1))).isEqualTo(ReplayedChat.CONNECTABLE);
        assertThat(ReplayedChat.of(CONTACT, CONNECT_BY)).isEqualTo(ReplayedChat.LATE);
        assertThat(ReplayedChat.of(CONTACT.withEnd(Optional.of(CONNECT_BY)), CONNECT_BY.minusMillis(1)))
                .isEqualTo(ReplayedChat.ENDED);
    }
}

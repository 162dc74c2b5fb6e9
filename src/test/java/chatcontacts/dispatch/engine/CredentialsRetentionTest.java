package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Outcome.Started;
import chatcontacts.domain.outcome.ParticipantCredentials;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What opens a chat is kept for a quarter of an hour, its outcome for a day; a replay says what is gone, and what has ended. */
class CredentialsRetentionTest {

    private static final Duration RETENTION = Duration.ofMinutes(15);

    private final EngineFixture engine = new EngineFixture(10, ChatEndVisibility.Mode.ON);

    private Contact contact(long record) {
        return ((Started) engine.result(record).outcome()).contact();
    }

    private boolean tableHolds(String text) {
        return engine.table.texts().stream().anyMatch(row -> row.contains(text));
    }

    private void startedChat() {
        long first = engine.request("a");
        engine.start("a");
        assertThat(contact(first).credentials()).isEqualTo(ParticipantCredentials.of("secret"));
    }

    @Test
    void aReplayWithinTheirRetentionHasThem() {
        startedChat();
        engine.pass(RETENTION.minusSeconds(1));

        Contact replayed = contact(engine.request("a"));

        assertThat(replayed.credentials()).isEqualTo(ParticipantCredentials.of("secret"));
        assertThat(tableHolds("secret")).isTrue();
    }

    @Test
    void aLaterReplaySaysThatTheyAreGone() {
        startedChat();
        engine.pass(RETENTION);

        Contact replayed = contact(engine.request("a"));

        assertThat(replayed.credentials()).isEqualTo(ParticipantCredentials.REMOVED);
        assertThat(replayed.contactId()).isEqualTo("chat of a");
        assertThat(engine.result(1).replayed()).isTrue();
    }

    @Test
    void soonAfterwardsNoRowHoldsThem() {
        startedChat();
        engine.pass(RETENTION.plusSeconds(31)); // cleaning waits half a minute at most

        assertThat(tableHolds("secret")).isFalse();
        assertThat(tableHolds("chat of a")).as("the outcome stays").isTrue();
    }

    @Test
    void aNewOwnerRemovesThemToo() {
        startedChat();
        engine.restartAndGoOn();
        engine.pass(RETENTION.plusSeconds(31));

        assertThat(tableHolds("secret")).isFalse();
    }

    @Test
    void aReplaySaysWhenTheEndOfTheChatWasSeen() {
        startedChat();
        engine.opened("chat of a", "chat of a");
        engine.pass(Duration.ofMinutes(2));
        Instant end = engine.now();
        engine.ended("chat of a", "chat of a");
        engine.pass(Duration.ofMinutes(2));

        assertThat(contact(engine.request("a")).endedAt()).contains(end);
    }

    @Test
    void aChatThatGoesOnInAnotherSegmentHasNotEnded() {
        startedChat();
        engine.opened("chat of a", "chat of a");
        engine.opened("chat of a", "transferred");
        engine.ended("chat of a", "chat of a");

        assertThat(contact(engine.request("a")).endedAt()).isEmpty();
        engine.ended("chat of a", "transferred");

        assertThat(contact(engine.request("a")).endedAt()).contains(engine.now());
    }
}

package chatcontacts.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.ChatEndVisibility.Mode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whether chat ends are seen is judged by the ends of chats that are known to have begun. */
final class ChatEndVisibilityTest {

    private static ChatEndVisibility auto() {
        return ChatEndVisibility.of(Mode.AUTO).eventCame();
    }

    private static ChatEndVisibility seen(ChatEndVisibility before, int times) {
        ChatEndVisibility next = before;
        for (int i = 0; i < times; i++) {
            next = next.endSeen(1_000);
        }
        return next;
    }

    private static ChatEndVisibility missed(ChatEndVisibility before, int times) {
        ChatEndVisibility next = before;
        for (int i = 0; i < times; i++) {
            next = next.endMissed();
        }
        return next;
    }

    @Test
    void eventsAloneShowNothingButThatLeasesMayBeWorthKeeping() {
        assertThat(auto().gates()).isFalse();
        assertThat(auto().tracks()).isTrue();
        assertThat(ChatEndVisibility.of(Mode.AUTO).tracks()).isFalse();
    }

    @Test
    void anEndShowsIt() {
        assertThat(auto().endSeen(1_000).gates()).isTrue();
    }

    @Test
    void itIsLostWhenNearlyHalfOfTheEndsAreMissedAndComesBackWhenNearlyAllAreSeen() {
        ChatEndVisibility seen = seen(auto(), 40);
        assertThat(missed(seen, 17).gates()).isTrue();
        assertThat(missed(seen, 18).gates()).isFalse();
        assertThat(seen(missed(seen, 40), 36).gates()).isFalse();
        assertThat(seen(missed(seen, 40), 37).gates()).isTrue();
    }

    @Test
    void whatTheOperatorSaysStands() {
        assertThat(missed(ChatEndVisibility.of(Mode.ON), 40).gates()).isTrue();
        assertThat(seen(ChatEndVisibility.of(Mode.OFF), 40).gates()).isFalse();
    }

    @Test
    void anEndIsOverdueSomeTimeAfterTheLongestChat() {
        assertThat(auto().overdueAgeMs()).isEqualTo(Long.MAX_VALUE);
        ChatEndVisibility known =
                auto().endSeen(Duration.ofMinutes(10).toMillis()).endSeen(0);
        assertThat(known.overdueAgeMs()).isEqualTo(Duration.ofMinutes(16).toMillis());
    }

    @Test
    void aChatIsThoughtToHaveEndedWhenItIsOlderThanTheLongest() {
        assertThat(auto().testableAgeMs()).isEqualTo(Duration.ofMinutes(5).toMillis());
        assertThat(auto().endSeen(60_000).endSeen(10_000).testableAgeMs()).isEqualTo(121_000);
        assertThat(auto().endSeen(60_000).endSeen(10_000).endMissed().testableAgeMs())
                .isEqualTo(11_000);
    }

    @Test
    void endsAreThoughtToGoUnseenWhenTwentyShouldHaveCome() {
        assertThat(auto().endSeen(100_000).silenceMs(100)).isEqualTo(21_000);
    }
}

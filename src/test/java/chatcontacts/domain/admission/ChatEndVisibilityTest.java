package chatcontacts.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.ChatEndVisibility.Mode;
import org.junit.jupiter.api.Test;

final class ChatEndVisibilityTest {

    private static final long T0 = 1_000_000;

    @Test
    void believesTheOperatorWhoSaysOnOrOff() {
        ChatEndVisibility on = ChatEndVisibility.of(Mode.ON);
        assertThat(on.gates()).isTrue();
        assertThat(on.tracks()).isTrue();
        assertThat(on.started("c", T0)).isSameAs(on);
        assertThat(on.event("c", T0)).isSameAs(on);
        ChatEndVisibility off = ChatEndVisibility.of(Mode.OFF);
        assertThat(off.gates()).isFalse();
        assertThat(off.tracks()).isFalse();
        assertThat(off.started("c", T0).event("c", T0)).isSameAs(off);
    }

    @Test
    void isBlindUntilAnEventCame() {
        ChatEndVisibility visibility = ChatEndVisibility.of(Mode.AUTO).started("c1", T0);
        assertThat(visibility.gates()).isFalse();
        assertThat(visibility.tracks()).isFalse();
    }

    @Test
    void anEventOfAnotherChatIsWorthKeepingLeasesButDoesNotGate() {
        ChatEndVisibility visibility =
                ChatEndVisibility.of(Mode.AUTO).started("c1", T0).event("other", T0);
        assertThat(visibility.tracks()).isTrue();
        assertThat(visibility.gates()).isFalse();
        assertThat(visibility.event("another", T0)).isSameAs(visibility);
    }

    @Test
    void seesOnceAStartProducedAnEventWithinAMinute() {
        ChatEndVisibility started = ChatEndVisibility.of(Mode.AUTO).started("c1", T0);
        assertThat(started.event("c1", T0 + 60_000).gates()).isTrue();
        assertThat(started.event("c1", T0 + 60_001).gates()).isFalse();
        assertThat(started.event("c1", T0 + 60_001).tracks()).isTrue();
    }

    @Test
    void aSecondEventOfTheSameChatChangesNothing() {
        ChatEndVisibility once =
                ChatEndVisibility.of(Mode.AUTO).started("c1", T0).event("c1", T0);
        assertThat(once.event("c1", T0 + 10)).isSameAs(once);
    }

    @Test
    void mostOfTheLastTwentyStartsDecide() {
        ChatEndVisibility visibility = ChatEndVisibility.of(Mode.AUTO);
        for (int i = 0; i < 11; i++) {
            visibility = visibility.started("seen-" + i, T0).event("seen-" + i, T0);
        }
        for (int i = 0; i < 9; i++) {
            visibility = visibility.started("unseen-" + i, T0);
        }
        assertThat(visibility.started("x", T0 + 60_000).gates())
                .as("not yet a minute")
                .isTrue();
        ChatEndVisibility later = visibility.started("x", T0 + 60_001);
        assertThat(later.gates()).as("10 of 20 seen, 9 not").isTrue();
        assertThat(later.starts()).hasSize(20);
        ChatEndVisibility even = later.started("y", T0 + 60_001);
        assertThat(even.gates()).as("9 seen, 9 not").isFalse();
    }

    @Test
    void losesSightWhenEventsStopAndRegainsItWhenTheyComeBack() {
        ChatEndVisibility visibility =
                ChatEndVisibility.of(Mode.AUTO).started("c0", T0).event("c0", T0);
        for (int i = 1; i <= 20; i++) {
            visibility = visibility.started("c" + i, T0 + i * 10_000L);
        }
        assertThat(visibility.gates()).isFalse();
        long backMs = T0 + 210_000;
        for (int i = 21; i <= 40; i++) {
            visibility = visibility.started("c" + i, backMs + i).event("c" + i, backMs + i);
        }
        assertThat(visibility.gates()).isTrue();
    }

    @Test
    void keepsWhatItJudgedBeforeWhileThereIsNothingToJudgeBy() {
        ChatEndVisibility afterRestart = new ChatEndVisibility(Mode.AUTO, true, true, java.util.List.of());
        ChatEndVisibility started = afterRestart.started("c", T0);
        assertThat(started.gates()).isTrue();
        assertThat(started.started("d", T0 + 60_000).gates()).isTrue();
        assertThat(started.started("d", T0 + 60_001).gates()).isFalse();
    }
}

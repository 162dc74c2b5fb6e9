package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.call.LookupResult;
import chatcontacts.domain.call.LookupResult.HasEnded;
import chatcontacts.domain.call.LookupResult.LookupDenied;
import chatcontacts.domain.call.LookupResult.LookupFailed;
import chatcontacts.domain.call.LookupResult.LookupThrottled;
import chatcontacts.domain.call.LookupResult.StillActive;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chats whose ends may have been missed are asked for. */
final class ReconciliationTest {

    private static final String CHAT = "chat of a";

    private final EngineFixture dispatch =
            new EngineFixture(1, ChatEndVisibility.Mode.ON, 1_000, 1_000, 100, Optional.of(new RateLimit(5, 7.5)));

    /** A chat takes the only slot, and another request waits for it. */
    @BeforeEach
    void aChatIsInTheWay() {
        dispatch.request("a");
        dispatch.start("a");
        dispatch.request("b");
    }

    private void answer(LookupResult result) {
        dispatch.answer(dispatch.questions.getLast(), result);
    }

    @Test
    void aChatThatHasEndedFreesItsSlot() {
        dispatch.pass(Duration.ofMinutes(1));
        assertThat(dispatch.questions).singleElement().satisfies(it -> {
            assertThat(it.instanceId()).isEqualTo("i1");
            assertThat(it.contactId()).isEqualTo(CHAT);
        });
        answer(new HasEnded(Optional.of(dispatch.now().minusSeconds(5))));
        assertThat(dispatch.called()).containsExactly("a", "b");
    }

    @Test
    void aChatOfOthersThatAnEventNamedIsAskedForAlike() {
        dispatch.ended(CHAT, CHAT);
        dispatch.start("b");
        dispatch.ended("chat of b", "chat of b");
        dispatch.opened("of others", "of others");
        dispatch.request("c");
        assertThat(dispatch.called()).as("it takes the slot").containsExactly("a", "b");

        dispatch.pass(Duration.ofMinutes(1));
        assertThat(dispatch.questions.getLast().contactId()).isEqualTo("of others");
        answer(new HasEnded(Optional.of(dispatch.now().minusSeconds(5))));
        assertThat(dispatch.called()).containsExactly("a", "b", "c");
    }

    @Test
    void aContactThatConnectDoesNotKnowHasEnded() {
        dispatch.pass(Duration.ofMinutes(1));
        answer(new HasEnded(Optional.empty()));
        assertThat(dispatch.called()).containsExactly("a", "b");
    }

    @Test
    void aChatThatGoesOnKeepsItsSlotAndIsAskedForAgainWhenItIsDoubtfulAgain() {
        dispatch.pass(Duration.ofMinutes(10));
        answer(new StillActive());
        answer(new StillActive());
        assertThat(dispatch.calls).hasSize(1);
        int asked = dispatch.questions.size();
        dispatch.pass(Duration.ofSeconds(5));
        assertThat(dispatch.questions).as("just known to go on").hasSize(asked);
        dispatch.pass(Duration.ofMinutes(5));
        assertThat(dispatch.questions).hasSize(asked + 1);
    }

    @Test
    void noCallTestsALeaseWhileChatsAreAskedFor() {
        for (int minute = 0; minute < 60; minute++) {
            dispatch.pass(Duration.ofMinutes(1));
            answer(new StillActive());
        }
        assertThat(dispatch.calls).hasSize(1);
    }

    @Test
    void aTransferredChatEndsWithItsLastContact() {
        dispatch.opened(CHAT, "transfer");
        dispatch.pass(Duration.ofMinutes(1));
        String first = dispatch.questions.getLast().contactId();
        answer(new HasEnded(Optional.of(dispatch.now())));
        assertThat(dispatch.calls).as("another contact of the chat is open").hasSize(1);
        dispatch.pass(Duration.ofMinutes(5));
        assertThat(dispatch.questions.getLast().contactId()).isNotEqualTo(first);
        answer(new HasEnded(Optional.of(dispatch.now())));
        assertThat(dispatch.calls).hasSize(2);
    }

    @Test
    void eventsThatComeLaterChangeNothing() {
        dispatch.pass(Duration.ofMinutes(1));
        answer(new HasEnded(Optional.of(dispatch.now())));
        dispatch.start("b");
        dispatch.opened(CHAT, CHAT);
        dispatch.ended(CHAT, CHAT);
        assertThat(dispatch.view("i1").active()).isEqualTo(1);
    }

    @Test
    void withoutTheRightItIsOffForAWhileAndTestsOfLeasesTakeItsPlace() {
        dispatch.pass(Duration.ofMinutes(1));
        answer(new LookupDenied("AccessDeniedException"));
        int asked = dispatch.questions.size();
        dispatch.pass(Duration.ofMinutes(14));
        assertThat(dispatch.questions).hasSize(asked);
        assertThat(dispatch.calls).as("a call tests the lease").hasSize(2);
        dispatch.pass(Duration.ofMinutes(5));
        assertThat(dispatch.questions).hasSizeGreaterThan(asked);
    }

    @Test
    void withoutAnAnswerItAsksMoreAndMoreSeldom() {
        int answered = 0;
        for (int second = 0; second < 600; second++) {
            dispatch.pass(Duration.ofSeconds(1));
            if (dispatch.questions.size() > answered) {
                answered = dispatch.questions.size();
                answer(new LookupFailed("timeout"));
            }
        }
        assertThat(answered).isBetween(8, 60);
    }

    @Test
    void whenThrottledItAsksForLess() {
        EngineFixture many =
                new EngineFixture(50, ChatEndVisibility.Mode.ON, 1_000, 1_000, 100, Optional.of(new RateLimit(5, 7.5)));
        for (int i = 0; i < 51; i++) {
            many.request("t" + i);
        }
        for (int i = 0; i < 50; i++) {
            many.start("t" + i);
        }
        many.pass(Duration.ofMinutes(1));
        for (int second = 0; second < 20; second++) {
            List<ContactQuestion> asked = List.copyOf(many.questions);
            many.questions.clear();
            asked.forEach(it -> many.answer(it, new LookupThrottled()));
            many.pass(Duration.ofSeconds(1));
        }
        many.questions.clear();
        many.pass(Duration.ofSeconds(2));
        assertThat(many.questions).hasSizeLessThan(5);
    }

    @Test
    void aNewOwnerAsksToo() {
        dispatch.restart();
        dispatch.pass(Duration.ofMinutes(1));
        answer(new HasEnded(Optional.of(dispatch.now())));
        assertThat(dispatch.called()).containsExactly("a", "b");
        assertThat(dispatch.view("i1").chats().reconciled()).isEqualTo(1);
    }

    @Test
    void whereNoSlotIsNeededOnlyAChatThatHasMoreLikelyEndedIsAskedFor() {
        EngineFixture quiet =
                new EngineFixture(10, ChatEndVisibility.Mode.ON, 1_000, 1_000, 100, Optional.of(new RateLimit(5, 7.5)));
        quiet.request("a");
        quiet.start("a");
        quiet.pass(Duration.ofHours(1));
        assertThat(quiet.questions).hasSize(1);
        quiet.answer(quiet.questions.getFirst(), new StillActive());
        quiet.pass(Duration.ofHours(8));
        assertThat(quiet.questions).as("whenever its age has doubled").hasSize(2);
    }

    @Test
    void anInstanceWithoutEventsSeesTheEndsThatItAsksFor() {
        EngineFixture blind =
                new EngineFixture(1, ChatEndVisibility.Mode.OFF, 1_000, 1_000, 100, Optional.of(new RateLimit(5, 7.5)));
        blind.request("a");
        blind.start("a");
        assertThat(blind.view("i1").chatEndsVisible()).isFalse();
        blind.pass(Duration.ofMinutes(5));
        blind.answer(blind.questions.getLast(), new HasEnded(Optional.of(blind.now())));
        assertThat(blind.view("i1").chatEndsVisible()).isTrue();
    }
}

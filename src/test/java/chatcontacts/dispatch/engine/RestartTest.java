package chatcontacts.dispatch.engine;

import static chatcontacts.dispatch.engine.EngineFixture.rejected;
import static chatcontacts.dispatch.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.outcome.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a new owner makes of what it finds. */
final class RestartTest {

    private final EngineFixture dispatch = new EngineFixture(1, ChatEndVisibility.Mode.OFF);

    @Test
    void aCallThatWasOutIsMadeAgainWithTheSameToken() {
        long record = dispatch.request("t");
        dispatch.restartAndGoOn();
        assertThat(dispatch.called()).containsExactly("t", "t");
        dispatch.start("t");
        assertThat(dispatch.isStarted(record)).isTrue();
    }

    @Test
    void untilItIsAnsweredItIsInDoubtAndKeepsItsSlot() {
        long record = dispatch.request("t");
        dispatch.restart();
        assertThat(dispatch.view("i1").inDoubt()).isEqualTo(1);
        dispatch.request("u");
        dispatch.pass(Duration.ofSeconds(1));
        assertThat(dispatch.called()).containsExactly("t", "t");
        dispatch.answer("t", rejected());
        assertThat(dispatch.failure(record)).isEqualTo(Reason.UNCERTAIN);
        assertThat(dispatch.called()).containsExactly("t", "t", "u");
    }

    @Test
    void answersToCallsOfTheFormerOwnerAreNotSettled() {
        dispatch.request("t");
        EngineFixture.Call former = dispatch.call("t");
        dispatch.restart();
        dispatch.answer(former, rejected());
        assertThat(dispatch.results).isEmpty();
    }

    @Test
    void attemptsAndTheNextOnesTimeSurvive() {
        long record = dispatch.request("t");
        dispatch.answer("t", unavailable());
        dispatch.restart();
        dispatch.pass(Duration.ofMillis(99));
        assertThat(dispatch.calls).hasSize(1);
        dispatch.pass(Duration.ofMillis(1));
        dispatch.answer("t", unavailable());
        dispatch.restart();
        dispatch.pass(Duration.ofSeconds(1));
        dispatch.answer("t", unavailable());
        assertThat(dispatch.failure(record)).isEqualTo(Reason.RETRIES_EXHAUSTED);
        assertThat(dispatch.calls).hasSize(3);
    }

    @Test
    void anIdleEngineAsksForNoWakeUpAndWritesNothing() {
        dispatch.restart();
        dispatch.step();
        assertThat(dispatch.wakeAtMs).isEqualTo(Long.MAX_VALUE);
        assertThat(dispatch.table.writes()).isZero();
    }
}

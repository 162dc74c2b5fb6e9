package chatcontacts.dispatch.engine;

import static chatcontacts.dispatch.engine.EngineFixture.full;
import static chatcontacts.dispatch.engine.EngineFixture.rejected;
import static chatcontacts.dispatch.engine.EngineFixture.throttled;
import static chatcontacts.dispatch.engine.EngineFixture.unanswered;
import static chatcontacts.dispatch.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.outcome.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A producer takes a request back. */
final class CancellationTest {

    private final EngineFixture dispatch = new EngineFixture(1, ChatEndVisibility.Mode.OFF);

    @Test
    void aRequestThatWaitsIsCancelledAtOnceAndNeverCalled() {
        dispatch.request("first");
        long waiting = dispatch.request("t");
        dispatch.cancel("t");
        assertThat(dispatch.failure(waiting)).isEqualTo(Reason.CANCELLED);
        dispatch.start("first");
        assertThat(dispatch.called()).containsExactly("first");
    }

    @Test
    void oneInFlightIsStartedIfItsAnswerIsAStart() {
        long record = dispatch.request("t");
        dispatch.cancel("t");
        assertThat(dispatch.isOpen(record)).isTrue();
        dispatch.start("t");
        assertThat(dispatch.isStarted(record)).isTrue();
    }

    @Test
    void oneInFlightIsCancelledByAnyAnswerAfterWhichItWouldGoOn() {
        for (CallResult answer : List.of(full(), throttled(), unavailable())) {
            EngineFixture each = new EngineFixture(1, ChatEndVisibility.Mode.OFF);
            long record = each.request("t");
            each.cancel("t");
            each.answer("t", answer);
            each.pass(Duration.ofMinutes(5));
            assertThat(each.failure(record)).as(answer.toString()).isEqualTo(Reason.CANCELLED);
            assertThat(each.calls).hasSize(1);
        }
    }

    @Test
    void oneInDoubtIsUncertainWhenCancelled() {
        long record = dispatch.request("t");
        dispatch.answer("t", unanswered());
        dispatch.cancel("t");
        assertThat(dispatch.failure(record)).isEqualTo(Reason.UNCERTAIN);
    }

    @Test
    void oneThatBacksOffIsCancelledAtOnce() {
        long record = dispatch.request("t");
        dispatch.answer("t", unavailable());
        dispatch.cancel("t");
        assertThat(dispatch.failure(record)).isEqualTo(Reason.CANCELLED);
        dispatch.pass(Duration.ofMinutes(1));
        assertThat(dispatch.calls).hasSize(1);
    }

    @Test
    void aSettledOneKeepsItsOutcome() {
        dispatch.request("t");
        dispatch.start("t");
        dispatch.cancel("t");
        long duplicate = dispatch.request("t");
        assertThat(dispatch.isStarted(duplicate)).isTrue();
        assertThat(dispatch.results).hasSize(2);
    }

    @Test
    void aCancellationThatComesFirstWaitsAnHourForItsRequest() {
        dispatch.cancel("t");
        dispatch.pass(Duration.ofMinutes(59));
        long record = dispatch.request("t");
        assertThat(dispatch.failure(record)).isEqualTo(Reason.CANCELLED);
        assertThat(dispatch.calls).isEmpty();
        dispatch.cancel("u");
        dispatch.pass(Duration.ofMinutes(61));
        dispatch.request("u");
        assertThat(dispatch.called()).containsExactly("u");
    }

    @Test
    void aCancelledRequestOpensAgainWhenItIsRedriven() {
        dispatch.cancel("t");
        dispatch.request("t");
        dispatch.request(Ask.of("t").redrive(1));
        assertThat(dispatch.called()).containsExactly("t");
    }

    @Test
    void aCancellationOfOneInFlightSurvivesARestart() {
        long record = dispatch.request("t");
        dispatch.cancel("t");
        dispatch.restartAndGoOn();
        dispatch.answer("t", unavailable());
        assertThat(dispatch.failure(record))
                .as("the former call was never answered")
                .isEqualTo(Reason.UNCERTAIN);
    }

    @Test
    void anInstanceWhoseOnlyRequestWasCancelledIsForgotten() {
        dispatch.admits = false;
        dispatch.request("t");
        dispatch.cancel("t");
        assertThat(dispatch.lane().instances()).isEmpty();
    }

    @Test
    void oneThatComesAfterAFailureStandsAgainstItsRedrive() {
        dispatch.request("t");
        dispatch.answer("t", rejected());
        dispatch.cancel("t");

        long redriven = dispatch.request(Ask.of("t").redrive(1));
        assertThat(dispatch.failure(redriven)).isEqualTo(Reason.CANCELLED);
        assertThat(dispatch.calls).hasSize(1);

        long onPurpose = dispatch.request(Ask.of("t").redrive(2));
        dispatch.start("t");
        assertThat(dispatch.isStarted(onPurpose)).isTrue();
    }

    @Test
    void oneThatComesTwiceDoesNotStandAgainstARedriveOnPurpose() {
        dispatch.request("first");
        dispatch.request("t");
        dispatch.cancel("t");
        dispatch.cancel("t");
        dispatch.start("first");
        long onPurpose = dispatch.request(Ask.of("t").redrive(1));
        dispatch.start("t");
        assertThat(dispatch.isStarted(onPurpose)).isTrue();
    }

    @Test
    void oneThatStandsOutlivesARestart() {
        dispatch.request(Ask.of("t").patience(Duration.ofMillis(50)));
        dispatch.answer("t", unanswered());
        dispatch.pass(Duration.ofMillis(50));
        assertThat(dispatch.failure(0)).isEqualTo(Reason.UNCERTAIN);
        dispatch.cancel("t");
        dispatch.restartAndGoOn();
        int calls = dispatch.calls.size();
        long redriven = dispatch.request(Ask.of("t").redrive(1));
        assertThat(dispatch.failure(redriven)).as("the doubt stays").isEqualTo(Reason.UNCERTAIN);
        assertThat(dispatch.calls).hasSize(calls);
    }
}

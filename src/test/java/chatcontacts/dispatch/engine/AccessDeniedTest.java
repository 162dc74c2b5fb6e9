package chatcontacts.dispatch.engine;

import static chatcontacts.dispatch.engine.EngineFixture.denied;
import static chatcontacts.dispatch.engine.EngineFixture.full;
import static chatcontacts.dispatch.engine.EngineFixture.noCredentials;
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

/** AccessDenied: of the whole instance, or of one flow. */
final class AccessDeniedTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final EngineFixture dispatch = new EngineFixture(10, ChatEndVisibility.Mode.OFF, 1_000, 1_000, 1);

    @Test
    void aRefusalHoldsTheInstanceAndNoOther() {
        dispatch.request(Ask.of("t").flow("denied"));
        dispatch.answer("t", denied());
        assertThat(dispatch.view("i1").hold()).isEqualTo(LaneSnapshot.InstanceHold.ACCESS_DENIED);
        dispatch.request("u");
        assertThat(dispatch.calls).hasSize(1);
        dispatch.request(Ask.of("v").instance("i2"));
        assertThat(dispatch.called()).containsExactly("t", "v");
    }

    @Test
    void eachProbeTakesTheNextRequestAndNoneSpendsAttemptsWhileAllAreRefused() {
        for (int i = 0; i < 4; i++) {
            dispatch.request("t" + i);
        }
        for (int i = 0; i < 20; i++) {
            EngineFixture.Call last = dispatch.calls.get(dispatch.calls.size() - 1);
            assertThat(last.clientToken()).isEqualTo("t" + i % 4);
            dispatch.answer(last, denied());
            dispatch.pass(LONG);
            assertThat(dispatch.calls).hasSize(i + 2);
        }
        assertThat(dispatch.results).isEmpty();
    }

    @Test
    void whenAnotherFlowWorksTheRefusedOneSpendsItsAttemptsAndIsRejected() {
        long refused = dispatch.request(Ask.of("t").flow("denied"));
        dispatch.answer("t", denied());
        dispatch.request("u");
        dispatch.pass(LONG);
        dispatch.start("u");
        assertThat(dispatch.view("i1").hold()).isEqualTo(LaneSnapshot.InstanceHold.NONE);
        for (int i = 0; i < 3; i++) {
            dispatch.pass(LONG);
            dispatch.answer("t", denied());
        }
        assertThat(dispatch.failure(refused)).isEqualTo(Reason.REJECTED);
        assertThat(dispatch.result(refused).attempts()).isEqualTo(3);
        assertThat(dispatch.calls).hasSize(5);
    }

    @Test
    void aFlowThatIsRefusedByItselfHoldsNobodyElse() {
        dispatch.request(Ask.of("t").flow("denied"));
        dispatch.answer("t", denied());
        dispatch.request("u");
        dispatch.pass(LONG);
        dispatch.start("u");
        dispatch.answer("t", denied());
        dispatch.request("v");
        assertThat(dispatch.called().get(dispatch.calls.size() - 1)).isEqualTo("v");
    }

    @Test
    void theHoldIsOverWhenAProbeSucceedsAndThoseThatWereRefusedGoFirstAgain() {
        dispatch.request("t");
        dispatch.answer("t", denied());
        dispatch.request("u");
        dispatch.request("v");
        dispatch.pass(LONG);
        dispatch.start("u");
        assertThat(dispatch.called()).containsExactly("t", "u", "t");
    }

    @Test
    void anInstanceThatIsFoundFullHasGrantedAccess() {
        dispatch.request("t");
        dispatch.answer("t", denied());
        dispatch.pass(LONG);
        dispatch.answer("t", full());
        assertThat(dispatch.view("i1").hold()).isEqualTo(LaneSnapshot.InstanceHold.FULL);
    }

    @Test
    void aProbeThatSaysNothingOfTheAccessIsFollowedByAnother() {
        for (CallResult answer : List.of(throttled(), unavailable(), rejected(), noCredentials())) {
            EngineFixture each = new EngineFixture(10, ChatEndVisibility.Mode.OFF);
            each.request("t");
            each.answer("t", denied());
            each.request("u");
            each.pass(LONG);
            each.answer("u", answer);
            assertThat(each.view("i1").hold()).as(answer.toString()).isEqualTo(LaneSnapshot.InstanceHold.ACCESS_DENIED);
            each.pass(LONG);
            assertThat(each.calls).as(answer.toString()).hasSize(3);
        }
    }

    @Test
    void theHoldSurvivesARestart() {
        dispatch.request("t");
        dispatch.answer("t", denied());
        dispatch.restart();
        assertThat(dispatch.view("i1").hold()).isEqualTo(LaneSnapshot.InstanceHold.ACCESS_DENIED);
        dispatch.pass(LONG);
        assertThat(dispatch.calls).hasSize(2);
    }

    @Test
    void aRequestInDoubtThatIsRefusedDoesNotBlockTheOnlySlotForever() {
        EngineFixture single = new EngineFixture(1, ChatEndVisibility.Mode.OFF);
        single.request("t");
        single.answer("t", unanswered());
        single.pass(Duration.ofMillis(100));
        single.answer("t", denied());
        single.request("u");
        single.pass(LONG);
        assertThat(single.called()).as("it has the slot, so it is the probe").containsExactly("t", "t", "t");
    }
}

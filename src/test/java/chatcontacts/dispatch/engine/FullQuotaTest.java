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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** LimitExceededException: back to its place, a hold, one probe. */
final class FullQuotaTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final EngineFixture dispatch = new EngineFixture(10, ChatEndVisibility.Mode.ON);

    @Test
    void theRequestGoesBackToItsPlaceAndTheInstanceIsHeld() {
        dispatch.request("t");
        dispatch.answer("t", full());
        dispatch.request("u");
        dispatch.request(Ask.of("urgent").priority(0));
        assertThat(dispatch.calls).hasSize(1);
        assertThat(dispatch.view("i1").hold()).isEqualTo(LaneSnapshot.InstanceHold.FULL);
        dispatch.pass(LONG);
        assertThat(dispatch.called()).as("one probe, and the most urgent").containsExactly("t", "urgent");
        dispatch.start("urgent");
        assertThat(dispatch.called().get(2)).isEqualTo("t");
    }

    @Test
    void otherInstancesAreNotDelayed() {
        dispatch.request("t");
        dispatch.answer("t", full());
        dispatch.request(Ask.of("u").instance("i2"));
        assertThat(dispatch.called()).containsExactly("t", "u");
    }

    @Test
    void oneProbeGoesAtATimeAndEachRefusalHoldsLonger() {
        for (int i = 0; i < 5; i++) {
            dispatch.request("t" + i);
        }
        dispatch.pass(Duration.ofMillis(100));
        for (int i = 0; i < 5; i++) {
            dispatch.answer("t" + i, full());
        }
        dispatch.pass(Duration.ofMillis(249));
        assertThat(dispatch.calls).hasSize(5);
        dispatch.pass(Duration.ofMillis(1));
        assertThat(dispatch.calls).hasSize(6);
        dispatch.pass(LONG);
        assertThat(dispatch.calls).as("none beside it").hasSize(6);
        dispatch.answer("t0", full());
        dispatch.pass(Duration.ofMillis(499));
        assertThat(dispatch.calls).hasSize(6);
        dispatch.pass(Duration.ofMillis(1));
        assertThat(dispatch.calls).hasSize(7);
    }

    @Test
    void aProbeThatSaysNothingOfTheQuotaIsFollowedByAnother() {
        for (CallResult answer : List.of(throttled(), unavailable(), rejected(), denied(), noCredentials())) {
            EngineFixture each = new EngineFixture(10, ChatEndVisibility.Mode.OFF);
            each.request("t");
            each.answer("t", full());
            each.request("u");
            each.pass(LONG);
            each.answer("t", answer);
            each.pass(LONG);
            assertThat(each.calls).as(answer.toString()).hasSize(3);
            assertThat(each.view("i1").hold()).as(answer.toString()).isNotEqualTo(LaneSnapshot.InstanceHold.NONE);
        }
    }

    @Test
    void aFreedSlotEndsTheHoldAtOnce() {
        dispatch.request("a");
        dispatch.start("a");
        dispatch.request("t");
        dispatch.answer("t", full());
        dispatch.request("u");
        assertThat(dispatch.called()).containsExactly("a", "t");
        dispatch.ended("chat of a", "chat of a");
        assertThat(dispatch.called()).as("one slot, one call").containsExactly("a", "t", "t");
    }

    @Test
    void aSlotThatFreesWhileAProbeIsOutIsUsedAtOnce() {
        dispatch.request("a");
        dispatch.request("b");
        dispatch.start("a");
        dispatch.start("b");
        dispatch.request("t");
        dispatch.answer("t", full());
        dispatch.request("u");
        dispatch.pass(Duration.ofMillis(250));
        assertThat(dispatch.called()).containsExactly("a", "b", "t", "t");
        dispatch.ended("chat of a", "chat of a");
        dispatch.ended("chat of b", "chat of b");
        assertThat(dispatch.called()).containsExactly("a", "b", "t", "t", "u");
    }

    @Test
    void theHoldSurvivesARestartTheProbeDoesNot() {
        dispatch.request("t");
        dispatch.answer("t", full());
        dispatch.pass(Duration.ofMillis(100));
        dispatch.restart();
        assertThat(dispatch.view("i1").hold()).isEqualTo(LaneSnapshot.InstanceHold.FULL);
        dispatch.pass(Duration.ofMillis(149));
        assertThat(dispatch.calls).hasSize(1);
        dispatch.pass(Duration.ofMillis(1));
        assertThat(dispatch.calls).hasSize(2);
        dispatch.restartAndGoOn();
        assertThat(dispatch.calls).as("the next owner probes anew").hasSize(3);
    }

    @Test
    void theLearnedCeilingSurvivesARestartAndSuccessRaisesIt() {
        for (int i = 0; i < 4; i++) {
            dispatch.request("t" + i);
            if (i < 3) {
                dispatch.start("t" + i);
            }
        }
        dispatch.answer("t3", full());
        assertThat(dispatch.view("i1").concurrencyLimit()).isEqualTo(3);
        dispatch.restart();
        assertThat(dispatch.view("i1").concurrencyLimit()).isEqualTo(3);
        dispatch.pass(LONG);
        dispatch.start("t3");
        assertThat(dispatch.view("i1").concurrencyLimit()).isEqualTo(5);
    }

    @Test
    void inFlightInDoubtAndLeasesTogetherNeverPassTheQuota() {
        EngineFixture three = new EngineFixture(3, ChatEndVisibility.Mode.ON);
        three.request("lease");
        three.start("lease");
        three.request("doubt");
        three.answer("doubt", unanswered());
        three.request("flight");
        three.request("waits");
        assertThat(three.called()).containsExactly("lease", "doubt", "flight");
        three.pass(LONG);
        assertThat(three.called()).containsExactly("lease", "doubt", "flight", "doubt");
        three.start("doubt");
        three.pass(LONG);
        assertThat(three.calls).hasSize(4);
        three.ended("chat of doubt", "chat of doubt");
        assertThat(three.called().get(4)).isEqualTo("waits");
    }

    @Test
    void aRequestInDoubtIsAskedAgainThoughLeasesTookAllSlots() {
        EngineFixture single = new EngineFixture(1, ChatEndVisibility.Mode.ON);
        long record = single.request("t");
        single.answer("t", unanswered());
        single.opened("its own chat", "its own chat");
        single.pass(LONG);
        assertThat(single.called()).containsExactly("t", "t");
        single.start("t");
        assertThat(single.isStarted(record)).isTrue();
    }

    @Test
    void aCallThatAnticipatesTheEndOfAChatInVainHoldsAndLowersNothing() {
        EngineFixture single = new EngineFixture(1, ChatEndVisibility.Mode.ON);
        int chats = 0;
        do {
            single.request("t" + ++chats);
            single.request("u" + chats);
            single.start("t" + chats);
            single.ended("chat of t" + chats, "chat of t" + chats);
            single.start("u" + chats);
            single.request("v" + chats);
            boolean anticipates = single.lane().inFlight() > 0;
            if (anticipates) {
                break;
            }
            single.ended("chat of u" + chats, "chat of u" + chats);
            single.start("v" + chats);
            single.ended("chat of v" + chats, "chat of v" + chats);
        } while (chats < 1_000);
        single.answer("v" + chats, full());
        assertThat(single.view("i1").hold()).isEqualTo(LaneSnapshot.InstanceHold.NONE);
        assertThat(single.view("i1").concurrencyLimit()).isEqualTo(1);
        assertThat(single.lane().inFlight()).isZero();
        single.ended("chat of u" + chats, "chat of u" + chats);
        assertThat(single.lane().inFlight())
                .as("it is the first to go when the chat ends")
                .isEqualTo(1);
        single.start("v" + chats);
    }

    @Test
    void blindAStartIsFollowedByACallAndAQuotaFullResultByNone() {
        EngineFixture blind = new EngineFixture(100, ChatEndVisibility.Mode.OFF);
        for (int i = 0; i < 9; i++) {
            blind.request("t" + i);
        }
        for (int i = 0; i < 8; i++) {
            blind.answer("t" + i, full());
        }
        assertThat(blind.lane().inFlight()).isEqualTo(1);
        blind.start("t8");
        assertThat(blind.lane().inFlight()).isEqualTo(1);
        blind.answer("t0", full());
        assertThat(blind.lane().inFlight()).isZero();
        assertThat(blind.view("i1").hold()).isEqualTo(LaneSnapshot.InstanceHold.FULL);
        blind.pass(LONG);
        assertThat(blind.lane().inFlight()).as("one probe").isEqualTo(1);
    }
}

package chatcontacts.dispatch.engine;

import static chatcontacts.dispatch.engine.EngineFixture.denied;
import static chatcontacts.dispatch.engine.EngineFixture.full;
import static chatcontacts.dispatch.engine.EngineFixture.noCredentials;
import static chatcontacts.dispatch.engine.EngineFixture.rejected;
import static chatcontacts.dispatch.engine.EngineFixture.started;
import static chatcontacts.dispatch.engine.EngineFixture.throttled;
import static chatcontacts.dispatch.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.outcome.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults of the whole lane, and how they are told from those of single requests. Three attempts at most. */
final class OutageTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final EngineFixture dispatch = new EngineFixture(10, ChatEndVisibility.Mode.OFF);

    private void outage() {
        for (int i = 1; i <= 5; i++) {
            dispatch.request("t" + i);
        }
        for (int i = 1; i <= 5; i++) {
            dispatch.answer("t" + i, unavailable());
        }
    }

    @Test
    void aConnectThatCannotBeReachedHoldsTheLaneAtOnceAndSpendsNoAttempt() {
        long record = dispatch.request("t");
        for (int call = 1; call <= 6; call++) {
            dispatch.answer("t", new CallResult.Unreachable("dns"));
            assertThat(dispatch.lane().hold()).isEqualTo(LaneCircuitBreaker.HoldCause.OUTAGE);
            dispatch.pass(LONG);
            assertThat(dispatch.calls).hasSize(call + 1);
        }
        dispatch.answer("t", started("t"));
        assertThat(dispatch.lane().hold()).isEqualTo(LaneCircuitBreaker.HoldCause.NONE);
        assertThat(dispatch.result(record).attempts()).isEqualTo(1);
    }

    @Test
    void fiveRequestsInARowWithoutAUsefulAnswerHoldTheLane() {
        outage();
        assertThat(dispatch.lane().hold()).isEqualTo(LaneCircuitBreaker.HoldCause.OUTAGE);
        dispatch.request("late");
        assertThat(dispatch.calls).as("nothing new goes out").hasSize(5);
        dispatch.request(Ask.of("other").instance("i2"));
        dispatch.request(Ask.of("third").instance("i3"));
        assertThat(dispatch.called())
                .as("but one of another instance, to probe")
                .hasSize(6)
                .endsWith("other");
        dispatch.start("other");
        assertThat(dispatch.lane().hold()).isEqualTo(LaneCircuitBreaker.HoldCause.NONE);
    }

    @Test
    void anyAnswerInBetweenMeansThatTheLaneIsNotOut() {
        for (int i = 1; i <= 5; i++) {
            dispatch.request("t" + i);
        }
        for (int i = 1; i <= 4; i++) {
            dispatch.answer("t" + i, unavailable());
        }
        dispatch.answer("t5", rejected());
        dispatch.request("t6");
        dispatch.answer("t6", unavailable());
        assertThat(dispatch.lane().hold()).isEqualTo(LaneCircuitBreaker.HoldCause.NONE);
    }

    @Test
    void anyAnswerOfConnectToTheProbeEndsTheHold() {
        for (CallResult answer : List.of(full(), throttled(), rejected(), denied(), started("t"))) {
            EngineFixture each = new EngineFixture(10, ChatEndVisibility.Mode.OFF);
            each.request("t");
            each.answer("t", noCredentials());
            each.pass(LONG);
            each.answer("t", answer);
            assertThat(each.lane().hold()).as(answer.toString()).isEqualTo(LaneCircuitBreaker.HoldCause.NONE);
        }
    }

    @Test
    void theHoldSurvivesARestart() {
        dispatch.request("t");
        dispatch.answer("t", noCredentials());
        dispatch.restart();
        dispatch.pass(Duration.ofMillis(100));
        assertThat(dispatch.lane().hold()).isEqualTo(LaneCircuitBreaker.HoldCause.CREDENTIALS);
        assertThat(dispatch.calls).hasSize(1);
        dispatch.pass(Duration.ofMillis(25));
        assertThat(dispatch.calls).hasSize(2);
    }

    @Test
    void thoseWhoseProbesFailedTakeTheirOldPlacesWhenTheHoldIsOver() {
        EngineFixture oneByOne = new EngineFixture(10, ChatEndVisibility.Mode.OFF, 1_000, 1_000, 1);
        oneByOne.request("t");
        oneByOne.answer("t", noCredentials());
        oneByOne.pass(LONG);
        oneByOne.request("u");
        oneByOne.request("v");
        oneByOne.answer("t", noCredentials());
        oneByOne.pass(LONG);
        oneByOne.answer("u", rejected());
        assertThat(oneByOne.called()).containsExactly("t", "t", "u", "t");
    }

    @Test
    void anOutageIsProbedByOneCallAtATimeAndBurnsNoAttempts() {
        outage();
        int before = dispatch.calls.size();
        for (int probe = 1; probe <= 20; probe++) {
            dispatch.pass(LONG);
            assertThat(dispatch.calls).as("one probe").hasSize(before + probe);
            dispatch.answer(dispatch.calls.get(before + probe - 1), unavailable());
        }
        assertThat(dispatch.deadLetters).isEmpty();
        dispatch.pass(LONG);
        EngineFixture.Call last = dispatch.calls.get(dispatch.calls.size() - 1);
        dispatch.answer(last, started(last.clientToken()));
        assertThat(dispatch.lane().hold()).isEqualTo(LaneCircuitBreaker.HoldCause.NONE);
        dispatch.pass(Duration.ofSeconds(1));
        assertThat(dispatch.lane().inFlight()).as("all others go").isEqualTo(4);
    }

    @Test
    void aRequestThatAlwaysFailsDoesNotHoldTheLaneByItself() {
        outage();
        dispatch.request("good");
        for (int probe = 0; probe < 6; probe++) {
            dispatch.pass(LONG);
            EngineFixture.Call last = dispatch.calls.get(dispatch.calls.size() - 1);
            dispatch.answer(last, last.clientToken().equals("good") ? started("good") : unavailable());
        }
        assertThat(dispatch.called()).contains("good");
        assertThat(dispatch.results).hasSize(1);
        assertThat(dispatch.lane().hold()).isEqualTo(LaneCircuitBreaker.HoldCause.NONE);
    }

    @Test
    void aMoreUrgentRequestThatAlwaysFailsDoesNotHoldTheLaneForAnotherInstance() {
        for (int i = 1; i <= 5; i++) {
            dispatch.request(Ask.of("t" + i).priority(0));
        }
        for (int i = 1; i <= 5; i++) {
            dispatch.answer("t" + i, unavailable());
        }
        dispatch.request(Ask.of("good").instance("i2").priority(9));
        for (int probe = 0; probe < 6 && !dispatch.called().contains("good"); probe++) {
            dispatch.pass(LONG);
            dispatch.answer(dispatch.calls.get(dispatch.calls.size() - 1), unavailable());
        }
        assertThat(dispatch.called()).contains("good");
    }

    @Test
    void anInstanceWhoseCallsAloneFailIsShownAsFailing() {
        for (int i = 1; i <= 5; i++) {
            dispatch.request("t" + i);
        }
        dispatch.request(Ask.of("busy").instance("i2"));
        for (int i = 1; i <= 5; i++) {
            dispatch.answer("t" + i, unavailable());
        }
        assertThat(dispatch.lane().hold()).isEqualTo(LaneCircuitBreaker.HoldCause.NONE);
        assertThat(dispatch.view("i1").hold()).isEqualTo(LaneSnapshot.InstanceHold.FAILING);
        assertThat(dispatch.view("i1").holdUntilMs()).isGreaterThan(dispatch.nowMs);
        assertThat(dispatch.view("i2").hold()).isEqualTo(LaneSnapshot.InstanceHold.NONE);
    }

    @Test
    void refusedCredentialsHoldTheLaneAndKeepTheQueue() {
        long record = dispatch.request("t");
        dispatch.request(Ask.of("u").instance("i2"));
        dispatch.answer("t", noCredentials());
        assertThat(dispatch.lane().hold()).isEqualTo(LaneCircuitBreaker.HoldCause.CREDENTIALS);
        dispatch.answer("u", noCredentials());
        int before = dispatch.calls.size();
        for (int probe = 1; probe <= 20; probe++) {
            dispatch.pass(LONG);
            assertThat(dispatch.calls).hasSize(before + probe);
            dispatch.answer(dispatch.calls.get(before + probe - 1), noCredentials());
        }
        assertThat(dispatch.results).isEmpty();
        dispatch.pass(LONG);
        EngineFixture.Call last = dispatch.calls.get(dispatch.calls.size() - 1);
        dispatch.answer(last, started(last.clientToken()));
        dispatch.pass(Duration.ofMillis(10));
        dispatch.start(last.clientToken().equals("t") ? "u" : "t");
        assertThat(dispatch.result(record).attempts()).isEqualTo(1);
    }

    /** Each round every one of them is called and fails. */
    private void failAll(int rounds, String... tokens) {
        for (int round = 0; round < rounds; round++) {
            for (String token : tokens) {
                dispatch.answer(token, unavailable());
            }
            dispatch.pass(LONG);
        }
    }

    @Test
    void twoRequestsThatFailAgainAndAgainSpendNoAttemptsButHoldNobody() {
        long first = dispatch.request("t");
        long second = dispatch.request("u");
        failAll(10, "t", "u");
        assertThat(dispatch.calls).as("they go on").hasSize(22);
        assertThat(dispatch.deadLetters).isEmpty();
        assertThat(dispatch.lane().hold()).isEqualTo(LaneCircuitBreaker.HoldCause.NONE);
        dispatch.request(Ask.of("other").instance("i2"));
        assertThat(dispatch.called()).as("at once").endsWith("other");

        dispatch.start("t");
        dispatch.start("u");
        assertThat(dispatch.isStarted(first)).isTrue();
        assertThat(dispatch.isStarted(second)).isTrue();
    }

    @Test
    void whatSeemsAnOutageIsAskedLessAndLessOften() {
        dispatch.request("t");
        dispatch.request("u");
        failAll(3, "t", "u");
        int before = dispatch.calls.size();
        dispatch.answer("t", unavailable());
        dispatch.answer("u", unavailable());
        dispatch.pass(Duration.ofMillis(249));
        assertThat(dispatch.calls).hasSize(before);
        dispatch.pass(Duration.ofMillis(1));
        assertThat(dispatch.calls).hasSize(before + 2);
        failAll(20, "t", "u");
        before = dispatch.calls.size();
        dispatch.answer("t", unavailable());
        dispatch.answer("u", unavailable());
        dispatch.pass(Duration.ofSeconds(29));
        assertThat(dispatch.calls).hasSize(before);
    }

    @Test
    void requestsThatAlwaysFailSpendTheirAttemptsWhileOthersStart() {
        long first = dispatch.request("t");
        long second = dispatch.request("u");
        for (int i = 0; i < 3; i++) {
            dispatch.request("good" + i);
            dispatch.start("good" + i);
            failAll(1, "t", "u");
        }
        assertThat(dispatch.failure(first)).isEqualTo(Reason.RETRIES_EXHAUSTED);
        assertThat(dispatch.failure(second)).isEqualTo(Reason.RETRIES_EXHAUSTED);
    }

    @Test
    void inAnOutageOfALaneWithLittleToDoOnlyTheFirstRequestIsLost() {
        long first = dispatch.request("t");
        failAll(3, "t");
        assertThat(dispatch.failure(first)).isEqualTo(Reason.RETRIES_EXHAUSTED);
        long second = dispatch.request("u");
        failAll(10, "u");
        assertThat(dispatch.isOpen(second)).isTrue();
        dispatch.start("u");
        assertThat(dispatch.isStarted(second)).isTrue();
    }
}

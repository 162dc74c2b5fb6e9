package chatcontacts.dispatch;

import static chatcontacts.dispatch.EngineFixture.denied;
import static chatcontacts.dispatch.EngineFixture.full;
import static chatcontacts.dispatch.EngineFixture.noCredentials;
import static chatcontacts.dispatch.EngineFixture.rejected;
import static chatcontacts.dispatch.EngineFixture.started;
import static chatcontacts.dispatch.EngineFixture.throttled;
import static chatcontacts.dispatch.EngineFixture.unanswered;
import static chatcontacts.dispatch.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.EngineFixture.Ask;
import chatcontacts.domain.admission.LaneHold;
import chatcontacts.domain.admission.Sight;
import chatcontacts.domain.call.Answer;
import chatcontacts.domain.outcome.Outcome.Started;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.wire.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Faults that may pass, those of one request and those of the whole lane. Three attempts at most. */
final class FaultTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final EngineFixture dispatch = new EngineFixture(10, Sight.Mode.OFF);

    @Test
    void aTransientFaultIsTriedAgainWithTheSameTokenAfterABackoff() {
        dispatch.request("t");
        dispatch.answer("t", unavailable());
        dispatch.pass(Duration.ofMillis(99));
        assertThat(dispatch.calls).hasSize(1);
        dispatch.pass(Duration.ofMillis(1));
        assertThat(dispatch.called()).containsExactly("t", "t");
        dispatch.answer("t", unavailable());
        dispatch.pass(Duration.ofMillis(199));
        assertThat(dispatch.calls).hasSize(2);
        dispatch.pass(Duration.ofMillis(1));
        assertThat(dispatch.calls).hasSize(3);
    }

    @Test
    void afterTheLastAttemptTheRetriesAreExhausted() {
        long record = dispatch.request("t");
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(dispatch.calls).hasSize(attempt);
            dispatch.answer("t", unavailable());
            dispatch.pass(Duration.ofSeconds(1));
        }
        dispatch.pass(LONG);
        assertThat(dispatch.calls).hasSize(3);
        assertThat(dispatch.failure(record)).isEqualTo(Reason.RETRIES_EXHAUSTED);
        DeadLetter letter = dispatch.deadLetters.get(0);
        assertThat(letter.attempts()).isEqualTo(3);
        assertThat(letter.errorCode()).isEqualTo(Optional.of("InternalServiceException"));
        assertThat(letter.awsRequestId()).isEqualTo(Optional.of("aws-2"));
        assertThat(letter.maybeStarted()).isFalse();
    }

    @Test
    void aConnectThatCannotBeReachedHoldsTheLaneAtOnceAndSpendsNoAttempt() {
        long record = dispatch.request("t");
        for (int call = 1; call <= 6; call++) {
            dispatch.answer("t", new Answer.Unreachable("dns"));
            assertThat(dispatch.lane().hold()).isEqualTo(LaneHold.Cause.OUTAGE);
            dispatch.pass(LONG);
            assertThat(dispatch.calls).hasSize(call + 1);
        }
        dispatch.answer("t", started("t"));
        assertThat(dispatch.lane().hold()).isEqualTo(LaneHold.Cause.NONE);
        assertThat(dispatch.result(record).attempts()).isEqualTo(1);
    }

    @Test
    void aCallThatWasNeverAnsweredMakesEveryFailureUncertain() {
        long record = dispatch.request("t");
        dispatch.answer("t", unanswered());
        dispatch.pass(Duration.ofSeconds(1));
        dispatch.answer("t", rejected());
        assertThat(dispatch.failure(record)).isEqualTo(Reason.UNCERTAIN);
        long other = dispatch.request("u");
        for (int attempt = 1; attempt <= 3; attempt++) {
            dispatch.answer("u", attempt == 1 ? unanswered() : unavailable());
            dispatch.pass(Duration.ofSeconds(1));
        }
        assertThat(dispatch.failure(other)).isEqualTo(Reason.UNCERTAIN);
        assertThat(dispatch.result(other).attempts()).isEqualTo(3);
    }

    @Test
    void aStartAfterDoubtMustBeConnectedWithinFiveMinutesOfTheFirstCallThatCanHaveMadeIt() {
        long record = dispatch.request("t");
        Instant firstCall = dispatch.now();
        dispatch.answer("t", unavailable());
        dispatch.pass(Duration.ofSeconds(1));
        Instant secondCall = Instant.ofEpochMilli(firstCall.toEpochMilli() + 100);
        dispatch.answer("t", unanswered());
        dispatch.pass(Duration.ofSeconds(1));
        dispatch.start("t");
        Started started = (Started) dispatch.result(record).outcome();
        assertThat(started.contact().connectBy()).isEqualTo(secondCall.plus(Duration.ofMinutes(5)));
        assertThat(dispatch.result(record).attempts()).isEqualTo(3);
    }

    @Test
    void throttledAndFullAnswersSpendNoAttempt() {
        long record = dispatch.request("t");
        for (int i = 0; i < 10; i++) {
            dispatch.answer("t", i % 2 == 0 ? throttled() : full());
            dispatch.pass(LONG);
            assertThat(dispatch.calls).hasSize(i + 2);
        }
        dispatch.start("t");
        assertThat(dispatch.result(record).attempts()).isEqualTo(1);
    }

    @Test
    void aRefusalForGoodIsRejectedAtOnce() {
        long record = dispatch.request("t");
        dispatch.answer("t", rejected());
        assertThat(dispatch.failure(record)).isEqualTo(Reason.REJECTED);
        assertThat(dispatch.deadLetters.get(0).errorCode()).isEqualTo(Optional.of("InvalidRequestException"));
    }

    @Test
    void anAnswerToACallThatIsNotOutAnyMoreIsDropped() {
        dispatch.request("t");
        EngineFixture.Call first = dispatch.call("t");
        dispatch.answer(first, unavailable());
        dispatch.pass(Duration.ofSeconds(1));
        dispatch.answer(first, rejected());
        assertThat(dispatch.results).isEmpty();
        dispatch.start("t");
        dispatch.answer(dispatch.call("t"), started("again"));
        assertThat(dispatch.results).hasSize(1);
    }

    private void outage() {
        for (int i = 1; i <= 5; i++) {
            dispatch.request("t" + i);
        }
        for (int i = 1; i <= 5; i++) {
            dispatch.answer("t" + i, unavailable());
        }
    }

    @Test
    void fiveRequestsInARowWithoutAUsefulAnswerHoldTheLane() {
        outage();
        assertThat(dispatch.lane().hold()).isEqualTo(LaneHold.Cause.OUTAGE);
        dispatch.request(Ask.of("other").instance("i2"));
        assertThat(dispatch.calls).as("nothing new goes out").hasSize(5);
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
        assertThat(dispatch.lane().hold()).isEqualTo(LaneHold.Cause.NONE);
    }

    @Test
    void anyAnswerOfConnectToTheProbeEndsTheHold() {
        for (Answer answer : List.of(full(), throttled(), rejected(), denied(), started("t"))) {
            EngineFixture each = new EngineFixture(10, Sight.Mode.OFF);
            each.request("t");
            each.answer("t", noCredentials());
            each.pass(LONG);
            each.answer("t", answer);
            assertThat(each.lane().hold()).as(answer.toString()).isEqualTo(LaneHold.Cause.NONE);
        }
    }

    @Test
    void theHoldSurvivesARestart() {
        dispatch.request("t");
        dispatch.answer("t", noCredentials());
        dispatch.restart();
        dispatch.pass(Duration.ofMillis(100));
        assertThat(dispatch.lane().hold()).isEqualTo(LaneHold.Cause.CREDENTIALS);
        assertThat(dispatch.calls).hasSize(1);
        dispatch.pass(Duration.ofMillis(25));
        assertThat(dispatch.calls).hasSize(2);
    }

    @Test
    void aLoweredPaceSurvivesARestart() {
        dispatch.request("t");
        dispatch.answer("t", throttled());
        dispatch.restart();
        assertThat(dispatch.lane().ratePerSecond()).isEqualTo(800);
    }

    @Test
    void thoseWhoseProbesFailedTakeTheirOldPlacesWhenTheHoldIsOver() {
        EngineFixture oneByOne = new EngineFixture(10, Sight.Mode.OFF, 1_000, 1_000, 1);
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
    void theLastAnswerThatWasNoStartIsNamed() {
        EngineFixture impatient = new EngineFixture(10, Sight.Mode.OFF);
        impatient.request(Ask.of("t").patience(Duration.ofMillis(100)));
        impatient.answer("t", full());
        impatient.pass(Duration.ofMillis(100));
        assertThat(impatient.deadLetters.get(0).errorCode()).isEqualTo(Optional.of("LimitExceededException"));
        assertThat(impatient.deadLetters.get(0).message()).startsWith("The deadline 2026-01-01T00:00:01.1");
    }

    @Test
    void everyCallAndEveryOutcomeAsksForACommit() {
        dispatch.request("t");
        assertThat(dispatch.commits).isEqualTo(1);
        dispatch.start("t");
        assertThat(dispatch.commits).isEqualTo(2);
        dispatch.request("t");
        assertThat(dispatch.commits).isEqualTo(3);
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
        assertThat(dispatch.lane().hold()).isEqualTo(LaneHold.Cause.NONE);
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
        assertThat(dispatch.lane().hold()).isEqualTo(LaneHold.Cause.NONE);
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
    void refusedCredentialsHoldTheLaneAndKeepTheQueue() {
        long record = dispatch.request("t");
        dispatch.request(Ask.of("u").instance("i2"));
        dispatch.answer("t", noCredentials());
        assertThat(dispatch.lane().hold()).isEqualTo(LaneHold.Cause.CREDENTIALS);
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
}

package chatcontacts.dispatch.engine;

import static chatcontacts.dispatch.engine.EngineFixture.full;
import static chatcontacts.dispatch.engine.EngineFixture.rejected;
import static chatcontacts.dispatch.engine.EngineFixture.started;
import static chatcontacts.dispatch.engine.EngineFixture.throttled;
import static chatcontacts.dispatch.engine.EngineFixture.unanswered;
import static chatcontacts.dispatch.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.outcome.Outcome.Started;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.wire.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Faults that may pass, and those that do not, of single requests. Three attempts at most. */
final class TransientFaultTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final EngineFixture dispatch = new EngineFixture(10, ChatEndVisibility.Mode.OFF);

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
        assertThat(letter.calls().attempts()).isEqualTo(3);
        assertThat(letter.failure().errorCode()).isEqualTo(Optional.of("InternalServiceException"));
        assertThat(letter.calls().awsRequestId()).isEqualTo(Optional.of("aws-2"));
        assertThat(letter.calls().maybeStarted()).isFalse();
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
        assertThat(dispatch.deadLetters.get(0).failure().errorCode()).isEqualTo(Optional.of("InvalidRequestException"));
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

    @Test
    void aLoweredPaceSurvivesARestart() {
        dispatch.request("t");
        dispatch.answer("t", throttled());
        dispatch.restart();
        assertThat(dispatch.lane().ratePerSecond()).isEqualTo(800);
    }

    @Test
    void theLastAnswerThatWasNoStartIsNamed() {
        EngineFixture impatient = new EngineFixture(10, ChatEndVisibility.Mode.OFF);
        impatient.request(Ask.of("t").patience(Duration.ofMillis(100)));
        impatient.answer("t", full());
        impatient.pass(Duration.ofMillis(100));
        assertThat(impatient.deadLetters.get(0).failure().errorCode()).isEqualTo(Optional.of("LimitExceededException"));
        assertThat(impatient.deadLetters.get(0).failure().message()).startsWith("The deadline 2026-01-01T00:00:01.1");
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
}

package chatcontacts.dispatch.engine;

import static chatcontacts.dispatch.engine.EngineFixture.rejected;
import static chatcontacts.dispatch.engine.EngineFixture.unanswered;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.outcome.Outcome.Started;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.request.TokenWindow;
import chatcontacts.wire.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a dead letter knows of its calls outlives the row of its request: redrives come days later. */
final class FormerRoundsTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration RETENTION = Duration.ofDays(1);

    private final EngineFixture dispatch = new EngineFixture(1, ChatEndVisibility.Mode.OFF);

    private DeadLetter uncertain() {
        dispatch.request(Ask.of("t").patience(SHORT));
        dispatch.answer("t", unanswered());
        dispatch.pass(SHORT);
        return last();
    }

    private DeadLetter last() {
        return dispatch.deadLetters.getLast();
    }

    /** The row is gone, as in a lane that is new to the instance. */
    private void forgetAll() {
        dispatch.table.scan(new byte[] {0}, new byte[] {(byte) 0xFF}, (key, value) -> {
            dispatch.table.delete(key);
            return true;
        });
        dispatch.restartAndGoOn();
    }

    @Test
    void aRedriveThatExpiresDaysLaterIsStillInDoubt() {
        Instant firstCall = dispatch.now();
        DeadLetter letter = uncertain();
        assertThat(letter.reason()).isEqualTo(Reason.UNCERTAIN);
        dispatch.pass(Duration.ofDays(2));
        forgetAll();

        long redriven = dispatch.redrive(Ask.of("t").patience(Duration.ZERO), letter);

        assertThat(dispatch.failure(redriven)).isEqualTo(Reason.UNCERTAIN);
        assertThat(last().calls().maybeStarted()).isTrue();
        assertThat(last().calls().firstCallAt()).contains(firstCall);
    }

    @Test
    void noSecondCallIsMadeOutsideOfConnectsWindow() {
        DeadLetter letter = uncertain();
        int calls = dispatch.calls.size();
        dispatch.pass(Duration.ofDays(2));
        dispatch.redrive(Ask.of("t").patience(Duration.ZERO), letter);
        letter = last();
        dispatch.pass(Duration.ofDays(6));
        forgetAll();

        long redriven = dispatch.redrive(Ask.of("t").patience(Duration.ofDays(6)), letter);

        assertThat(dispatch.failure(redriven)).isEqualTo(Reason.UNCERTAIN);
        assertThat(dispatch.calls).hasSize(calls);
        assertThat(last().calls().maybeStarted()).isTrue();
    }

    @Test
    void theFirstCallCountsAlsoWhereItWasAnswered() {
        dispatch.request("t");
        dispatch.answer("t", rejected());
        DeadLetter letter = last();
        dispatch.pass(TokenWindow.MAX_BETWEEN_CALLS.minusSeconds(1));
        forgetAll();

        long inTime = dispatch.redrive(Ask.of("t").patience(Duration.ofDays(6)), letter);
        assertThat(dispatch.isOpen(inTime)).isTrue();
        dispatch.pass(Duration.ofSeconds(1));
        dispatch.answer("t", unanswered());

        assertThat(dispatch.failure(inTime)).isEqualTo(Reason.UNCERTAIN);
        assertThat(last().calls().firstCallAt()).isEqualTo(letter.calls().firstCallAt());
    }

    @Test
    void aStartInDoubtCountsFromTheFirstCall() {
        Instant firstCall = dispatch.now();
        DeadLetter letter = uncertain();
        dispatch.pass(Duration.ofDays(2));
        forgetAll();
        long redriven = dispatch.redrive(Ask.of("t"), letter);
        dispatch.start("t");
        assertThat(dispatch.isStarted(redriven)).isTrue();
        var started = (Started) dispatch.result(redriven).outcome();
        assertThat(started.contact().connectBy()).isEqualTo(firstCall.plus(Duration.ofMinutes(5)));
    }

    @Test
    void anUncertainRequestKeepsItsRowForTheWindowOfItsToken() {
        uncertain();
        int calls = dispatch.calls.size();
        dispatch.pass(RETENTION.multipliedBy(6));
        long repeated = dispatch.request("t");
        assertThat(dispatch.result(repeated).replayed()).isTrue();
        assertThat(dispatch.calls).hasSize(calls);

        dispatch.pass(TokenWindow.LENGTH.minus(RETENTION.multipliedBy(6)));
        assertThat(dispatch.table.size()).as("then it goes").isLessThanOrEqualTo(2);
        dispatch.request("t");
        assertThat(dispatch.calls).hasSize(calls + 1);
    }
}

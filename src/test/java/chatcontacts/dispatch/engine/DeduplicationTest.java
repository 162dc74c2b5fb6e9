package chatcontacts.dispatch.engine;

import static chatcontacts.dispatch.engine.EngineFixture.rejected;
import static chatcontacts.dispatch.engine.EngineFixture.unanswered;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.ParticipantCredentials.Connection;
import chatcontacts.domain.outcome.ParticipantCredentials.Socket;
import chatcontacts.domain.outcome.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One client token stands for one request. */
final class DeduplicationTest {

    private final EngineFixture dispatch = new EngineFixture(10, ChatEndVisibility.Mode.OFF);

    @Test
    void aDuplicateOfAStartedRequestGetsTheFirstOutcomeWithoutACall() {
        long first = dispatch.request("t");
        dispatch.start("t");
        dispatch.pass(Duration.ofMinutes(10));
        long duplicate = dispatch.request("t");
        assertThat(dispatch.calls).hasSize(1);
        assertThat(dispatch.result(first).replayed()).isFalse();
        assertThat(dispatch.result(duplicate).replayed()).isTrue();
        assertThat(dispatch.result(duplicate).outcome())
                .isEqualTo(dispatch.result(first).outcome());
        assertThat(dispatch.result(duplicate).settledAt())
                .isEqualTo(dispatch.result(first).settledAt());
        assertThat(dispatch.deadLetters).isEmpty();
    }

    @Test
    void aDuplicateGetsAllThatOpensTheChatAlsoFromTheNextOwner() {
        var credentials = ParticipantCredentials.of(
                "secret",
                Optional.of(new Connection("token", Optional.of(dispatch.now()))),
                Optional.of(new Socket("wss://url", Optional.of(dispatch.now()))));
        long first = dispatch.request("t");
        dispatch.answer(
                "t",
                new CallResult.ChatStarted(
                        "contact",
                        "participant",
                        credentials,
                        Optional.empty(),
                        Optional.of("streaming"),
                        Optional.empty()));
        dispatch.restartAndGoOn();

        Outcome repeated = dispatch.result(dispatch.request("t")).outcome();

        assertThat(repeated).isEqualTo(dispatch.result(first).outcome());
        assertThat(((Outcome.Started) repeated).contact().credentials()).isEqualTo(credentials);
        assertThat(((Outcome.Started) repeated).contact().streamingId()).contains("streaming");
    }

    @Test
    void aDuplicateOfAFailureGetsTheFailureButNoSecondDeadLetter() {
        dispatch.request("t");
        dispatch.answer("t", rejected());
        long duplicate = dispatch.request("t");
        assertThat(dispatch.calls).hasSize(1);
        assertThat(dispatch.result(duplicate).replayed()).isTrue();
        assertThat(dispatch.deadLetters).hasSize(1);
    }

    @Test
    void duplicatesThatComeWhileTheFirstWaitsAreAllAnsweredWhenItSettles() {
        dispatch.request("t");
        List<Long> duplicates = new ArrayList<>();
        for (int i = 0; i < 173; i++) {
            duplicates.add(dispatch.request("t"));
        }
        dispatch.start("t");
        assertThat(dispatch.results.size()).as("a bounded number at once").isLessThanOrEqualTo(51);
        dispatch.pass(Duration.ofMillis(10));
        assertThat(duplicates)
                .allSatisfy(duplicate ->
                        assertThat(dispatch.result(duplicate).replayed()).isTrue());
        assertThat(dispatch.results).hasSize(174);
        assertThat(dispatch.calls).hasSize(1);
    }

    @Test
    void duplicatesThatWaitSurviveARestartBeforeAndAfterTheFirstSettles() {
        dispatch.request("t");
        for (int i = 0; i < 120; i++) {
            dispatch.request("t");
        }
        dispatch.restartAndGoOn();
        dispatch.start("t");
        dispatch.restart();
        dispatch.pass(Duration.ofMillis(10));
        assertThat(dispatch.results).hasSize(121);
    }

    @Test
    void theSameTokenWithOtherContentIsRefusedWhetherTheFirstWaitsOrIsSettled() {
        dispatch.request("t");
        long whileOpen = dispatch.request(Ask.of("t").content(2));
        assertThat(dispatch.failure(whileOpen)).isEqualTo(Reason.TOKEN_REUSED);
        dispatch.start("t");
        long after = dispatch.request(Ask.of("t").content(2));
        assertThat(dispatch.failure(after)).isEqualTo(Reason.TOKEN_REUSED);
        long first = dispatch.request("t");
        assertThat(dispatch.isStarted(first)).as("the first one's row stays").isTrue();
        assertThat(dispatch.calls).hasSize(1);
    }

    @Test
    void theSameTokenInAnotherInstanceIsAnotherRequest() {
        dispatch.request("t");
        dispatch.request(Ask.of("t").instance("i2"));
        assertThat(dispatch.calls).hasSize(2);
    }

    @Test
    void aHigherRedriveCountOpensAFailureAgainWithFreshAttempts() {
        dispatch.request("t");
        dispatch.answer("t", rejected());
        long redriven = dispatch.request(Ask.of("t").redrive(1));
        assertThat(dispatch.calls).hasSize(2);
        dispatch.start("t");
        assertThat(dispatch.isStarted(redriven)).isTrue();
        assertThat(dispatch.result(redriven).replayed()).isFalse();
        assertThat(dispatch.result(redriven).attempts()).isEqualTo(1);
        long sameCount = dispatch.request(Ask.of("t").redrive(1));
        assertThat(dispatch.result(sameCount).replayed()).isTrue();
    }

    @Test
    void aHigherRedriveCountNeverOpensAStart() {
        dispatch.request("t");
        dispatch.start("t");
        long redriven = dispatch.request(Ask.of("t").redrive(9));
        assertThat(dispatch.result(redriven).replayed()).isTrue();
        assertThat(dispatch.calls).hasSize(1);
    }

    @Test
    void aRedriveThatWaitedAsADuplicateOpensTheFailureAndTheOthersWaitForThat() {
        dispatch.request("t");
        long before = dispatch.request("t");
        long redriven = dispatch.request(Ask.of("t").redrive(1));
        List<Long> after = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            after.add(dispatch.request("t"));
        }
        dispatch.answer("t", rejected());
        dispatch.pass(Duration.ofMillis(10));
        assertThat(dispatch.failure(0)).isEqualTo(Reason.REJECTED);
        assertThat(dispatch.result(before).replayed()).isTrue();
        assertThat(dispatch.isOpen(redriven)).isTrue();
        assertThat(dispatch.calls).hasSize(2);
        dispatch.start("t");
        dispatch.pass(Duration.ofMillis(10));
        assertThat(dispatch.isStarted(redriven)).isTrue();
        assertThat(after).allSatisfy(duplicate -> {
            assertThat(dispatch.result(duplicate).replayed()).isTrue();
            assertThat(dispatch.isStarted(duplicate)).isTrue();
        });
    }

    @Test
    void theOthersWaitAlsoIfTheRedriveIsTheLastOfABoundedNumber() {
        dispatch.request("t");
        for (int i = 0; i < 49; i++) {
            dispatch.request("t");
        }
        dispatch.request(Ask.of("t").redrive(1));
        long behind = dispatch.request("t");
        dispatch.answer("t", rejected());
        dispatch.pass(Duration.ofMillis(10));
        assertThat(dispatch.isOpen(behind)).isTrue();
        dispatch.start("t");
        dispatch.pass(Duration.ofMillis(10));
        assertThat(dispatch.isStarted(behind)).isTrue();
        assertThat(dispatch.wakeAtMs).as("nothing is left but the expiry").isGreaterThan(dispatch.nowMs + 60_000);
    }

    @Test
    void aRedriveOfAnUncertainRequestStaysInDoubt() {
        dispatch.request(Ask.of("t").patience(Duration.ofMillis(50)));
        dispatch.answer("t", unanswered());
        dispatch.pass(Duration.ofMillis(50));
        assertThat(dispatch.failure(0)).isEqualTo(Reason.UNCERTAIN);
        long redriven = dispatch.request(Ask.of("t").redrive(1));
        dispatch.answer("t", rejected());
        assertThat(dispatch.failure(redriven)).isEqualTo(Reason.UNCERTAIN);
        assertThat(dispatch.deadLetters.get(1).calls().maybeStarted()).isTrue();
    }

    @Test
    void nothingIsCalledPastTheTokensWindow() {
        dispatch.request(Ask.of("t").patience(Duration.ofMinutes(1)));
        dispatch.answer("t", rejected());
        for (int day = 1; day <= 7; day++) {
            dispatch.pass(Duration.ofHours(23));
            long redriven = dispatch.request(Ask.of("t").redrive(day));
            dispatch.answer("t", rejected());
            assertThat(dispatch.failure(redriven)).isEqualTo(Reason.REJECTED);
        }
        dispatch.pass(Duration.ofHours(7));
        long late = dispatch.request(Ask.of("t").redrive(8));
        assertThat(dispatch.failure(late)).isEqualTo(Reason.EXPIRED);
        assertThat(dispatch.calls).hasSize(8);
    }

    @Test
    void afterItsRetentionASettledRequestIsForgottenAndItsTokenOpensAnew() {
        dispatch.request("t");
        dispatch.start("t");
        dispatch.pass(Duration.ofDays(1).minusMillis(1));
        dispatch.request("t");
        assertThat(dispatch.calls).hasSize(1);
        dispatch.pass(Duration.ofMillis(1));
        dispatch.request("t");
        assertThat(dispatch.calls).hasSize(2);
    }

    @Test
    void expiredRowsArePurgedABoundedNumberAtOnce() {
        for (int i = 0; i < 1_000; i++) {
            dispatch.request("t" + i);
            dispatch.start("t" + i);
            dispatch.nowMs++;
        }
        int rows = dispatch.table.size();
        dispatch.nowMs += Duration.ofDays(1).toMillis() + 31_000;
        dispatch.step();
        assertThat(rows - dispatch.table.size()).isBetween(1, 150);
        dispatch.pass(Duration.ofMinutes(1));
        assertThat(dispatch.table.size()).isLessThanOrEqualTo(2);
        assertThat(dispatch.wakeAtMs).as("then all is quiet").isEqualTo(Long.MAX_VALUE);
    }
}

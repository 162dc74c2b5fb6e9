package chatcontacts.dispatch.engine;

import static chatcontacts.dispatch.engine.EngineFixture.throttled;
import static chatcontacts.dispatch.engine.EngineFixture.unanswered;
import static chatcontacts.dispatch.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.outcome.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Never a call past a deadline, and a prompt word when it has passed. */
final class DeadlineTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final EngineFixture dispatch = new EngineFixture(1, ChatEndVisibility.Mode.OFF);

    @Test
    void aRequestThatWaitsExpiresAtItsDeadline() {
        dispatch.request("first");
        long waiting = dispatch.request(Ask.of("t").patience(SECOND));
        dispatch.pass(Duration.ofMillis(999));
        assertThat(dispatch.isOpen(waiting)).isTrue();
        assertThat(dispatch.wakeAtMs).isEqualTo(dispatch.nowMs + 1);
        dispatch.pass(Duration.ofMillis(1));
        assertThat(dispatch.failure(waiting)).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void aDeadlineThatHasPassedAtArrivalExpiresAtOnce() {
        long record = dispatch.request(Ask.of("t").patience(Duration.ZERO));
        assertThat(dispatch.failure(record)).isEqualTo(Reason.EXPIRED);
        assertThat(dispatch.calls).isEmpty();
    }

    /** Calls that follow would be checked with a time that is long past. */
    @Test
    void howeverManyExpireAtOnceAStepSettlesABoundedNumber() {
        dispatch.admits = false;
        for (int i = 0; i < 3_000; i++) {
            dispatch.request(Ask.of("t" + i).patience(SECOND));
        }
        dispatch.request("in time");
        dispatch.nowMs += 2_000;
        dispatch.admits = true;

        dispatch.step();
        assertThat(dispatch.results).hasSizeLessThanOrEqualTo(1_000);
        assertThat(dispatch.wakeAtMs).isLessThanOrEqualTo(dispatch.nowMs);

        dispatch.pass(SECOND);
        assertThat(dispatch.results).hasSize(3_000);
        assertThat(dispatch.called()).containsExactly("in time");
    }

    @Test
    void aRequestThatBacksOffExpiresAtItsDeadline() {
        long record = dispatch.request(Ask.of("t").patience(Duration.ofMillis(50)));
        dispatch.answer("t", unavailable());
        dispatch.pass(Duration.ofMillis(50));
        assertThat(dispatch.failure(record)).isEqualTo(Reason.EXPIRED);
        assertThat(dispatch.result(record).attempts()).isEqualTo(1);
        dispatch.pass(Duration.ofMinutes(1));
        assertThat(dispatch.calls).hasSize(1);
    }

    @Test
    void aStartThatIsAnsweredAfterTheDeadlineIsAStart() {
        long record = dispatch.request(Ask.of("t").patience(SECOND));
        dispatch.pass(Duration.ofSeconds(5));
        assertThat(dispatch.isOpen(record)).isTrue();
        dispatch.start("t");
        assertThat(dispatch.isStarted(record)).isTrue();
    }

    @Test
    void anyOtherAnswerAfterTheDeadlineExpiresTheRequest() {
        long record = dispatch.request(Ask.of("t").patience(SECOND));
        dispatch.pass(Duration.ofSeconds(5));
        dispatch.answer("t", throttled());
        assertThat(dispatch.failure(record)).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void oneInDoubtIsUncertainAtItsDeadline() {
        long record = dispatch.request(Ask.of("t").patience(Duration.ofMillis(50)));
        dispatch.answer("t", unanswered());
        dispatch.pass(Duration.ofMillis(50));
        assertThat(dispatch.failure(record)).isEqualTo(Reason.UNCERTAIN);
        assertThat(dispatch.deadLetters.get(0).calls().firstCallAt()).isPresent();
        assertThat(dispatch.deadLetters.get(0).calls().maybeStarted()).isTrue();
    }

    @Test
    void deadlinesNeverReorder() {
        dispatch.request("first");
        dispatch.request(Ask.of("patient").patience(Duration.ofHours(2)));
        dispatch.request(Ask.of("hasty").patience(Duration.ofSeconds(10)));
        dispatch.start("first");
        assertThat(dispatch.called()).containsExactly("first", "patient");
    }

    @Test
    void thousandsThatExpireTogetherDoSoABoundedNumberAtOnce() {
        dispatch.request("first");
        for (int i = 0; i < 1_200; i++) {
            dispatch.request(Ask.of("t" + i).patience(Duration.ofSeconds(10)));
        }
        dispatch.nowMs += 10_000;
        dispatch.step();
        assertThat(dispatch.results).hasSize(500);
        assertThat(dispatch.wakeAtMs).isEqualTo(dispatch.nowMs);
        dispatch.pass(Duration.ofMillis(5));
        assertThat(dispatch.results).hasSize(1_200);
    }

    @Test
    void noneIsCalledPastItsDeadlineHoweverManyExpireAtOnce() {
        EngineFixture dispatch = new EngineFixture(5_000, ChatEndVisibility.Mode.OFF, 10_000, 10_000, 5_000);
        dispatch.admits = false;
        for (int i = 0; i < 1_500; i++) {
            dispatch.request(Ask.of("t" + i).patience(Duration.ofSeconds(30)));
        }
        dispatch.nowMs += Duration.ofSeconds(31).toMillis();
        dispatch.admits = true;
        dispatch.step();
        dispatch.pass(Duration.ofSeconds(1));
        assertThat(dispatch.calls).isEmpty();
        assertThat(dispatch.results).hasSize(1_500);
    }
}

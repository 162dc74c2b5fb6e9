package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.call.CallResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an owner with a wrong clock left holds its successor back no longer than the longest backoff. */
final class WrongClockTest {

    private static final Duration AHEAD = Duration.ofHours(5);

    private final EngineFixture dispatch = new EngineFixture(10, ChatEndVisibility.Mode.OFF);

    private void successorWithTheRightClock() {
        dispatch.nowMs -= AHEAD.toMillis();
        dispatch.restart();
        dispatch.pass(Duration.ofMinutes(1).plusMillis(20));
    }

    private void requestInFlight() {
        dispatch.nowMs += AHEAD.toMillis();
        dispatch.restartAndGoOn();
        dispatch.request("a");
    }

    @Test
    void theHoldOfALaneEnds() {
        requestInFlight();
        dispatch.answer("a", new CallResult.Unreachable("dns"));
        successorWithTheRightClock();
        assertThat(dispatch.called()).containsExactly("a", "a");
    }

    @Test
    void theHoldOfAnInstanceEnds() {
        requestInFlight();
        dispatch.answer("a", EngineFixture.denied());
        successorWithTheRightClock();
        assertThat(dispatch.called()).containsExactly("a", "a");
    }

    @Test
    void theBackoffOfARequestEnds() {
        requestInFlight();
        dispatch.answer("a", EngineFixture.unavailable());
        successorWithTheRightClock();
        assertThat(dispatch.called()).containsExactly("a", "a");
    }

    @Test
    void aFullInstanceIsStillHeld() {
        requestInFlight();
        dispatch.answer("a", EngineFixture.full());
        successorWithTheRightClock();
        assertThat(dispatch.called()).containsExactly("a", "a");
        dispatch.answer("a", EngineFixture.full());
        assertThat(dispatch.view("i1").hold()).isEqualTo(LaneSnapshot.InstanceHold.FULL);
        assertThat(dispatch.view("i1").holdUntilMs()).isGreaterThan(dispatch.nowMs);
        assertThat(dispatch.calls).hasSize(2);
    }
}

package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.wire.DispatchMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds, rows and states of instances and lanes without work go. */
final class NothingKeptTest {

    private final EngineFixture dispatch = new EngineFixture(10, ChatEndVisibility.Mode.AUTO);

    @Test
    void deniedInstancesWithoutRequestsLeaveNothing() {
        for (int i = 0; i < 200; i++) {
            dispatch.request(Ask.of("t" + i).instance("wrong" + i).patience(Duration.ofMinutes(5)));
            dispatch.pass(Duration.ofMillis(20));
            if (dispatch.called().contains("t" + i)) {
                dispatch.answer("t" + i, EngineFixture.denied());
            }
        }
        for (int second = 0; second < 600; second++) {
            dispatch.pass(Duration.ofSeconds(1));
            List<EngineFixture.Call> unanswered = List.copyOf(dispatch.calls);
            dispatch.calls.clear();
            unanswered.forEach(call -> dispatch.answer(call, EngineFixture.denied()));
        }
        dispatch.pass(Duration.ofMinutes(5));
        assertThat(dispatch.lane().instances()).isEmpty();
        dispatch.pass(Duration.ofDays(2));
        assertThat(dispatch.table.size()).isZero();
    }

    @Test
    void aLaneWhoseLastRequestWasCancelledIsNotHeldForEver() {
        dispatch.request("a");
        dispatch.answer("a", new CallResult.Unreachable("dns"));
        dispatch.cancel("a");
        dispatch.pass(Duration.ofMinutes(2));
        dispatch.request("b");
        assertThat(dispatch.called()).endsWith("b");
        dispatch.start("b");
        assertThat(dispatch.lane().hold()).isEqualTo(LaneCircuitBreaker.HoldCause.NONE);
    }

    @Test
    void theHoldOfALaneWithoutWorkIsOver() {
        dispatch.request("a");
        dispatch.answer("a", new CallResult.Unreachable("dns"));
        dispatch.cancel("a");
        dispatch.pass(Duration.ofDays(2));
        assertThat(dispatch.engine.snapshots(dispatch.nowMs))
                .allSatisfy(lane -> assertThat(lane.hold()).isEqualTo(LaneCircuitBreaker.HoldCause.NONE));
        assertThat(dispatch.table.size()).isZero();
        assertThat(dispatch.wakeAtMs).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void afterACancellationInFlightARestartDoesNotCallAgain() {
        long record = dispatch.request("a");
        dispatch.cancel("a");
        dispatch.restartAndGoOn();
        assertThat(dispatch.called()).containsExactly("a");
        assertThat(dispatch.failure(record)).isEqualTo(Reason.UNCERTAIN);
    }

    @Test
    void aRequestThatCannotBeReadWakesItsDuplicates() {
        dispatch.admits = false;
        long first = dispatch.request(Ask.of("a").flow("unreadable"));
        long second = dispatch.request(Ask.of("a").flow("unreadable"));
        dispatch.admits = true;
        dispatch.pass(Duration.ofMillis(1));
        dispatch.step();
        dispatch.pass(Duration.ofSeconds(1));
        assertThat(dispatch.isOpen(first)).isFalse();
        assertThat(dispatch.isOpen(second)).isFalse();
    }

    @Test
    void notesOfOneMillisecondAreAllKept() {
        dispatch.accept(new DispatchMessage.Cancellation("i1", "x"));
        dispatch.accept(new DispatchMessage.Cancellation("i1", "y"));
        dispatch.pass(Duration.ofHours(3));
        assertThat(dispatch.table.size()).isZero();
    }
}

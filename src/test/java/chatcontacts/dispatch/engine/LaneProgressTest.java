package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.LaneSnapshot.Movement;
import chatcontacts.domain.admission.ChatEndVisibility;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a lane tells the watchdog. */
class LaneProgressTest {

    private static final long NEVER = Long.MAX_VALUE;

    @Test
    void withNothingToDoNothingIsAwaited() {
        EngineFixture dispatch = new EngineFixture(10, ChatEndVisibility.Mode.OFF);
        dispatch.request("a");
        dispatch.start("a");
        Movement movement = dispatch.lane().movement();

        assertThat(movement.mayGo()).isFalse();
        assertThat(movement.oldestCallAtMs()).isEqualTo(NEVER);
        assertThat(movement.admitsAtMs()).isEqualTo(NEVER);
    }

    @Test
    void theOldestCallIsTold() {
        EngineFixture dispatch = new EngineFixture(10, ChatEndVisibility.Mode.OFF);
        dispatch.request("a");
        long first = dispatch.nowMs;
        dispatch.pass(Duration.ofSeconds(1));
        dispatch.request("b");

        assertThat(dispatch.lane().movement().oldestCallAtMs()).isEqualTo(first);
        assertThat(dispatch.lane().movement().calls()).isEqualTo(2);
        dispatch.start("a");
        assertThat(dispatch.lane().movement().oldestCallAtMs()).isEqualTo(first + 1_000);
    }

    @Test
    void withoutATokenTheClockLetsTheNextOneGo() {
        EngineFixture dispatch = new EngineFixture(10, ChatEndVisibility.Mode.OFF, 0.5, 2, 100);
        for (int i = 0; i < 4; i++) {
            dispatch.request("t" + i);
        }

        Movement movement = dispatch.lane().movement();
        assertThat(movement.mayGo()).isTrue();
        assertThat(movement.admitsAtMs()).isBetween(dispatch.nowMs + 1, dispatch.nowMs + 2_000);
        assertThat(movement.dueAtMs()).isEqualTo(movement.admitsAtMs());
    }

    @Test
    void chatsThatFillTheQuotaKeepTheirQueueBack() {
        EngineFixture dispatch = new EngineFixture(1, ChatEndVisibility.Mode.ON);
        dispatch.request("a");
        dispatch.start("a");
        dispatch.request("b");

        assertThat(dispatch.lane().inFlight()).isZero();
        assertThat(dispatch.lane().movement().mayGo()).isFalse();
    }

    @Test
    void aHoldIsOverAtItsTime() {
        EngineFixture dispatch = new EngineFixture(10, ChatEndVisibility.Mode.OFF);
        dispatch.request("a");
        dispatch.answer("a", EngineFixture.full());

        Movement movement = dispatch.lane().movement();
        assertThat(movement.mayGo()).isTrue();
        assertThat(movement.admitsAtMs()).isGreaterThan(dispatch.nowMs);
    }

    @Test
    void aBackOffIsDueAtItsTime() {
        EngineFixture dispatch = new EngineFixture(10, ChatEndVisibility.Mode.OFF);
        dispatch.request("a");
        dispatch.answer("a", EngineFixture.unavailable());

        Movement movement = dispatch.lane().movement();
        assertThat(movement.mayGo()).isFalse();
        assertThat(movement.dueAtMs()).isEqualTo(dispatch.nowMs + 100);
    }
}

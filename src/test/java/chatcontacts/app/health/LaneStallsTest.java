package chatcontacts.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.Movement;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaneStallsTest {

    private static final long NOW = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;
    private static final Movement IDLE = new Movement(3, NEVER, false, NEVER, NEVER);

    private static List<Stall> stalls(int inFlight, Movement movement) {
        LaneSnapshot lane = new LaneSnapshot(
                "blue",
                false,
                5,
                5,
                inFlight,
                100,
                LaneCircuitBreaker.HoldCause.NONE,
                "",
                0,
                List.of(),
                movement,
                List.of(),
                Optional.empty(),
                List.of());
        return LaneStalls.of(List.of(lane), any -> Duration.ofSeconds(20), Duration.ofSeconds(10), NOW);
    }

    private static void assertStalled(int inFlight, Movement movement, String problem, Object mark) {
        assertThat(stalls(inFlight, movement)).containsExactly(new Stall("lane blue", problem, mark));
    }

    @Test
    void aLaneWithoutWorkIsNotStalled() {
        assertThat(stalls(0, IDLE)).isEmpty();
    }

    @Test
    void aLaneWhoseTimeHasPassedIsOverdue() {
        assertStalled(0, new Movement(3, NEVER, false, NEVER, NOW - 10_001), "is overdue", NOW - 10_001);
        assertThat(stalls(0, new Movement(3, NEVER, false, NEVER, NOW - 10_000)))
                .isEmpty();
    }

    @Test
    void aCallThatOutlivedItsTimeoutWasNeverSettled() {
        long issued = NOW - 30_001;
        assertStalled(
                1, new Movement(3, issued, true, NEVER, NEVER), "has a call whose result was never settled", issued);
        assertThat(stalls(1, new Movement(3, NOW - 30_000, true, NEVER, NEVER))).isEmpty();
    }

    @Test
    void requestsThatNothingBlocksShouldBeAdmitted() {
        assertStalled(0, new Movement(3, NEVER, true, NEVER, NEVER), "admits none of its requests", 3L);
        assertStalled(0, new Movement(3, NEVER, true, NOW - 5, NEVER), "admits none of its requests", 3L);
    }

    @Test
    void rateLimitAndHoldsAndBackoffsMayDelayThem() {
        assertThat(stalls(0, new Movement(3, NEVER, true, NOW + 1, NOW + 1))).isEmpty();
    }

    @Test
    void aCallInFlightMayBeWhatTheyWaitFor() {
        assertThat(stalls(1, new Movement(3, NOW - 5, true, NEVER, NOW + 1))).isEmpty();
    }

    @Test
    void chatsThatFillTheQuotaMayTakeTheirTime() {
        assertThat(stalls(0, new Movement(3, NEVER, false, NEVER, NOW + 3_600_000)))
                .isEmpty();
    }

    @Test
    void aBackOffThatIsLongerThanTheWatchdogsPatienceIsNoStall() {
        long inAnHour = NOW + Duration.ofHours(1).toMillis();
        assertThat(stalls(0, new Movement(3, NEVER, true, inAnHour, inAnHour))).isEmpty();
        assertThat(stalls(0, new Movement(3, NEVER, false, NEVER, inAnHour))).isEmpty();
    }
}

package chatcontacts.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.Movement;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneStallsTest {

    private static final long NOW = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;
    private static final Movement IDLE = new Movement(3, NEVER, false, NEVER, NEVER);

    private static List<Stall> signs(int inFlight, Movement movement) {
        LaneSnapshot lane =
                new LaneSnapshot("blue", 5, 5, inFlight, 100, LaneCircuitBreaker.Cause.NONE, 0, List.of(), movement);
        return LaneStalls.of(List.of(lane), any -> Duration.ofSeconds(20), Duration.ofSeconds(10), NOW);
    }

    private static void assertStands(int inFlight, Movement movement, String problem, Object mark) {
        assertThat(signs(inFlight, movement)).containsExactly(new Stall("lane blue", problem, mark));
    }

    @Test
    void aLaneWithoutWorkMayRest() {
        assertThat(signs(0, IDLE)).isEmpty();
    }

    @Test
    void aLaneWhoseTimeHasPassedIsOverdue() {
        assertStands(0, new Movement(3, NEVER, false, NEVER, NOW - 10_001), "is overdue", NOW - 10_001);
        assertThat(signs(0, new Movement(3, NEVER, false, NEVER, NOW - 10_000))).isEmpty();
    }

    @Test
    void aCallThatOutlivedItsTimeOutWasNeverSettled() {
        long issued = NOW - 30_001;
        assertStands(
                1, new Movement(3, issued, true, NEVER, NEVER), "has a call whose answer was never settled", issued);
        assertThat(signs(1, new Movement(3, NOW - 30_000, true, NEVER, NEVER))).isEmpty();
    }

    @Test
    void requestsThatNothingKeepsBackShouldGo() {
        assertStands(0, new Movement(3, NEVER, true, NEVER, NEVER), "lets none of its requests go", 3L);
        assertStands(0, new Movement(3, NEVER, true, NOW - 5, NEVER), "lets none of its requests go", 3L);
    }

    @Test
    void tokensAndHoldsAndBackOffsLetThemGoLater() {
        assertThat(signs(0, new Movement(3, NEVER, true, NOW + 1, NOW + 1))).isEmpty();
    }

    @Test
    void aCallThatIsOutMayBeWhatTheyWaitFor() {
        assertThat(signs(1, new Movement(3, NOW - 5, true, NEVER, NOW + 1))).isEmpty();
    }

    @Test
    void chatsThatFillTheQuotaMayTakeTheirTime() {
        assertThat(signs(0, new Movement(3, NEVER, false, NEVER, NOW + 3_600_000)))
                .isEmpty();
    }
}

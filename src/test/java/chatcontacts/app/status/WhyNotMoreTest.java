package chatcontacts.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceHold;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.domain.admission.LaneCircuitBreaker.HoldCause;
import chatcontacts.domain.admission.LimitSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The sentence that says why an instance does not start more. */
final class WhyNotMoreTest {

    private static LaneSnapshot lane(HoldCause hold, int inFlight) {
        return new LaneSnapshot(
                "blue",
                false,
                5,
                5,
                inFlight,
                100,
                hold,
                "",
                0,
                List.of(),
                new LaneSnapshot.Movement(0, Long.MAX_VALUE, false, Long.MAX_VALUE, Long.MAX_VALUE),
                List.of(),
                Optional.empty(),
                List.of());
    }

    private static InstanceSnapshot instance(int waiting, int backingOff, int used, int limit, InstanceHold hold) {
        return new InstanceSnapshot(
                "i1", waiting, 0, backingOff, 0, 0, used, used, 10, limit, hold, 0, true, List.of());
    }

    private static String why(LaneSnapshot lane, InstanceSnapshot instance) {
        return WhyNotMore.sentence(lane, instance, LimitSource.DISCOVERED, false);
    }

    @Test
    void theFirstThingInTheWayIsNamed() {
        LaneSnapshot open = lane(HoldCause.NONE, 0);
        InstanceSnapshot busy = instance(5, 0, 0, 10, InstanceHold.NONE);
        assertThat(why(open, instance(0, 0, 10, 10, InstanceHold.NONE))).isEqualTo("Nothing waits for it.");
        assertThat(why(lane(HoldCause.OUTAGE, 0), busy)).startsWith("Amazon Connect does not answer its lane");
        assertThat(why(lane(HoldCause.CREDENTIALS, 0), busy)).startsWith("AWS does not accept the credentials");
        assertThat(why(open, instance(5, 0, 0, 10, InstanceHold.ACCESS_DENIED))).startsWith("AWS denies access");
        assertThat(why(open, instance(5, 0, 0, 10, InstanceHold.FULL))).contains("found its quota full");
        assertThat(why(open, instance(5, 5, 0, 10, InstanceHold.NONE))).contains("back off");
        assertThat(why(open, instance(5, 0, 10, 10, InstanceHold.NONE)))
                .isEqualTo("All 10 slots of its quota (discovered) are taken.");
        assertThat(why(open, instance(5, 0, 7, 7, InstanceHold.NONE)))
                .isEqualTo("All 7 slots that it was found to have are taken; its quota is 10 (discovered), others use"
                        + " the rest.");
        assertThat(why(lane(HoldCause.NONE, 100), busy)).contains("in.flight.max allows, 100");
        assertThat(why(open, busy)).isEqualTo("It starts as fast as the rate of its lane allows.");
        assertThat(WhyNotMore.sentence(open, busy, LimitSource.DISCOVERED, true))
                .contains("its own rate");
    }

    @Test
    void anInstanceWhoseCallsFailIsToldFromAFullOne() {
        InstanceSnapshot failing = instance(5, 0, 0, 10, InstanceHold.FAILING);
        assertThat(why(lane(HoldCause.NONE, 0), failing)).startsWith("Its calls get no useful answers");
    }

    @Test
    void ofABlindInstanceOnlyCallsAreToldOf() {
        InstanceSnapshot blind =
                new InstanceSnapshot("i1", 5, 0, 0, 3, 0, 0, 3, 10, 3, InstanceHold.NONE, 0, false, List.of());
        assertThat(why(lane(HoldCause.NONE, 3), blind))
                .isEqualTo(
                        "As many of its calls are in flight as found room before, 3: ends of its chats are not seen, so"
                                + " others are not counted.");
    }
}

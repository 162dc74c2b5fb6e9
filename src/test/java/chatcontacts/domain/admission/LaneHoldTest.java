package chatcontacts.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.LaneHold.Cause;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LaneHoldTest {

    private static final long T0 = 1_000_000;
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4));

    @Test
    void letsEverythingGoWhileOpen() {
        assertThat(LaneHold.OPEN.isHeld()).isFalse();
        assertThat(LaneHold.OPEN.admits(0)).isTrue();
    }

    @Test
    void letsOneProbeGoOnceItsTimeHasCome() {
        LaneHold held = LaneHold.OPEN.failed(Cause.OUTAGE, false, BACKOFF, T0, 0.5);
        assertThat(held.isHeld()).isTrue();
        assertThat(held.cause()).isEqualTo(Cause.OUTAGE);
        assertThat(held.admits(T0 + 499)).isFalse();
        assertThat(held.admits(T0 + 500)).isTrue();
        LaneHold probing = held.probeSent();
        assertThat(probing.admits(T0 + 100_000)).isFalse();
        assertThat(probing.isHeld()).isTrue();
    }

    @Test
    void holdsLongerAfterEachProbeThatFailsUpToTheLongest() {
        LaneHold held = LaneHold.OPEN.failed(Cause.OUTAGE, false, BACKOFF, T0, 0.5);
        held = held.probeSent().failed(Cause.CREDENTIALS, true, BACKOFF, T0, 0.5);
        assertThat(held).isEqualTo(new LaneHold(Cause.CREDENTIALS, 1, T0 + 1_000, false));
        held = held.probeSent().failed(Cause.CREDENTIALS, true, BACKOFF, T0, 0.5);
        held = held.probeSent().failed(Cause.CREDENTIALS, true, BACKOFF, T0, 0.5);
        assertThat(held).isEqualTo(new LaneHold(Cause.CREDENTIALS, 2, T0 + 2_000, false));
    }

    @Test
    void answersToEarlierCallsDoNotLengthenIt() {
        LaneHold held = LaneHold.OPEN.failed(Cause.OUTAGE, false, BACKOFF, T0, 0.5);
        assertThat(held.failed(Cause.CREDENTIALS, false, BACKOFF, T0 + 100, 0.9))
                .isSameAs(held);
    }

    @Test
    void aLostProbeMayBeFollowedByAnother() {
        LaneHold held = LaneHold.OPEN.failed(Cause.OUTAGE, false, BACKOFF, T0, 0.5);
        assertThat(held.probeSent().probeLost()).isEqualTo(held);
    }
}

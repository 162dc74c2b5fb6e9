package chatcontacts.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.LaneCircuitBreaker.BreakerState;
import chatcontacts.domain.admission.LaneCircuitBreaker.HoldCause;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LaneCircuitBreakerTest {

    private static final long T0 = 1_000_000;
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4));

    @Test
    void letsEverythingGoWhileClosed() {
        assertThat(LaneCircuitBreaker.CLOSED.state()).isEqualTo(BreakerState.CLOSED);
        assertThat(LaneCircuitBreaker.CLOSED.admits(0)).isTrue();
    }

    @Test
    void letsOneProbeGoOnceItsTimeHasCome() {
        LaneCircuitBreaker open = LaneCircuitBreaker.CLOSED.failed(HoldCause.OUTAGE, false, BACKOFF, T0, 0.5);
        assertThat(open.state()).isEqualTo(BreakerState.OPEN);
        assertThat(open.cause()).isEqualTo(HoldCause.OUTAGE);
        assertThat(open.admits(T0 + 499)).isFalse();
        assertThat(open.admits(T0 + 500)).isTrue();
        LaneCircuitBreaker probing = open.probeSent();
        assertThat(probing.admits(T0 + 100_000)).isFalse();
        assertThat(probing.state()).isEqualTo(BreakerState.HALF_OPEN);
    }

    @Test
    void staysOpenLongerAfterEachProbeThatFailsUpToTheLongest() {
        LaneCircuitBreaker open = LaneCircuitBreaker.CLOSED.failed(HoldCause.OUTAGE, false, BACKOFF, T0, 0.5);
        open = open.probeSent().failed(HoldCause.CREDENTIALS, true, BACKOFF, T0, 0.5);
        assertThat(open).isEqualTo(LaneCircuitBreaker.restored(HoldCause.CREDENTIALS, 1, T0 + 1_000));
        open = open.probeSent().failed(HoldCause.CREDENTIALS, true, BACKOFF, T0, 0.5);
        open = open.probeSent().failed(HoldCause.CREDENTIALS, true, BACKOFF, T0, 0.5);
        assertThat(open).isEqualTo(LaneCircuitBreaker.restored(HoldCause.CREDENTIALS, 2, T0 + 2_000));
    }

    @Test
    void resultsOfEarlierCallsDoNotLengthenIt() {
        LaneCircuitBreaker open = LaneCircuitBreaker.CLOSED.failed(HoldCause.OUTAGE, false, BACKOFF, T0, 0.5);
        assertThat(open.failed(HoldCause.CREDENTIALS, false, BACKOFF, T0 + 100, 0.9))
                .isSameAs(open);
    }

    @Test
    void aLostProbeMayBeFollowedByAnother() {
        LaneCircuitBreaker open = LaneCircuitBreaker.CLOSED.failed(HoldCause.OUTAGE, false, BACKOFF, T0, 0.5);
        assertThat(open.probeSent().probeLost()).isEqualTo(open);
    }
}

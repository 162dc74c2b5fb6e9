package chatcontacts.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.LaneCircuitBreaker.Cause;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LaneCircuitBreakerTest {

    private static final long T0 = 1_000_000;
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4));

    @Test
    void letsEverythingGoWhileOpen() {
        assertThat(LaneCircuitBreaker.OPEN.isHeld()).isFalse();
        assertThat(LaneCircuitBreaker.OPEN.admits(0)).isTrue();
    }

    @Test
    void letsOneProbeGoOnceItsTimeHasCome() {
        LaneCircuitBreaker held = LaneCircuitBreaker.OPEN.failed(Cause.OUTAGE, false, BACKOFF, T0, 0.5);
        assertThat(held.isHeld()).isTrue();
        assertThat(held.cause()).isEqualTo(Cause.OUTAGE);
        assertThat(held.admits(T0 + 499)).isFalse();
        assertThat(held.admits(T0 + 500)).isTrue();
        LaneCircuitBreaker probing = held.probeSent();
        assertThat(probing.admits(T0 + 100_000)).isFalse();
        assertThat(probing.isHeld()).isTrue();
    }

    @Test
    void holdsLongerAfterEachProbeThatFailsUpToTheLongest() {
        LaneCircuitBreaker held = LaneCircuitBreaker.OPEN.failed(Cause.OUTAGE, false, BACKOFF, T0, 0.5);
        held = held.probeSent().failed(Cause.CREDENTIALS, true, BACKOFF, T0, 0.5);
        assertThat(held).isEqualTo(new LaneCircuitBreaker(Cause.CREDENTIALS, 1, T0 + 1_000, false));
        held = held.probeSent().failed(Cause.CREDENTIALS, true, BACKOFF, T0, 0.5);
        held = held.probeSent().failed(Cause.CREDENTIALS, true, BACKOFF, T0, 0.5);
        assertThat(held).isEqualTo(new LaneCircuitBreaker(Cause.CREDENTIALS, 2, T0 + 2_000, false));
    }

    @Test
    void answersToEarlierCallsDoNotLengthenIt() {
        LaneCircuitBreaker held = LaneCircuitBreaker.OPEN.failed(Cause.OUTAGE, false, BACKOFF, T0, 0.5);
        assertThat(held.failed(Cause.CREDENTIALS, false, BACKOFF, T0 + 100, 0.9))
                .isSameAs(held);
    }

    @Test
    void aLostProbeMayBeFollowedByAnother() {
        LaneCircuitBreaker held = LaneCircuitBreaker.OPEN.failed(Cause.OUTAGE, false, BACKOFF, T0, 0.5);
        assertThat(held.probeSent().probeLost()).isEqualTo(held);
    }
}

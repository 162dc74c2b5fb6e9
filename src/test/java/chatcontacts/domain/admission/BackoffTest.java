package chatcontacts.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(60));

    @Test
    void doublesItsCeilingAtEachStepUpToTheLongest() {
        assertThat(backoff.maxDelayMs(0)).isEqualTo(250);
        assertThat(backoff.maxDelayMs(1)).isEqualTo(500);
        assertThat(backoff.maxDelayMs(7)).isEqualTo(32_000);
        assertThat(backoff.maxDelayMs(8)).isEqualTo(60_000);
        assertThat(backoff.maxDelayMs(1_000_000)).isEqualTo(60_000);
    }

    @Test
    void drawsAnyDelayBetweenNothingAndTheCeiling() {
        assertThat(backoff.delayMs(1, 0)).isZero();
        assertThat(backoff.delayMs(1, 0.5)).isEqualTo(250);
        assertThat(backoff.delayMs(1, Math.nextDown(1.0))).isEqualTo(499);
    }

    @Test
    void knowsTheStepFromWhichOnItNoLongerGrows() {
        assertThat(backoff.lastStep()).isEqualTo(8);
        assertThat(new Backoff(Duration.ofMillis(64), Duration.ofMillis(128)).lastStep())
                .isEqualTo(1);
        assertThat(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1)).lastStep())
                .isZero();
    }

    @Test
    void knowsTheFirstStepThatReachesADelay() {
        assertThat(backoff.stepReaching(250)).isZero();
        assertThat(backoff.stepReaching(251)).isEqualTo(1);
        assertThat(backoff.stepReaching(500)).isEqualTo(1);
        assertThat(backoff.stepReaching(Long.MAX_VALUE)).isEqualTo(8);
        assertThat(backoff.stepReaching(0)).isZero();
    }

    @Test
    void reachesItsLongestHoweverFarThatIs() {
        Backoff far = new Backoff(Duration.ofMillis(1), Duration.ofDays(20_000));
        assertThat(far.lastStep()).isEqualTo(41);
        assertThat(far.maxDelayMs(41)).isEqualTo(Duration.ofDays(20_000).toMillis());
        Backoff slow = new Backoff(Duration.ofDays(300), Duration.ofDays(301));
        assertThat(slow.maxDelayMs(60)).isEqualTo(Duration.ofDays(301).toMillis());
    }

    @Test
    void refusesWhatWouldNeverGrow() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ofNanos(1), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThat(new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)).maxDelayMs(3))
                .isEqualTo(1);
    }
}

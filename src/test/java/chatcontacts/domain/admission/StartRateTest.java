package chatcontacts.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class StartRateTest {

    private static final long T0 = 1_800_000_000_000L;

    @Test
    void aSteadyRateIsKnown() {
        StartRate rate = StartRate.NONE;
        for (int i = 0; i <= 600; i++) {
            rate = rate.started(T0 + i * 200L);
        }
        assertThat(rate.millisFor(10, T0 + 600 * 200)).isCloseTo(2_000, Percentage.withPercentage(1));
    }

    @Test
    void withoutStartsItFadesSlowly() {
        StartRate rate = StartRate.NONE;
        for (int i = 0; i < 20; i++) {
            rate = rate.started(T0);
        }
        assertThat(rate.millisFor(1, T0)).isEqualTo(1_000);
        assertThat(rate.millisFor(1, T0 + 20_000)).isEqualTo(2_718);
        assertThat(rate.millisFor(1, T0 + 100_000_000)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void nothingStartedNothingKnown() {
        assertThat(StartRate.NONE.millisFor(1, T0)).isEqualTo(Long.MAX_VALUE);
    }
}

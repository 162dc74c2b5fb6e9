package chatcontacts.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RateLimiterTest {

    private static final long T0 = 1_000_000;
    private static final RateLimit LIMITS = new RateLimit(5, 8);

    private final RateLimiter starting = RateLimiter.starting(LIMITS, RateLimiter.Cut.NONE, T0);

    @Test
    void startsEmpty() {
        assertThat(starting.hasToken()).isFalse();
        assertThat(starting.nextTokenAtMs()).isEqualTo(T0 + 200);
        assertThatIllegalStateException().isThrownBy(starting::taken);
    }

    @Test
    void gainsATokenForEachCallOfTheRate() {
        assertThat(starting.refilled(T0 + 199).hasToken()).isFalse();
        RateLimiter one = starting.refilled(T0 + 200);
        assertThat(one.hasToken()).isTrue();
        assertThat(one.nextTokenAtMs()).isEqualTo(T0 + 200);
        assertThat(one.taken().hasToken()).isFalse();
        assertThat(one.taken().nextTokenAtMs()).isEqualTo(T0 + 400);
    }

    @Test
    void aGapInTheClockAccruesAtMostOneSecond() {
        assertThat(starting.refilled(T0 + 1_000).tokens()).isCloseTo(5, within(1e-9));
        assertThat(starting.refilled(T0 + 3_600_000).tokens()).isCloseTo(5, within(1e-9));
        assertThat(starting.refilled(T0 - 3_600_000).tokens()).isZero();
    }

    @Test
    void neverHoldsMoreThanNineTenthsOfTheBurst() {
        RateLimiter full = starting.refilled(T0 + 1_000).refilled(T0 + 2_000).refilled(T0 + 3_000);
        assertThat(full.tokens()).isCloseTo(7.2, within(1e-9));
        assertThat(new RateLimit(5, 1).capacity()).isEqualTo(1);
    }

    @Test
    void anIsolatedThrottleEmptiesTheBucketAndTakesAFifthOffTheRate() {
        RateLimiter cut = starting.refilled(T0 + 1_000).throttled(T0 + 900, T0 + 1_000);
        assertThat(cut.tokens()).isZero();
        assertThat(cut.rateAt(T0 + 1_000)).isCloseTo(4, within(1e-9));
        assertThat(cut.refilledAtMs()).isEqualTo(T0 + 1_000);
    }

    @Test
    void whileTheRateClimbsTokensComeAtTheRateThatItHadBefore() {
        RateLimiter cut = starting.throttled(T0, T0 + 100);
        assertThat(cut.refilled(T0 + 1_100).tokens()).isCloseTo(4, within(1e-9));
    }

    @Test
    void twoThrottlesOfTwentyAnswersHalveTheRate() {
        RateLimiter cut = starting.throttled(T0, T0 + 100);
        for (int i = 0; i < 18; i++) {
            cut = cut.notThrottled();
        }
        assertThat(cut.throttled(T0 + 20_000, T0 + 20_100).rateAt(T0 + 20_100)).isCloseTo(2.5, within(1e-9));
        RateLimiter forgotten = cut.notThrottled().notThrottled();
        assertThat(forgotten.throttled(T0 + 20_000, T0 + 20_100).rateAt(T0 + 20_100))
                .isCloseTo(4, within(1e-9));
    }

    @Test
    void callsThatWereOutAtACutDoNotCutAgain() {
        RateLimiter cut = starting.throttled(T0, T0 + 100);
        RateLimiter same = cut.throttled(T0 + 100, T0 + 150);
        assertThat(same.cut()).isEqualTo(cut.cut());
        assertThat(same.tokens()).as("nor do they empty the bucket").isPositive();
        RateLimiter later = cut.throttled(T0 + 101, T0 + 150);
        assertThat(later.cut().atMs()).isEqualTo(T0 + 150);
        assertThat(later.tokens()).isZero();
    }

    @Test
    void isBackAtTheConfiguredRateAfterTenSecondsHoweverLowItFell() {
        RateLimiter low = starting;
        for (int i = 1; i <= 50; i++) {
            low = low.throttled(T0 + 100L * i - 1, T0 + 100L * i);
        }
        long lastMs = T0 + 5_000;
        assertThat(low.rateAt(lastMs)).isLessThan(0.2);
        assertThat(low.rateAt(lastMs + 5_000)).isBetween(2.5, 2.7);
        assertThat(low.rateAt(lastMs + RateLimiter.RECOVERY_MS)).isEqualTo(5);
    }

    @Test
    void looksAgainAfterASecondAtTheLatest() {
        RateLimiter stopped = new RateLimiter(LIMITS, 0, T0, new RateLimiter.Cut(0, T0), 0);
        assertThat(stopped.nextTokenAtMs()).isEqualTo(T0 + 1_000);
    }

    @Test
    void aClockThatIsSetBackAfterACutDoesNotKeepTheRateLow() {
        RateLimiter cut = starting.throttled(T0, T0 + 100);
        long backMs = T0 - 3_600_000;
        assertThat(cut.refilled(backMs).rateAt(backMs + RateLimiter.RECOVERY_MS))
                .isEqualTo(5);
    }

    @Test
    void refusesLimitsThatLetNothingThrough() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(0, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(Double.NaN, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(5, 0.5));
        assertThat(new RateLimit(0.1, 1).capacity()).isEqualTo(1);
    }

    /** Time counts as far as it went forward, a second for each step at most. */
    @Test
    void staysWithinRateTimesTimePlusBurstOverAnyWindowWhateverHappens() {
        for (long seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RateLimit limits = new RateLimit(random.nextDouble(0.5, 60), random.nextDouble(1, 90));
            long nowMs = T0;
            RateLimiter pace = RateLimiter.starting(limits, RateLimiter.Cut.NONE, nowMs);
            double allowed =
                    limits.capacity(); // a full bucket that is never lowered, over the window that begins where it
            // was last
            // full
            for (int step = 0; step < 1_000; step++) {
                long jumpMs = switch (random.nextInt(20)) {
                    case 0 -> random.nextLong(-5_000, 5_000);
                    case 1 -> 0;
                    default -> random.nextLong(0, 120);
                };
                nowMs += jumpMs;
                allowed = Math.min(
                        limits.capacity(), allowed + limits.ratePerSecond() * Math.clamp(jumpMs, 0, 1_000) / 1_000);
                pace = pace.refilled(nowMs);
                while (pace.hasToken() && random.nextInt(4) != 0) {
                    pace = pace.taken();
                    allowed -= 1;
                }
                assertThat(allowed).as("seed " + seed).isGreaterThan(-1e-6);
                pace = switch (random.nextInt(10)) {
                    case 0 -> pace.throttled(nowMs - random.nextLong(0, 300), nowMs);
                    case 1, 2, 3 -> pace.notThrottled();
                    default -> pace;
                };
                assertThat(pace.tokens()).as("seed " + seed).isBetween(0.0, limits.capacity());
                assertThat(pace.rateAt(nowMs)).as("seed " + seed).isBetween(0.0, limits.ratePerSecond());
                assertThat(pace.rateAt(nowMs + RateLimiter.RECOVERY_MS)).isEqualTo(limits.ratePerSecond());
                assertThat(pace.nextTokenAtMs() - nowMs).as("seed " + seed).isBetween(0L, 1_000L);
            }
        }
    }

    @Test
    void usesNearlyAllOfTheRateWhenWokenAtTheNextToken() {
        for (double rate : new double[] {0.7, 5, 7.3, 50}) {
            RateLimiter pace = RateLimiter.starting(new RateLimit(rate, 2), RateLimiter.Cut.NONE, T0);
            long nowMs = T0;
            int calls = 0;
            while (nowMs < T0 + 100_000) {
                nowMs = pace.nextTokenAtMs();
                pace = pace.refilled(nowMs);
                if (pace.hasToken()) {
                    pace = pace.taken();
                    calls++;
                }
            }
            assertThat(calls / (rate * 100)).isBetween(0.98, 1.02);
        }
    }
}

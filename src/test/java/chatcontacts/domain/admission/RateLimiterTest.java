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

    /** That many calls a second for that time, evenly, none of them throttled. */
    private static RateLimiter calls(RateLimiter pace, double perSecond, long fromMs, long toMs) {
        RateLimiter next = pace;
        for (double atMs = fromMs + 1000 / perSecond; atMs <= toMs; atMs += 1000 / perSecond) {
            next = next.refilled((long) Math.ceil(atMs));
            next = next.hasToken() ? next.taken().notThrottled((long) Math.ceil(atMs)) : next;
        }
        return next;
    }

    @Test
    void aThrottledCallEmptiesTheBucketAndCutsToSomewhatBelowTheRateThatHeld() {
        RateLimiter cut = calls(starting, 5, T0, T0 + 20_000).throttled(T0 + 19_900, T0 + 20_000);
        assertThat(cut.tokens()).isZero();
        assertThat(cut.cut().heldRate()).as("without the throttled one").isCloseTo(5, within(0.11));
        assertThat(cut.rateAt(T0 + 20_000)).isCloseTo(0.8 * cut.cut().heldRate(), within(1e-9));
        assertThat(cut.refilledAtMs()).isEqualTo(T0 + 20_000);
    }

    @Test
    void theRateStaysNearWhatHeldAndThenClimbsToWhatIsConfigured() {
        RateLimiter cut = RateLimiter.starting(LIMITS, new RateLimiter.Cut(2, T0), T0);
        assertThat(cut.rateAt(T0 + RateLimiter.HOLD_MS / 2)).isBetween(0.97 * 2, 2.0);
        assertThat(cut.rateAt(T0 + RateLimiter.HOLD_MS)).isCloseTo(2, within(1e-9));
        assertThat(cut.rateAt(T0 + RateLimiter.HOLD_MS + 1_000)).isBetween(2.0, 2.1);
        assertThat(cut.rateAt(T0 + RateLimiter.RECOVERY_MS)).isEqualTo(5);
    }

    @Test
    void afterACutCallsBeyondWhatHeldGoOneAtATime() {
        RateLimiter testing = RateLimiter.starting(LIMITS, new RateLimiter.Cut(2, T0), T0);
        long latestMs = T0 + RateLimiter.RECOVERY_MS;
        for (long atMs = T0; atMs < latestMs && testing.testSentAtMs() == Long.MAX_VALUE; atMs++) {
            testing = testing.refilled(atMs);
            testing = testing.hasToken() ? testing.taken() : testing;
        }
        long testedAtMs = testing.testSentAtMs();
        testing = testing.refilled(testedAtMs + 500);
        assertThat(testing.tokens()).isGreaterThan(0.99);
        assertThat(testing.hasToken()).isFalse();
        assertThat(testing.nextTokenAtMs()).isEqualTo(testedAtMs + 1_500);
        assertThat(testing.notThrottled(testedAtMs - 1).hasToken()).isFalse();
        assertThat(testing.notThrottled(testedAtMs).hasToken())
                .as("the result is there")
                .isTrue();
        assertThat(testing.refilled(latestMs).hasToken()).isTrue();
    }

    @Test
    void whereTheRateWasNotUsedAThrottledCallSaysLittle() {
        RateLimiter idle = calls(starting, 0.5, T0, T0 + 60_000).throttled(T0 + 59_900, T0 + 60_000);
        assertThat(idle.cut().heldRate()).isCloseTo(0.8 * 5, within(1e-9));
        RateLimiter few = calls(starting, 5, T0, T0 + 1_000).throttled(T0 + 900, T0 + 1_000);
        assertThat(few.cut().heldRate()).isCloseTo(5, within(1e-9));
        assertThat(few.throttled(T0 + 1_100, T0 + 1_200).cut().heldRate())
                .as("most of the lowered rate")
                .isCloseTo(0.875 * few.rateAt(T0 + 1_200), within(1e-9));
    }

    @Test
    void whatHeldLongAgoCountsLessAndLess() {
        RateLimiter pace = calls(starting, 1, T0, T0 + 600_000);
        for (long atMs = T0 + 600_000; atMs < T0 + 690_000; atMs += 10) {
            pace = pace.refilled(atMs);
            pace = pace.hasToken() ? pace.taken() : pace;
        }
        assertThat(pace.throttled(T0 + 689_900, T0 + 690_000).cut().heldRate()).isBetween(4.5, 5.0);
    }

    @Test
    void whileTheRateClimbsTokensComeAtTheRateThatItHadBefore() {
        RateLimiter cut = starting.throttled(T0, T0 + 100);
        assertThat(cut.refilled(T0 + 1_100).tokens()).isCloseTo(cut.rateAt(T0 + 100), within(1e-9));
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
    void isBackAtTheConfiguredRateAfterHalfAMinuteHoweverLowItFell() {
        RateLimiter low = starting;
        for (int i = 1; i <= 50; i++) {
            low = low.throttled(T0 + 100L * i - 1, T0 + 100L * i);
        }
        long lastMs = T0 + 5_000;
        assertThat(low.rateAt(lastMs)).as("a tenth, of which a part").isCloseTo(0.4, within(1e-9));
        assertThat(low.rateAt(lastMs + RateLimiter.RECOVERY_MS)).isEqualTo(5);
    }

    @Test
    void looksAgainAfterASecondAtTheLatest() {
        RateLimiter stopped = RateLimiter.starting(new RateLimit(0.01, 1), RateLimiter.Cut.NONE, T0);
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
                    case 1, 2, 3 -> pace.notThrottled(nowMs - random.nextLong(0, 300));
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

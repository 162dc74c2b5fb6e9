package chatcontacts.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chatcontacts.domain.admission.ConcurrencyLimit.Verdict;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ActiveChatLimitTest {

    private static final long T0 = 1_000_000;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(60));

    private final ActiveChatLimit fresh = ActiveChatLimit.of(100);

    private static ActiveChatLimit full(ActiveChatLimit limit, int active, long atMs) {
        return limit.full(active, atMs - 100, false, BACKOFF, atMs, 0.5);
    }

    private static ActiveChatLimit probeFailed(ActiveChatLimit limit, int active, long atMs) {
        return limit.probeSent(T0).full(active, atMs - 100, true, BACKOFF, atMs, 0.5);
    }

    @Test
    void aSlotIsFreeUntilAllAreTaken() {
        assertThat(fresh.verdict(0, T0)).isEqualTo(Verdict.FREE);
        assertThat(fresh.verdict(99, T0)).isEqualTo(Verdict.FREE);
        assertThat(fresh.verdict(100, T0)).isEqualTo(Verdict.FULL);
        assertThat(fresh.verdict(101, T0)).isEqualTo(Verdict.FULL);
    }

    @Test
    void aQuotaFullResultLowersTheLimitToWhatWasActiveAndHolds() {
        ActiveChatLimit held = full(fresh, 60, T0);
        assertThat(held.limit()).isEqualTo(60);
        assertThat(held.held()).isTrue();
        assertThat(held.gate().untilMs()).isEqualTo(T0 + 250);
        assertThat(held.verdict(10, T0 + 249)).isEqualTo(Verdict.LATER);
        assertThat(full(fresh, 0, T0).limit()).as("never below one").isEqualTo(1);
        assertThat(full(fresh, 500, T0).limit())
                .as("never above what is configured")
                .isEqualTo(100);
    }

    @Test
    void afterTheHoldOneProbeGoesAlsoBeyondTheLimitButNeverBeyondTheConfiguredQuota() {
        ActiveChatLimit held = full(fresh, 60, T0);
        assertThat(held.verdict(60, T0 + 250)).isEqualTo(Verdict.PROBE);
        assertThat(held.verdict(100, T0 + 250)).isEqualTo(Verdict.FULL);
        ActiveChatLimit probing = held.probeSent(T0);
        assertThat(probing.verdict(60, T0 + 100_000)).isEqualTo(Verdict.FULL);
        assertThat(probing.probeLost()).isEqualTo(held);
    }

    @Test
    void aFreedSlotEndsTheHoldAtOnce() {
        ActiveChatLimit freed = full(fresh, 60, T0).freed();
        assertThat(freed.verdict(59, T0)).isEqualTo(Verdict.FREE);
        assertThat(freed.verdict(60, T0)).isEqualTo(Verdict.LATER);
        assertThat(fresh.freed()).isSameAs(fresh);
    }

    @Test
    void aSlotFreedWhileAProbeIsOutIsUsedBesideIt() {
        ActiveChatLimit freed = full(fresh, 60, T0).probeSent(T0).freed();
        assertThat(freed.verdict(59, T0)).isEqualTo(Verdict.FREE);
        assertThat(freed.verdict(60, T0 + 100_000)).as("still one probe").isEqualTo(Verdict.FULL);
    }

    @Test
    void everyFailedProbeHoldsLongerUpToTheLongest() {
        ActiveChatLimit limit = full(fresh, 60, T0);
        for (long longestMs : new long[] {1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000}) {
            limit = probeFailed(limit, 60, T0);
            assertThat(limit.gate().untilMs() - T0).isEqualTo(longestMs / 2);
            assertThat(limit.gate().probing()).isFalse();
        }
    }

    @Test
    void aCallFromBeforeTheQuotaFullResultHoldsNoLongerButMayLowerTheLimit() {
        ActiveChatLimit held = full(fresh, 60, T0);
        ActiveChatLimit late = held.full(58, T0 - 50, false, BACKOFF, T0 + 50, 0.9);
        assertThat(late.limit()).isEqualTo(58);
        assertThat(late.gate().untilMs()).isEqualTo(held.gate().untilMs());
        assertThat(late.gate().step()).isEqualTo(held.gate().step());
        ActiveChatLimit higher = held.full(80, T0 - 50, false, BACKOFF, T0 + 50, 0.9);
        assertThat(higher.limit()).isEqualTo(60);
        assertThat(held.probeSent(T0)
                        .full(60, T0 - 50, false, BACKOFF, T0 + 50, 0.9)
                        .gate()
                        .probing())
                .as("the probe is still out")
                .isTrue();
    }

    @Test
    void aCallThatWentOutRightAfterASuccessfulProbeIsNews() {
        ActiveChatLimit open = full(fresh, 60, T0).probeSent(T0).started(true, 61, T0 + 500);
        ActiveChatLimit again = open.full(61, T0 + 500, false, BACKOFF, T0 + 650, 0.5);
        assertThat(again.held()).isTrue();
    }

    @Test
    void aSuccessfulProbeEndsTheHoldAndRaisesTheLimitByATenth() {
        ActiveChatLimit held = full(fresh, 60, T0);
        ActiveChatLimit open = held.probeSent(T0).started(true, 61, T0 + 500);
        assertThat(open.held()).isFalse();
        assertThat(open.gate().probing()).isFalse();
        assertThat(open.limit()).isEqualTo(67);
        assertThat(open.gate().step()).isEqualTo(held.gate().step() - 1);
        assertThat(open.verdict(67, T0 + 500))
                .as("the next probe may go at once")
                .isEqualTo(Verdict.PROBE);
    }

    @Test
    void successfulProbesReachTheConfiguredQuotaAgain() {
        ActiveChatLimit limit = full(fresh, 1, T0);
        int probes = 0;
        while (limit.limit() < 100) {
            limit = limit.probeSent(T0).started(true, limit.limit() + 1, T0 + 500);
            probes++;
        }
        assertThat(probes).isLessThan(40);
        assertThat(limit.limit()).isEqualTo(100);
    }

    @Test
    void whereEndsAreSeenAnOrdinaryStartSaysNothingOfTheLimit() {
        ActiveChatLimit freed = full(fresh, 60, T0).freed();
        ActiveChatLimit next = freed.started(false, 60, T0 + 90_000);
        assertThat(next.limit()).isEqualTo(60);
        assertThat(next.sinceMs()).isEqualTo(freed.sinceMs());
        assertThat(next.gate().step()).isEqualTo(freed.gate().step());
        assertThat(next.gate().untilMs()).isEqualTo(freed.gate().untilMs());
        assertThat(full(fresh, 60, T0).started(false, 60, T0 + 10).held())
                .as("a call from before the hold does not end it")
                .isTrue();
    }

    @Test
    void aMinuteWithoutAQuotaFullResultStartsTheBackoffAnew() {
        ActiveChatLimit limit = fresh;
        for (int i = 0; i < 5; i++) {
            limit = probeFailed(limit, 60, T0);
        }
        limit = limit.probeSent(T0).started(true, 61, T0);
        assertThat(full(limit, 60, T0 + ConcurrencyLimit.FORGOTTEN_AFTER_MS)
                        .gate()
                        .step())
                .isEqualTo(5);
        assertThat(full(limit, 60, T0 + ConcurrencyLimit.FORGOTTEN_AFTER_MS + 1)
                        .gate()
                        .step())
                .isZero();
        ActiveChatLimit nothingStarted = probeFailed(fresh, 60, T0);
        assertThat(full(nothingStarted, 60, T0 + ConcurrencyLimit.FORGOTTEN_AFTER_MS + 1)
                        .gate()
                        .step())
                .as("but only if something was started since")
                .isEqualTo(nothingStarted.gate().step() + 1);
    }

    @Test
    void refusesAQuotaOfNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> ActiveChatLimit.of(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ActiveChatLimit(5, 6, new ProbeGate(false, 0, 0, false), 0, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ActiveChatLimit(5, 0, new ProbeGate(false, 0, 0, false), 0, 0));
    }

    @Test
    void neverLetsMoreThanOneProbeOutNorMoreThanTheQuotaWhateverHappens() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ActiveChatLimit limit = ActiveChatLimit.of(random.nextInt(1, 30));
            long nowMs = T0;
            int probes = 0;
            for (int step = 0; step < 300; step++) {
                nowMs += random.nextLong(0, 400);
                int used = random.nextInt(0, 35);
                Verdict verdict = limit.verdict(used, nowMs);
                boolean may = verdict == Verdict.FREE || verdict == Verdict.PROBE;
                assertThat(may && used >= limit.configured()).as("seed " + seed).isFalse();
                assertThat(verdict == Verdict.PROBE && probes > 0)
                        .as("seed " + seed)
                        .isFalse();
                assertThat(verdict == Verdict.FREE && limit.held())
                        .as("seed " + seed)
                        .isFalse();
                if (verdict == Verdict.PROBE) {
                    limit = limit.probeSent(nowMs);
                    probes++;
                }
                boolean probe = probes > 0 && random.nextBoolean();
                probes -= probe ? 1 : 0;
                limit = switch (random.nextInt(4)) {
                    case 0 -> limit.full(used, nowMs - 100, probe, BACKOFF, nowMs, random.nextDouble());
                    case 1 -> limit.started(probe, used, nowMs);
                    case 2 -> probe ? limit.probeLost() : limit.freed();
                    default -> probe ? limit.probeLost() : limit;
                };
                assertThat(limit.limit()).as("seed " + seed).isBetween(1, limit.configured());
                assertThat(limit.gate().step()).as("seed " + seed).isBetween(0, BACKOFF.lastStep());
                assertThat(limit.gate().untilMs() - nowMs).as("seed " + seed).isLessThanOrEqualTo(60_000);
            }
        }
    }
}

package chatcontacts.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.ConcurrencyLimit.Verdict;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is learned of a limit where the ends of chats are not seen. */
final class BlindCallLimitTest {

    private static final long T0 = 1_000_000;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(60));
    private static final long SPREAD_MS = 60_000;

    private final BlindCallLimit fresh = BlindCallLimit.of(100, ProbeBudget.of(0.5, SPREAD_MS));

    private static BlindCallLimit full(BlindCallLimit limit, int others, long atMs) {
        return limit.full(others, atMs - 100, false, BACKOFF, atMs, 0.5);
    }

    private static BlindCallLimit starts(BlindCallLimit limit, int starts, long atMs) {
        for (int i = 0; i < starts; i++) {
            limit = limit.started(false, 1, atMs);
        }
        return limit;
    }

    @Test
    void aCallThatFindsTheInstanceFullIsFollowedByNone() {
        BlindCallLimit nine = full(fresh, 9, T0);
        assertThat(nine.limit()).isEqualTo(9);
        assertThat(nine.held()).isFalse();
        BlindCallLimit eight = nine.full(8, T0 - 200, false, BACKOFF, T0 + 10, 0.5);
        assertThat(eight.limit()).as("those that were in flight too").isEqualTo(8);
        assertThat(eight.verdict(7, T0 + 10)).isEqualTo(Verdict.FREE);
        assertThat(eight.verdict(8, T0 + 10)).isEqualTo(Verdict.FULL);
    }

    @Test
    void aStartIsFollowedByOneCall() {
        BlindCallLimit nine = full(fresh, 9, T0);
        assertThat(starts(nine, 500, T0 + 50).limit()).isEqualTo(9);
    }

    @Test
    void theLastOneHoldsTheInstance() {
        BlindCallLimit held = full(fresh, 0, T0);
        assertThat(held.held()).isTrue();
        assertThat(held.verdict(0, T0 + 249)).isEqualTo(Verdict.LATER);
        assertThat(held.verdict(0, T0 + 250)).isEqualTo(Verdict.PROBE);
        BlindCallLimit probing = held.probeSent(T0 + 250);
        assertThat(probing.verdict(1, T0 + 100_000)).as("one at a time").isEqualTo(Verdict.FULL);
        BlindCallLimit failed = probing.full(0, T0 + 250, true, BACKOFF, T0 + 450, 0.5);
        assertThat(failed.nextProbeAtMs()).as("the next one later").isEqualTo(T0 + 450 + 500);
        assertThat(probing.probeLost().nextProbeAtMs()).isEqualTo(T0 + 250);
        assertThat(probing.started(true, 1, T0 + 450).held()).isFalse();
    }

    @Test
    void startsPayForProbes() {
        BlindCallLimit one = starts(full(fresh, 1, T0), 4, T0);
        assertThat(one.limit()).isEqualTo(1);
        assertThat(one.verdict(1, T0)).as("half of them at once").isEqualTo(Verdict.PROBE);
        BlindCallLimit probing = one.probeSent(T0);
        assertThat(probing.verdict(2, T0)).isEqualTo(Verdict.LATER);
        assertThat(probing.verdict(1, T0)).as("a probe takes nobody's place").isEqualTo(Verdict.FREE);
        assertThat(probing.started(true, 1, T0).limit())
                .as("it is followed, too")
                .isEqualTo(2);
        assertThat(probing.full(1, T0, true, BACKOFF, T0 + 200, 0.5).limit())
                .as("or not")
                .isEqualTo(1);
    }

    @Test
    void theOtherHalfComesLittleByLittle() {
        ProbeBudget paid = ProbeBudget.of(0.5, SPREAD_MS);
        for (int i = 0; i < 100; i++) {
            paid = paid.started(1, 100, T0);
        }
        int probes = 0;
        long lastMs = T0;
        while (paid.nextAtMs() != Long.MAX_VALUE) {
            assertThat(paid.nextAtMs()).isGreaterThanOrEqualTo(lastMs);
            lastMs = Math.max(lastMs, paid.nextAtMs());
            paid = paid.spent(lastMs);
            probes++;
        }
        assertThat(probes)
                .as("of the 25 at once two, of the other 25 all but what never becomes a whole one")
                .isBetween(25, 27);
        assertThat(lastMs - T0).isGreaterThan(2 * SPREAD_MS);
    }

    @Test
    void aSmallInstanceMayWasteMoreAndALargeOneLess() {
        assertThat(ProbeBudget.of(0.5, SPREAD_MS).perStart(10)).isEqualTo(1);
        assertThat(ProbeBudget.of(0.5, SPREAD_MS).perStart(1)).isEqualTo(10);
        assertThat(ProbeBudget.of(0.5, SPREAD_MS).perStart(20)).isEqualTo(0.5);
        assertThat(ProbeBudget.of(0.5, SPREAD_MS).perStart(100)).isEqualTo(0.5);
        assertThat(ProbeBudget.of(0.5, SPREAD_MS).perStart(400)).isEqualTo(0.125);
        assertThat(ProbeBudget.of(0.5, SPREAD_MS).perStart(500)).isEqualTo(0.1);
        assertThat(ProbeBudget.of(0.5, SPREAD_MS).perStart(5_000)).isEqualTo(0.1);
    }

    @Test
    void aMinuteWithoutAQuotaFullResultForgets() {
        BlindCallLimit nine = full(fresh, 9, T0);
        assertThat(nine.started(false, 9, T0 + ConcurrencyLimit.FORGOTTEN_AFTER_MS)
                        .limit())
                .isEqualTo(9);
        assertThat(nine.started(false, 9, T0 + ConcurrencyLimit.FORGOTTEN_AFTER_MS + 1)
                        .limit())
                .isEqualTo(100);
    }

    @Test
    void anEndThatIsSeenAllTheSameIsWorthACall() {
        BlindCallLimit held = full(fresh, 0, T0);
        assertThat(held.freed().verdict(0, T0)).isEqualTo(Verdict.PROBE);
        BlindCallLimit open = full(fresh, 9, T0);
        assertThat(open.freed()).as("calls that go one for one find it").isEqualTo(open);
    }

    @Test
    void staysWithinItsBoundsWhateverHappens() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ConcurrencyLimit limit =
                    BlindCallLimit.of(random.nextInt(1, 30), ProbeBudget.of(random.nextDouble(0.1, 5), SPREAD_MS));
            long nowMs = T0;
            for (int step = 0; step < 300; step++) {
                nowMs += random.nextLong(0, 400);
                int used = random.nextInt(0, 35);
                Verdict verdict = limit.verdict(used, nowMs);
                boolean may = verdict == Verdict.FREE || verdict == Verdict.PROBE;
                assertThat(may && used >= limit.configured()).as("seed " + seed).isFalse();
                assertThat(verdict == Verdict.FREE && limit.held())
                        .as("seed " + seed)
                        .isFalse();
                if (verdict == Verdict.PROBE) {
                    limit = limit.probeSent(nowMs);
                }
                boolean probe = random.nextBoolean();
                limit = switch (random.nextInt(4)) {
                    case 0 -> limit.full(used, nowMs - 100, probe, BACKOFF, nowMs, random.nextDouble());
                    case 1 -> limit.started(probe, used, nowMs);
                    case 2 -> limit.freed();
                    default -> probe ? limit.probeLost() : limit;
                };
                assertThat(limit.limit()).as("seed " + seed).isBetween(1, limit.configured());
                assertThat(limit.gate().step()).as("seed " + seed).isBetween(0, BACKOFF.lastStep());
                assertThat(limit.gate().untilMs() - nowMs).as("seed " + seed).isLessThanOrEqualTo(60_000);
            }
        }
    }
}

package chatcontacts.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is learned of a limit where the ends of chats are not seen. */
final class BlindConcurrencyLimitTest {

    private static final long T0 = 1_000_000;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(60));

    private final ConcurrencyLimit fresh = ConcurrencyLimit.of(100);

    private static ConcurrencyLimit full(ConcurrencyLimit limit, int inFlight, boolean probe, long atMs) {
        return limit.full(inFlight, false, atMs - 100, probe, BACKOFF, atMs, 0.5);
    }

    private static ConcurrencyLimit starts(ConcurrencyLimit limit, int starts, long atMs) {
        for (int i = 0; i < starts; i++) {
            limit = limit.started(false, 1, false, atMs);
        }
        return limit;
    }

    @Test
    void aQuotaFullResultHalvesTheCallsInFlight() {
        ConcurrencyLimit held = full(fresh, 9, false, T0);
        assertThat(held.limit()).as("the refused call was one of ten").isEqualTo(5);
        ConcurrencyLimit late = held.full(8, false, T0 - 50, false, BACKOFF, T0 + 10, 0.5);
        assertThat(late.limit())
                .as("a call that was out already says nothing new")
                .isEqualTo(5);
        assertThat(late.gate().untilMs()).isEqualTo(held.gate().untilMs());
        assertThat(full(held.probeSent(), 0, true, T0 + 200).limit())
                .as("nor does a probe")
                .isEqualTo(5);
        assertThat(full(held, 20, false, T0 + 200).limit())
                .as("never raised by a full answer")
                .isEqualTo(2);
        ConcurrencyLimit one = new ConcurrencyLimit(100, 1, new ProbeGate(true, 0, T0, false), T0, 0, StartRate.NONE);
        assertThat(full(one, 0, false, T0 + 200).limit()).isEqualTo(1);
    }

    @Test
    void fortyStartsAllowOneMoreCallInFlight() {
        ConcurrencyLimit held = full(fresh, 3, false, T0).probeSent().started(true, 1, false, T0 + 200);
        assertThat(held.held()).isFalse();
        assertThat(held.limit()).isEqualTo(2);
        assertThat(held.gate().step())
                .as("a probe changes the hold only where ends are seen")
                .isEqualTo(1);
        assertThat(starts(held, 38, T0 + 300).limit()).isEqualTo(2);
        assertThat(starts(held, 39, T0 + 300).limit()).isEqualTo(3);
        assertThat(starts(held, 79, T0 + 300).limit()).isEqualTo(4);
        assertThat(starts(held, 5_000, T0 + 300).limit()).isEqualTo(100);
    }

    @Test
    void aHoldIsNotLongerThanAsManyChatsLatelyTookToStart() {
        ConcurrencyLimit limit =
                new ConcurrencyLimit(100, 10, new ProbeGate(false, 6, T0, false), T0, 0, StartRate.NONE);
        for (int i = 1; i <= 500; i++) {
            limit = limit.started(false, 1, false, T0 + i * 100L);
        }
        long nowMs = T0 + 50_000;
        ConcurrencyLimit held = full(limit, 5, false, nowMs);
        assertThat(held.gate().step()).as("eight starts took 0.8 s").isEqualTo(2);
        for (int i = 1; i <= 10; i++) {
            held = full(held.probeSent(), 0, true, nowMs + i * 500L);
        }
        assertThat(held.gate().step()).as("five seconds later").isEqualTo(3);
        assertThat(full(held, 0, true, nowMs + 30_000).gate().step()).isEqualTo(4);
        assertThat(full(held, 0, true, nowMs + 60_000).gate().step())
                .as("only one step at a time")
                .isEqualTo(4);
        ConcurrencyLimit other = limit.full(60, true, nowMs - 100, false, BACKOFF, nowMs, 0.5);
        assertThat(other.gate().step())
                .as("where ends are seen one ends the hold")
                .isEqualTo(7);
    }

    @Test
    void theHoldAimsAtEightStartsBetweenTwoQuotaFullResults() {
        ConcurrencyLimit limit =
                new ConcurrencyLimit(100, 10, new ProbeGate(false, 6, T0, false), T0, 0, StartRate.NONE);
        assertThat(full(limit, 5, false, T0 + 200).gate().step()).as("none").isEqualTo(7);
        assertThat(full(starts(limit, 4, T0), 5, false, T0 + 200).gate().step())
                .as("half")
                .isEqualTo(7);
        assertThat(full(starts(limit, 8, T0), 5, false, T0 + 200).gate().step())
                .as("eight")
                .isEqualTo(6);
        assertThat(full(starts(limit, 16, T0), 5, false, T0 + 200).gate().step())
                .as("twice")
                .isEqualTo(5);
        assertThat(full(starts(limit, 150, T0), 5, false, T0 + 200).gate().step())
                .as("many")
                .isEqualTo(2);
        ConcurrencyLimit low = new ConcurrencyLimit(100, 10, new ProbeGate(false, 1, T0, false), T0, 0, StartRate.NONE);
        assertThat(full(starts(low, 5_000, T0), 5, false, T0 + 200).gate().step())
                .isZero();
    }

    @Test
    void aSmallQuotaAimsAtFewerStartsSoThatItsSlotsAreUsed() {
        ConcurrencyLimit small = new ConcurrencyLimit(6, 6, new ProbeGate(false, 6, T0, false), T0, 0, StartRate.NONE);
        assertThat(full(starts(small, 1, T0), 5, false, T0 + 200).gate().step()).isEqualTo(6);
        assertThat(full(starts(small, 2, T0), 5, false, T0 + 200).gate().step()).isEqualTo(5);
    }

    @Test
    void aMinuteWithoutAQuotaFullResultForgetsEverything() {
        ConcurrencyLimit open = full(fresh, 3, false, T0).probeSent().started(true, 1, false, T0 + 200);
        long laterMs = T0 + 200 + ConcurrencyLimit.FORGOTTEN_AFTER_MS;
        assertThat(open.started(false, 1, false, laterMs).limit()).isEqualTo(2);
        ConcurrencyLimit forgotten = open.started(false, 1, false, laterMs + 1);
        assertThat(forgotten.limit()).isEqualTo(100);
        assertThat(forgotten.gate().step()).isZero();
        assertThat(forgotten.successes()).isEqualTo(2);
        assertThat(forgotten.held()).isFalse();
        ConcurrencyLimit held = full(fresh, 2, false, T0);
        assertThat(held.started(false, 1, false, laterMs + 1).held())
                .as("a hold is not forgotten")
                .isTrue();
    }
}

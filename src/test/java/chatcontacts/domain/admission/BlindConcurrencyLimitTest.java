package chatcontacts.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is learned of a quota where the ends of chats are not seen. */
final class BlindConcurrencyLimitTest {

    private static final long T0 = 1_000_000;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(60));

    private final ConcurrencyLimit fresh = ConcurrencyLimit.of(100);

    private static ConcurrencyLimit full(ConcurrencyLimit quota, int inFlight, boolean probe, long atMs) {
        return quota.full(inFlight, false, atMs - 100, probe, BACKOFF, atMs, 0.5);
    }

    private static ConcurrencyLimit starts(ConcurrencyLimit quota, int starts, long atMs) {
        for (int i = 0; i < starts; i++) {
            quota = quota.started(false, 1, false, atMs);
        }
        return quota;
    }

    @Test
    void aFullAnswerHalvesTheCallsInFlight() {
        ConcurrencyLimit held = full(fresh, 9, false, T0);
        assertThat(held.ceiling()).as("the refused call was one of ten").isEqualTo(5);
        ConcurrencyLimit late = held.full(8, false, T0 - 50, false, BACKOFF, T0 + 10, 0.5);
        assertThat(late.ceiling())
                .as("a call that was out already says nothing new")
                .isEqualTo(5);
        assertThat(late.probeAtMs()).isEqualTo(held.probeAtMs());
        assertThat(full(held.probeSent(), 0, true, T0 + 200).ceiling())
                .as("nor does a probe")
                .isEqualTo(5);
        assertThat(full(held, 20, false, T0 + 200).ceiling())
                .as("never raised by a full answer")
                .isEqualTo(2);
        ConcurrencyLimit one = new ConcurrencyLimit(100, 1, 0, true, T0, T0, 0, false, StartRate.NONE);
        assertThat(full(one, 0, false, T0 + 200).ceiling()).isEqualTo(1);
    }

    @Test
    void fortyStartsAllowOneMoreCallInFlight() {
        ConcurrencyLimit held = full(fresh, 3, false, T0).probeSent().started(true, 1, false, T0 + 200);
        assertThat(held.held()).isFalse();
        assertThat(held.ceiling()).isEqualTo(2);
        assertThat(held.step())
                .as("a probe changes the hold only where ends are seen")
                .isEqualTo(1);
        assertThat(starts(held, 38, T0 + 300).ceiling()).isEqualTo(2);
        assertThat(starts(held, 39, T0 + 300).ceiling()).isEqualTo(3);
        assertThat(starts(held, 79, T0 + 300).ceiling()).isEqualTo(4);
        assertThat(starts(held, 5_000, T0 + 300).ceiling()).isEqualTo(100);
    }

    @Test
    void aHoldIsNotLongerThanAsManyChatsLatelyTookToStart() {
        ConcurrencyLimit quota = new ConcurrencyLimit(100, 10, 6, false, T0, T0, 0, false, StartRate.NONE);
        for (int i = 1; i <= 500; i++) {
            quota = quota.started(false, 1, false, T0 + i * 100L);
        }
        long nowMs = T0 + 50_000;
        ConcurrencyLimit held = full(quota, 5, false, nowMs);
        assertThat(held.step()).as("eight starts took 0.8 s").isEqualTo(2);
        for (int i = 1; i <= 10; i++) {
            held = full(held.probeSent(), 0, true, nowMs + i * 500L);
        }
        assertThat(held.step()).as("five seconds later").isEqualTo(3);
        assertThat(full(held, 0, true, nowMs + 30_000).step()).isEqualTo(4);
        assertThat(full(held, 0, true, nowMs + 60_000).step())
                .as("only one step at a time")
                .isEqualTo(4);
        ConcurrencyLimit other = quota.full(60, true, nowMs - 100, false, BACKOFF, nowMs, 0.5);
        assertThat(other.step()).as("where ends are seen one ends the hold").isEqualTo(7);
    }

    @Test
    void theHoldAimsAtEightStartsBetweenTwoFullAnswers() {
        ConcurrencyLimit quota = new ConcurrencyLimit(100, 10, 6, false, T0, T0, 0, false, StartRate.NONE);
        assertThat(full(quota, 5, false, T0 + 200).step()).as("none").isEqualTo(7);
        assertThat(full(starts(quota, 4, T0), 5, false, T0 + 200).step())
                .as("half")
                .isEqualTo(7);
        assertThat(full(starts(quota, 8, T0), 5, false, T0 + 200).step())
                .as("eight")
                .isEqualTo(6);
        assertThat(full(starts(quota, 16, T0), 5, false, T0 + 200).step())
                .as("twice")
                .isEqualTo(5);
        assertThat(full(starts(quota, 150, T0), 5, false, T0 + 200).step())
                .as("many")
                .isEqualTo(2);
        ConcurrencyLimit low = new ConcurrencyLimit(100, 10, 1, false, T0, T0, 0, false, StartRate.NONE);
        assertThat(full(starts(low, 5_000, T0), 5, false, T0 + 200).step()).isZero();
    }

    @Test
    void aSmallQuotaAimsAtFewerStartsSoThatItsSlotsAreUsed() {
        ConcurrencyLimit small = new ConcurrencyLimit(6, 6, 6, false, T0, T0, 0, false, StartRate.NONE);
        assertThat(full(starts(small, 1, T0), 5, false, T0 + 200).step()).isEqualTo(6);
        assertThat(full(starts(small, 2, T0), 5, false, T0 + 200).step()).isEqualTo(5);
    }

    @Test
    void aMinuteWithoutAFullAnswerForgetsEverything() {
        ConcurrencyLimit open = full(fresh, 3, false, T0).probeSent().started(true, 1, false, T0 + 200);
        long laterMs = T0 + 200 + ConcurrencyLimit.FORGOTTEN_AFTER_MS;
        assertThat(open.started(false, 1, false, laterMs).ceiling()).isEqualTo(2);
        ConcurrencyLimit forgotten = open.started(false, 1, false, laterMs + 1);
        assertThat(forgotten.ceiling()).isEqualTo(100);
        assertThat(forgotten.step()).isZero();
        assertThat(forgotten.successes()).isEqualTo(2);
        assertThat(forgotten.held()).isFalse();
        ConcurrencyLimit held = full(fresh, 2, false, T0);
        assertThat(held.started(false, 1, false, laterMs + 1).held())
                .as("a hold is not forgotten")
                .isTrue();
    }
}

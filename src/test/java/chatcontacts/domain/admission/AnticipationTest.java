package chatcontacts.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AnticipationTest {

    private static final long T0 = 1_000_000;
    private static final int QUOTA = 100;

    private final Anticipation fresh =
            Anticipation.of(ProbeBudget.of(0.4, Duration.ofMinutes(1).toMillis()));

    /** How many starts, one in a millisecond, pay for the next call that tries a slot beyond. */
    private static int startsUntilNext(Anticipation anticipation, int used) {
        Anticipation paid = anticipation;
        int starts = 0;
        while (paid.nextAtMs() > T0 + starts) {
            starts++;
            paid = paid.started(used, QUOTA, T0 + starts);
        }
        return starts;
    }

    @Test
    void aSlotBeyondIsTriedNowAndThen() {
        assertThat(fresh.slots()).isZero();
        assertThat(fresh.nextAtMs()).isEqualTo(Long.MAX_VALUE);
        assertThat(startsUntilNext(fresh, QUOTA)).isBetween(2_000, 4_000);
    }

    @Test
    void aSlotBeyondThatIsUsedPaysForMore() {
        Anticipation one = fresh.sent(true, T0);
        assertThat(one.slots()).isEqualTo(1);
        assertThat(startsUntilNext(one, QUOTA + 1)).isBetween(12, 25);
        assertThat(startsUntilNext(one, QUOTA)).as("not while it is not used").isGreaterThan(2_000);
        assertThat(startsUntilNext(fresh, QUOTA + 1))
                .as("nor does a chat that counts twice for a moment")
                .isGreaterThan(2_000);
    }

    @Test
    void aCallThatFindsTheInstanceFullTakesOneAway() {
        Anticipation two = fresh.sent(true, T0).sent(true, T0).sent(false, T0);
        assertThat(two.slots()).isEqualTo(2);
        assertThat(two.full().slots()).isEqualTo(1);
        assertThat(fresh.full().slots()).isZero();
        assertThat(two.none().slots()).isZero();
    }

    @Test
    void whatFindsTheInstanceFullBesideSuchACallIsExplained() {
        Anticipation sent = fresh.sent(true, T0);
        assertThat(sent.explains(T0, T0 + 200)).isTrue();
        assertThat(sent.explains(T0 - 150, T0 + 50)).isTrue();
        assertThat(sent.explains(T0 + 150, T0 + 350)).isTrue();
        assertThat(sent.explains(T0 + 201, T0 + 401)).as("it went later").isFalse();
        assertThat(fresh.explains(T0, T0 + 200)).as("none went").isFalse();
    }
}

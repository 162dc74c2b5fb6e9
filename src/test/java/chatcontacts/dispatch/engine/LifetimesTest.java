package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What observed lifetimes say of another chat. */
final class LifetimesTest {

    private static final long MINUTE = 60_000;

    private final Lifetimes lifetimes = new Lifetimes();

    @Test
    void withNothingObservedItIsEvenOnceTheAgeHasDoubled() {
        assertThat(lifetimes.probabilityOfEnd(5 * MINUTE, 10 * MINUTE)).isEqualTo(0.5);
        assertThat(lifetimes.probabilityOfEnd(0, 10_000)).isZero();
    }

    @Test
    void fewHaveEndedBeforeTheShortestOfManyHas() {
        for (int i = 0; i < 100; i++) {
            lifetimes.add(10 * MINUTE + i);
        }
        assertThat(lifetimes.probabilityOfEnd(0, 9 * MINUTE)).isLessThan(0.01);
        assertThat(lifetimes.probabilityOfEnd(0, 11 * MINUTE)).isGreaterThan(0.99);
        assertThat(lifetimes.probabilityOfEnd(0, 10 * MINUTE + 49)).isCloseTo(0.5, within(0.02));
    }

    @Test
    void whatWasJustKnownToGoOnHasHardlyEnded() {
        for (int i = 1; i <= 100; i++) {
            lifetimes.add(i * MINUTE);
        }
        assertThat(lifetimes.probabilityOfEnd(50 * MINUTE, 51 * MINUTE)).isCloseTo(0.02, within(0.001));
    }

    @Test
    void aChatThatOutlivesAllOthersIsStillDoubted() {
        lifetimes.add(MINUTE);
        assertThat(lifetimes.probabilityOfEnd(60 * MINUTE, 120 * MINUTE)).isEqualTo(0.5);
    }

    @Test
    void oldOnesAreForgotten() {
        for (int i = 0; i < 300; i++) {
            lifetimes.add(100 * MINUTE);
        }
        for (int i = 0; i < 256; i++) {
            lifetimes.add(MINUTE);
        }
        assertThat(lifetimes.probabilityOfEnd(0, 2 * MINUTE)).isGreaterThan(0.99);
    }
}

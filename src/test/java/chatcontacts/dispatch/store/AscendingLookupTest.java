package chatcontacts.dispatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AscendingLookupTest {

    private static final int LAST = 5_000;

    private final MemoryTable table = new MemoryTable();

    private static byte[] key(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    /** From the keys asked for alone, whatever lies between them. */
    private void findsWhatIsThere(double shareThere, double shareAsked, long seed) {
        var random = new SplittableRandom(seed);
        var there = new TreeSet<Integer>();
        for (int number = 0; number < LAST; number++) {
            if (random.nextDouble() < shareThere) {
                there.add(number);
                table.put(key(number), key(-number));
            }
        }
        try (var lookup = new AscendingLookup(table, key(0), key(LAST))) {
            for (int number = 0; number < LAST; number++) {
                if (random.nextDouble() < shareAsked) {
                    assertThat(lookup.find(key(number)))
                            .as("%d", number)
                            .isEqualTo(there.contains(number) ? key(-number) : null);
                }
            }
        }
    }

    @Test
    void findsEachOfManyAmongFew() {
        findsWhatIsThere(0.01, 1, 1);
    }

    @Test
    void findsFewAmongMany() {
        findsWhatIsThere(1, 0.01, 2);
    }

    @Test
    void findsManyAmongMany() {
        findsWhatIsThere(0.5, 0.5, 3);
    }

    @Test
    void findsNothingWhereThereIsNothing() {
        findsWhatIsThere(0, 1, 4);
    }

    @Test
    void findsTheSameRowAgain() {
        table.put(key(7), key(70));
        try (var lookup = new AscendingLookup(table, key(0), key(LAST))) {
            assertThat(lookup.find(key(7))).isEqualTo(key(70));
            assertThat(lookup.find(key(7))).isEqualTo(key(70));
        }
    }

    @Test
    void leavesOutWhatLiesBehindItsEnd() {
        table.put(key(LAST), key(1));
        try (var lookup = new AscendingLookup(table, key(0), key(LAST))) {
            assertThat(lookup.find(key(LAST))).isNull();
        }
    }
}

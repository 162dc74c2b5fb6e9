package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnreadableSchemaIdsTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final UnreadableSchemaIds ids = new UnreadableSchemaIds(Duration.ofNanos(10), now::get);

    @Test
    void forgetsAnUnknownIdAfterItsTime() {
        ids.forSomeTime(1, "unknown");
        now.addAndGet(9);
        assertThat(ids.problem(1)).contains("unknown");

        now.addAndGet(1);
        assertThat(ids.problem(1)).isEmpty();
    }

    @Test
    void keepsWhatIsRefusedForGood() {
        ids.forGood(1, "not Avro");
        now.addAndGet(1_000_000);

        assertThat(ids.problem(1)).contains("not Avro");
        assertThat(ids.problem(2)).isEmpty();
    }

    @Test
    void holdsABoundedNumber() {
        for (int id = 0; id <= UnreadableSchemaIds.MAX_IDS; id++) {
            ids.forGood(id, "no");
        }

        assertThat(ids.problem(0)).isEmpty();
        assertThat(ids.problem(UnreadableSchemaIds.MAX_IDS)).contains("no");
    }
}

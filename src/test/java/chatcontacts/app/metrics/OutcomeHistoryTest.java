package chatcontacts.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeHistoryTest {

    private Instant now = Instant.parse("2026-11-21T12:00:03Z");
    private final OutcomeHistory history = new OutcomeHistory(() -> now);

    @Test
    void outcomesAreCountedByTheTenSecondsInWhichTheyFell() {
        history.count("STARTED");
        history.count("STARTED");
        now = now.plusSeconds(7);
        history.count("STARTED");
        history.count("EXPIRED");

        assertThat(history.toJson().get("until")).isEqualTo("2026-11-21T12:00:20Z");
        assertThat(row("STARTED")).hasSize(90).endsWith(0L, 2L, 1L);
        assertThat(row("EXPIRED")).endsWith(0L, 0L, 1L);
        assertThat(history.toJson().get("counts").toString()).doesNotContain("REPLAYED");
    }

    @Test
    void whatIsOlderThanAQuarterOfAnHourIsForgotten() {
        history.count("STARTED");
        now = now.plus(Duration.ofSeconds(890));
        assertThat(row("STARTED")).startsWith(1L, 0L);
        now = now.plusSeconds(10);
        assertThat(history.toJson().get("counts")).isEqualTo(Map.of());
        history.count("REPLAYED");
        now = now.plus(Duration.ofDays(1));
        assertThat(history.toJson().get("counts")).isEqualTo(Map.of());
    }

    @Test
    void aClockThatIsSetBackLosesNothing() {
        history.count("STARTED");
        now = now.minus(Duration.ofHours(1));
        history.count("STARTED");

        assertThat(row("STARTED")).endsWith(0L, 2L);
    }

    @SuppressWarnings("unchecked")
    private List<Long> row(String kind) {
        return ((Map<String, List<Long>>) history.toJson().get("counts")).get(kind);
    }
}

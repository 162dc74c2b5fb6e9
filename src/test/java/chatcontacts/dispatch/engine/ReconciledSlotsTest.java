package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of its quota an instance uses whose chat ends are lost, and asked for. {@code ReconciliationBenchmark} has more of it. */
final class ReconciledSlotsTest {

    @ParameterizedTest
    @CsvSource({"100, 0.9, 0.5, 4, 0.98", "100, 0, 0.5, 24, 0.97"})
    void slotsAreUsedThoughEndsAreLost(int quota, double ends, double share, int hours, double least) {
        var figures = new ReconciledScenario(quota, ends, share, Duration.ofHours(hours)).run();
        assertThat(figures.used()).as(figures.toString()).isGreaterThan(least);
        assertThat(figures.wasted()).as("wasted starts").isZero();
    }

    @Test
    void theRateOfTheQuestionsIsKept() {
        LaneScenario lane = new ReconciledScenario(500, 0, 0.5, Duration.ZERO).lane();
        lane.run(Duration.ofHours(1));
        int asked = lane.engine().questions.size();
        lane.run(Duration.ofMinutes(10));
        assertThat(lane.engine().questions.size() - asked).isLessThanOrEqualTo(5 * 600 + 8);
    }
}

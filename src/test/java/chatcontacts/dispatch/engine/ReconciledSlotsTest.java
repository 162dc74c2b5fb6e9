package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.testkit.connect.RandomDuration;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of its quota an instance uses whose chat ends are lost, and asked for. On virtual time. */
final class ReconciledSlotsTest {

    /** Chats of 5 to 15 minutes, always asked for; DescribeContact allows 10 a second, of which a share is used. */
    private static LaneScenario scenario(int quota, double ends, double share) {
        EngineFixture engine = new EngineFixture(
                quota, ChatEndVisibility.Mode.AUTO, 50, 80, 100, Optional.of(new RateLimit(10 * share, 15 * share)));
        LaneScenario scenario = new LaneScenario(engine, 1);
        scenario.instance("i1")
                .quota(quota)
                .chats(new RandomDuration.Uniform(Duration.ofMinutes(5), Duration.ofMinutes(15)))
                .events(ends > 0, ends);
        scenario.demand("i1", 1.1 * quota / 600);
        return scenario;
    }

    @ParameterizedTest
    @CsvSource({"100, 0.9, 0.5, 4, 0.98", "100, 0, 0.5, 24, 0.97"})
    void slotsAreUsedThoughEndsAreLost(int quota, double ends, double share, int hours, double least) {
        LaneScenario scenario = scenario(quota, ends, share);
        SimulatedInstance instance = scenario.instance("i1");
        scenario.run(Duration.ofHours(hours));
        var unused = instance.slotsUsed();
        int wasted = instance.wasted();
        int asked = scenario.engine().questions.size();
        scenario.run(Duration.ofHours(1));
        double used = instance.slotsUsed();
        System.out.printf(
                "quota %d, ends that come %.0f %%, share %.1f: %.1f %% of the slots, %d wasted starts, %.2f questions a second%n",
                quota,
                100 * ends,
                share,
                100 * used,
                instance.wasted() - wasted,
                (scenario.engine().questions.size() - asked) / 3_600.0);
        assertThat(used).isGreaterThan(least);
        assertThat(instance.wasted() - wasted).as("wasted starts").isZero();
    }

    @Test
    void theRateOfTheQuestionsIsKept() {
        LaneScenario scenario = scenario(500, 0, 0.5);
        scenario.run(Duration.ofHours(1));
        int asked = scenario.engine().questions.size();
        scenario.run(Duration.ofMinutes(10));
        assertThat(scenario.engine().questions.size() - asked).isLessThanOrEqualTo(5 * 600 + 8);
    }
}

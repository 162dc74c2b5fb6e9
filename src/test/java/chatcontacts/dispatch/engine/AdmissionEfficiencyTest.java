package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.testkit.connect.RandomDuration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The shares that {@code AdmissionBenchmark} prints do not fall below what is promised. Virtual time: no run differs. */
final class AdmissionEfficiencyTest {

    private static final List<Long> SEEDS = List.of(101L, 102L);

    private static AdmissionScenario.Figures run(ScenarioProfile profile, long seed) {
        return new AdmissionScenario(profile, seed).run(Duration.ofMinutes(1), Duration.ofMinutes(3));
    }

    @Test
    void whereEndsAreSeenNearlyAllSlotsAreUsedAndHardlyACallIsWasted() {
        for (long seed : SEEDS) {
            for (ChatEndVisibility.Mode visibility : List.of(ChatEndVisibility.Mode.ON, ChatEndVisibility.Mode.AUTO)) {
                AdmissionScenario.Figures figures =
                        run(ScenarioProfile.quotaBound("seen", visibility, ScenarioProfile.LONG_TAIL), seed);
                assertThat(figures.slotsUsed()).isGreaterThan(0.97);
                assertThat(figures.fullPer100()).isLessThan(1);
            }
        }
    }

    /** Without calls that may be wasted a slot idles until the end of its chat is told: 97.8 %. */
    @Test
    void whereChatsEndFastSlotsAreTakenBeforeTheirEndsAreTold() {
        for (long seed : SEEDS) {
            AdmissionScenario scenario = new AdmissionScenario(
                    ScenarioProfile.quotaBound("seen", ChatEndVisibility.Mode.AUTO, ScenarioProfile.SHORT), seed);
            AdmissionScenario.Figures figures = scenario.run(Duration.ofMinutes(4), Duration.ofMinutes(6));
            assertThat(figures.slotsUsed()).isGreaterThan(0.982);
            assertThat(figures.fullPer100()).isBetween(1.0, 10.0);
        }
    }

    @Test
    void eventsThatComeLateCostFewSlots() {
        RandomDuration late = new RandomDuration.Uniform(Duration.ofMillis(500), Duration.ofSeconds(2));
        ScenarioProfile profile = ScenarioProfile.quotaBound("late", ChatEndVisibility.Mode.AUTO, ScenarioProfile.SHORT)
                .withEventDelay(late);
        AdmissionScenario.Figures figures =
                new AdmissionScenario(profile, 101).run(Duration.ofMinutes(4), Duration.ofMinutes(6));
        assertThat(figures.slotsUsed()).isGreaterThan(0.93);
        assertThat(figures.fullPer100()).isLessThan(10);
    }

    @Test
    void whereTheyEndSlowlyHardlyACallIsWastedOnIt() {
        LaneScenario scenario = new LaneScenario(500, ChatEndVisibility.Mode.AUTO, 5, 8, 100, 1);
        SimulatedInstance instance = scenario.instance("i1")
                .quota(500)
                .chats(new RandomDuration.Uniform(Duration.ofMinutes(15), Duration.ofMinutes(25)))
                .events(true, 1);
        scenario.backlog("i1", 8_000);
        scenario.run(Duration.ofHours(1));
        int wasted = instance.wasted();
        int starts = instance.starts();
        scenario.run(Duration.ofHours(4));
        assertThat(instance.starts() - starts).isGreaterThan(5_000);
        assertThat(instance.wasted() - wasted).isLessThan(10);
    }

    @Test
    void blindNearlyAllSlotsAreUsedAtLessThanHalfAWastedCallForAStart() {
        for (long seed : SEEDS) {
            for (RandomDuration chats : List.of(
                    ScenarioProfile.EVEN,
                    ScenarioProfile.LONG_TAIL,
                    ScenarioProfile.NARROW,
                    ScenarioProfile.EQUAL,
                    ScenarioProfile.SHORT)) {
                AdmissionScenario.Figures figures =
                        run(ScenarioProfile.quotaBound("blind", ChatEndVisibility.Mode.OFF, chats), seed);
                assertThat(figures.slotsUsed()).isGreaterThan(0.95);
                assertThat(figures.fullPer100()).isLessThan(50);
            }
        }
    }

    @Test
    void aRateThatLimitsIsUsedAndNotExceeded() {
        for (long seed : SEEDS) {
            for (ScenarioProfile profile :
                    List.of(ScenarioProfile.rateBound("5", 5, 8, 5), ScenarioProfile.rateBound("50", 50, 80, 50))) {
                AdmissionScenario.Figures figures = run(profile, seed);
                assertThat(figures.rateUsed()).isGreaterThan(0.98);
                assertThat(figures.throttledPer100()).isLessThan(0.5);
            }
        }
    }

    @Test
    void aRateThatIsLowerThanConfiguredIsRememberedAndFoundAgainWhenItRises() {
        Map<Double, Double> throttledPer100 = Map.of(4.0, 1.0, 2.0, 2.0);
        throttledPer100.forEach((real, most) -> {
            for (long seed : SEEDS) {
                AdmissionScenario scenario = new AdmissionScenario(ScenarioProfile.rateBound("5", 5, 8, real), seed);
                AdmissionScenario.Figures figures = scenario.run(Duration.ofMinutes(2), Duration.ofMinutes(30));
                assertThat(figures.throttledPer100()).as("really " + real).isLessThan(most);
                assertThat(figures.rateUsed()).isGreaterThan(0.95 * real / 5);
                scenario.realRate(5);
                scenario.run(Duration.ofSeconds(29), Duration.ofSeconds(1));
                assertThat(scenario.allowedRate()).isGreaterThan(0.99 * 5);
            }
        });
    }
}

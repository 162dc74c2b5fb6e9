package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.call.CallResult;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Whatever a lane is like and whatever is wrong with the neighbours of an instance in it, that one gets what it gets alone. Each seed
 * draws another lane; {@code -Dsimulation.seed=17} runs one.
 */
final class NeighboursTest {

    private static final int SEEDS = Math.max(1, Integer.getInteger("simulation.seeds", 300) / 30);
    private static final Duration RUN = Duration.ofMinutes(2);
    private static final Duration PROOF = Duration.ofSeconds(5);
    private static final String HEALTHY = "healthy";

    /** A lane, and what the healthy instance asks of it. */
    private record LaneProfile(double rate, double burst, int inFlightMax, double demand, long seed) {

        static LaneProfile drawn(SplittableRandom random, long seed) {
            double rate = random.nextDouble(2, 30);
            return new LaneProfile(
                    rate,
                    rate * random.nextDouble(0.5, 2),
                    20 + random.nextInt(80),
                    rate * random.nextDouble(0.3, 0.8),
                    seed);
        }

        int starts(Consumer<LaneScenario> neighbours) {
            LaneScenario scenario =
                    new LaneScenario(1_000_000, ChatEndVisibility.Mode.OFF, rate, burst, inFlightMax, seed);
            scenario.demand(HEALTHY, demand);
            scenario.run(PROOF); // before that nobody can tell it from those that are denied
            neighbours.accept(scenario);
            scenario.run(RUN);
            return scenario.instance(HEALTHY).starts();
        }

        void checkBeside(String what, Consumer<LaneScenario> neighbours) {
            int alone = starts(scenario -> {});
            assertThat(starts(neighbours))
                    .as("seed %s, beside %s in %s", seed, what, this)
                    .isGreaterThanOrEqualTo((int) (0.95 * alone));
        }
    }

    private static void eachSeed(Consumer<Long> test) {
        Long single = Long.getLong("simulation.seed");
        for (long seed = single == null ? 0 : single; seed < (single == null ? SEEDS : single + 1); seed++) {
            test.accept(seed);
        }
    }

    @Test
    void heldOnesCostNothingHoweverManyThereAre() {
        eachSeed(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            LaneProfile lane = LaneProfile.drawn(random, seed);
            int neighbours = random.nextInt(10, 250);
            List<Supplier<CallResult>> answers = List.of(EngineFixture::denied, EngineFixture::full);
            Supplier<CallResult> answer = answers.get(random.nextInt(answers.size()));
            double demand = random.nextDouble(0.02, 0.1);
            lane.checkBeside(neighbours + " that answer " + answer.get(), scenario -> {
                for (int i = 0; i < neighbours; i++) {
                    scenario.instance("neighbour" + i).answers(answer);
                    scenario.demand("neighbour" + i, demand);
                }
            });
        });
    }

    @Test
    void aSlowOneLeavesWhatTheyNeed() {
        eachSeed(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            LaneProfile drawn = LaneProfile.drawn(random, seed);
            double half = drawn.rate() * 0.45;
            LaneProfile lane = new LaneProfile(drawn.rate(), drawn.burst(), drawn.inFlightMax(), half, seed);
            long latencyMs = random.nextLong(1_000, 10_000);
            lane.checkBeside("calls of " + latencyMs + " ms", scenario -> {
                scenario.instance("slow").latencyMs(latencyMs);
                scenario.demand("slow", half);
            });
        });
    }
}

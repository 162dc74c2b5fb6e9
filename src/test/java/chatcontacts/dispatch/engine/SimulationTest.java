package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.Envelope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Runs {@link Simulation} with many seeds. {@code -Dsimulation.seeds=5000} runs more, {@code -Dsimulation.seed=17} runs one.
 */
final class SimulationTest {

    private static final int SEEDS = Integer.getInteger("simulation.seeds", 300);

    /** Redrives come until the ninth day; then a doubtful request may be kept for a week. */
    private static final Duration ALL_RETENTIONS = Duration.ofDays(18);

    @Test
    void keepsEveryInvariantWhateverHappens() {
        Long single = Long.getLong("simulation.seed");
        Map<String, Integer> outcomes = new TreeMap<>();
        Map<String, Integer> answers = new TreeMap<>();
        int takeovers = 0;
        int moved = 0;
        int slotsBeyondQuota = 0;
        for (long seed = single == null ? 0 : single; seed < (single == null ? SEEDS : single + 1); seed++) {
            SimulationTotals totals = simulate(seed);
            totals.outcomes.forEach((kind, count) -> outcomes.merge(kind, count, Integer::sum));
            totals.answers.forEach((kind, count) -> answers.merge(kind, count, Integer::sum));
            takeovers += totals.takeovers;
            moved += totals.moved;
            slotsBeyondQuota = Math.max(slotsBeyondQuota, totals.slotsBeyondQuota);
        }
        if (single == null) {
            assertThat(outcomes.keySet())
                    .as("what the seeds reach")
                    .contains(
                            "STARTED",
                            "REPLAYED",
                            "UNCERTAIN",
                            "EXPIRED",
                            "CANCELLED",
                            "REJECTED",
                            "TOKEN_REUSED",
                            "UNKNOWN_INSTANCE",
                            "RETRIES_EXHAUSTED");
            assertThat(answers).containsKeys("LimitExceededException", "REPEATED", "AccessDeniedException");
            assertThat(takeovers).isPositive();
            assertThat(moved).isPositive();
            assertThat(slotsBeyondQuota).as("ends are anticipated").isGreaterThan(1);
        }
    }

    private static SimulationTotals simulate(long seed) {
        SimulationProfile profile = SimulationProfile.drawn(new SplittableRandom(seed));
        Simulation simulation = new Simulation(profile, seed);
        try {
            new SimulatedProducers(simulation).schedule();
            disturb(simulation);
            simulation.run(Duration.ofHours(3));
            simulation.checks.settled();
            simulation.run(ALL_RETENTIONS);
            simulation.checks.settled();
            simulation.checks.nothingKept();
            return simulation.totals;
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + " (mvn test -Dtest=SimulationTest -Dsimulation.seed=" + seed + " repeats it): "
                            + e.getMessage() + "; " + simulation.totals + "; " + profile.disturbances(),
                    e);
        }
    }

    private static void disturb(Simulation simulation) {
        SimulationProfile profile = simulation.profile;
        RandomGenerator random = simulation.random;
        if (profile.has(Disturbance.CRASHES)) {
            for (int i = random.nextInt(6); i > 0; i--) {
                simulation.at(random.nextLong(200_000), simulation::crash);
            }
            simulation.crashBehindCalls(random.nextInt(6));
        }
        if (profile.has(Disturbance.FROZEN_OWNERS)) {
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                simulation.at(random.nextLong(150_000), () -> simulation.freeze(random.nextLong(1_000, 60_000)));
            }
        }
        if (profile.has(Disturbance.WRONG_CLOCKS)) {
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                simulation.at(random.nextLong(200_000), simulation::crash);
            }
            simulation.at(200_000, simulation::setClocks);
        }
        if (profile.has(Disturbance.SLOW_CREDENTIALS)) {
            for (int i = random.nextInt(1, 3); i > 0; i--) {
                simulation.at(random.nextLong(150_000), () -> simulation.fetchCredentials(random.nextLong(10, 20_000)));
            }
        }
        if (profile.has(Disturbance.LANE_REMOVED)) {
            boolean settles = random.nextBoolean();
            simulation.at(random.nextLong(120_000), () -> simulation.removeLane(settles, random.nextLong(100, 60_000)));
        }
        if (profile.has(Disturbance.OPERATORS)) {
            SimulatedOperators.schedule(simulation);
        }
        if (profile.has(Disturbance.EVENTS_STOP)) {
            simulation.at(random.nextLong(120_000), simulation.contactEvents::stop);
        }
        if (profile.has(Disturbance.FOREIGN_CHATS)) {
            for (int i = random.nextInt(1, 40); i > 0; i--) {
                simulation.at(random.nextLong(120_000), simulation::foreignChat);
            }
        }
    }

    @Test
    void startsEverythingThatNothingStandsInTheWayOf() {
        Simulation simulation = new Simulation(SimulationProfile.calm(), 1);
        for (int i = 0; i < 100; i++) {
            Envelope envelope = new Envelope(
                    "i1",
                    "token-" + i,
                    Simulation.fingerprint(i),
                    5,
                    simulation.now().plusSeconds(3600),
                    Optional.empty(),
                    simulation.now(),
                    0,
                    Optional.empty(),
                    Optional.empty());
            simulation.checks.known(envelope);
            simulation.request(envelope, StartChat.of("i1", "flow", "customer"));
        }
        simulation.run(Duration.ofSeconds(30));
        simulation.checks.settled();
        assertThat(List.copyOf(simulation.checks.results()))
                .allSatisfy(result -> assertThat(result.outcome()).isInstanceOf(Outcome.Started.class));
        assertThat(simulation.totals.calls).isEqualTo(100);
    }
}

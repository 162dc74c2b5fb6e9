package chatcontacts.dispatch.engine;

import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.testkit.connect.RandomDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Prints how well slots and rate are used, over many seeds on virtual time: mean, and the worst of all seeds behind it.
 */
final class AdmissionBenchmark {

    private AdmissionBenchmark() {}

    static List<ScenarioProfile> profiles() {
        return List.of(
                ScenarioProfile.quotaBound("seen, even", ChatEndVisibility.Mode.ON, ScenarioProfile.EVEN),
                ScenarioProfile.quotaBound("seen, long tail", ChatEndVisibility.Mode.ON, ScenarioProfile.LONG_TAIL),
                ScenarioProfile.quotaBound("seen, auto", ChatEndVisibility.Mode.AUTO, ScenarioProfile.EVEN),
                ScenarioProfile.quotaBound("seen, 80 of 100", ChatEndVisibility.Mode.ON, ScenarioProfile.EVEN)
                        .withRealQuota(80),
                ScenarioProfile.quotaBound("blind, even", ChatEndVisibility.Mode.OFF, ScenarioProfile.EVEN),
                ScenarioProfile.quotaBound("blind, long tail", ChatEndVisibility.Mode.OFF, ScenarioProfile.LONG_TAIL),
                ScenarioProfile.quotaBound("blind, 8 to 12 s", ChatEndVisibility.Mode.OFF, ScenarioProfile.NARROW),
                ScenarioProfile.quotaBound("blind, all 10 s", ChatEndVisibility.Mode.OFF, ScenarioProfile.EQUAL),
                ScenarioProfile.quotaBound("blind, 80 of 100", ChatEndVisibility.Mode.OFF, ScenarioProfile.EVEN)
                        .withRealQuota(80),
                ScenarioProfile.quotaBound("blind, 10", ChatEndVisibility.Mode.OFF, ScenarioProfile.EVEN)
                        .withQuota(10),
                ScenarioProfile.quotaBound("blind, 400", ChatEndVisibility.Mode.OFF, ScenarioProfile.EVEN)
                        .withQuota(400),
                blind("blind, 2-5 s", 100, 100, 200, ScenarioProfile.SHORT),
                blind("the same, 30/s", 100, 30, 200, ScenarioProfile.SHORT),
                blind("the same, 50 ms", 100, 100, 50, ScenarioProfile.SHORT),
                blind("blind, all 60 s", 100, 50, 200, new RandomDuration.Fixed(Duration.ofMinutes(1))),
                ScenarioProfile.quotaBound("seen, 2-5 s", ChatEndVisibility.Mode.ON, ScenarioProfile.SHORT),
                ScenarioProfile.quotaBound("seen 0.5-2 s later", ChatEndVisibility.Mode.ON, ScenarioProfile.SHORT)
                        .withEventDelay(new RandomDuration.Uniform(Duration.ofMillis(500), Duration.ofSeconds(2))),
                ScenarioProfile.rateBound("rate 5, burst 8", 5, 8, 5),
                ScenarioProfile.rateBound("rate 50, burst 80", 50, 80, 50),
                ScenarioProfile.rateBound("rate 5, really 4", 5, 8, 4),
                ScenarioProfile.rateBound("rate 5, really 2", 5, 8, 2),
                ScenarioProfile.rateBound("rate 50, really 20", 50, 80, 20));
    }

    private static ScenarioProfile blind(String name, int quota, double rate, int callMs, RandomDuration chats) {
        RandomDuration calls = new RandomDuration.Fixed(Duration.ofMillis(callMs));
        double burst = 1.6 * rate;
        return new ScenarioProfile(
                name, ChatEndVisibility.Mode.OFF, quota, quota, rate, burst, rate, burst, chats, calls, calls);
    }

    static void print(int seeds) {
        System.out.printf(
                Locale.ROOT,
                "%-18s %15s %15s %15s %15s%n",
                "",
                "slots used %",
                "rate used %",
                "full per 100",
                "throttled/100");
        for (ScenarioProfile profile : profiles()) {
            List<AdmissionScenario.Figures> runs = new ArrayList<>();
            for (int seed = 0; seed < seeds; seed++) {
                runs.add(new AdmissionScenario(profile, seed).run(Duration.ofMinutes(2), Duration.ofMinutes(10)));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-18s %s %s %s %s%n",
                    profile.name(),
                    least(runs, it -> 100 * it.slotsUsed()),
                    least(runs, it -> 100 * it.rateUsed()),
                    most(runs, AdmissionScenario.Figures::fullPer100),
                    most(runs, AdmissionScenario.Figures::throttledPer100));
        }
    }

    private static String least(
            List<AdmissionScenario.Figures> runs, ToDoubleFunction<AdmissionScenario.Figures> figure) {
        return text(runs, figure, runs.stream().mapToDouble(figure).min().orElseThrow());
    }

    private static String most(
            List<AdmissionScenario.Figures> runs, ToDoubleFunction<AdmissionScenario.Figures> figure) {
        return text(runs, figure, runs.stream().mapToDouble(figure).max().orElseThrow());
    }

    private static String text(
            List<AdmissionScenario.Figures> runs, ToDoubleFunction<AdmissionScenario.Figures> figure, double worst) {
        double mean = runs.stream().mapToDouble(figure).average().orElseThrow();
        return String.format(Locale.ROOT, "%7.2f (%5.2f)", mean, worst);
    }
}

package chatcontacts.dispatch.engine;

import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.call.CallResult;
import chatcontacts.testkit.connect.RandomDuration;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Prints what instances get of a lane beside neighbours that are held or slow, and of their slots where events lose the ends of
 * chats, on virtual time. Run it from the test class path.
 */
final class LaneBenchmark {

    private static final double DEMAND = 9.8;

    private LaneBenchmark() {}

    public static void main(String[] args) {
        System.out.printf(Locale.ROOT, "%-48s %9s %9s%n", "", "served %", "wasted %");
        for (int neighbours : new int[] {0, 50, 200}) {
            beside(neighbours + " denied instances", neighbours, EngineFixture::denied);
        }
        beside("200 full instances", 200, EngineFixture::full);
        slowNeighbour();
        for (double ends : new double[] {1, 0.98, 0.9, 0}) {
            lostEnds(ends);
        }
        eventsThatStop();
    }

    private static void beside(String name, int neighbours, Supplier<CallResult> answer) {
        LaneScenario scenario = new LaneScenario(500, ChatEndVisibility.Mode.OFF, 5, 8, 100, 1);
        for (int i = 0; i < neighbours; i++) {
            scenario.instance("neighbour" + i).answers(answer);
            scenario.demand("neighbour" + i, 0.1);
        }
        scenario.demand("healthy", 4);
        scenario.run(Duration.ofMinutes(10));
        print("4/s of 5/s beside " + name, scenario.instance("healthy").starts() / (4 * 600.0), 0);
    }

    private static void slowNeighbour() {
        LaneScenario scenario = new LaneScenario(100_000, ChatEndVisibility.Mode.OFF, 50, 80, 100, 1);
        scenario.instance("slow").latencyMs(10_000);
        scenario.demand("slow", 25);
        scenario.demand("fast", 25);
        scenario.run(Duration.ofMinutes(10));
        print("25/s of 50/s beside calls of 10 s", scenario.instance("fast").starts() / (25 * 600.0), 0);
    }

    private static void lostEnds(double ends) {
        LaneScenario scenario = new LaneScenario(100, ChatEndVisibility.Mode.AUTO, 50, 80, 100, 1);
        SimulatedInstance instance = scenario.instance("i1")
                .quota(100)
                .chats(new RandomDuration.Uniform(Duration.ofSeconds(5), Duration.ofSeconds(15)))
                .events(true, ends);
        scenario.demand("i1", DEMAND);
        scenario.run(Duration.ofMinutes(5));
        int starts = instance.starts();
        int wasted = instance.wasted();
        scenario.run(Duration.ofMinutes(20));
        double started = instance.starts() - starts;
        print(
                String.format(Locale.ROOT, "98 %% of a quota of 100, %.0f %% of the ends seen", 100 * ends),
                started / (DEMAND * 1200),
                (instance.wasted() - wasted) / started);
    }

    private static void eventsThatStop() {
        LaneScenario scenario = new LaneScenario(500, ChatEndVisibility.Mode.AUTO, 5, 8, 100, 1);
        SimulatedInstance instance = scenario.instance("i1")
                .quota(500)
                .chats(new RandomDuration.Fixed(Duration.ofMinutes(20)))
                .events(true, 1);
        double perSecond = 0.98 * 500 / 1200;
        scenario.demand("i1", perSecond);
        scenario.run(Duration.ofHours(1));
        instance.events(false, 0);
        int starts = instance.starts();
        int wasted = instance.wasted();
        scenario.run(Duration.ofHours(1));
        double started = instance.starts() - starts;
        print(
                "98 % of a quota of 500, the hour after events stop",
                started / (perSecond * 3600), (instance.wasted() - wasted) / started);
    }

    private static void print(String name, double served, double wasted) {
        System.out.printf(Locale.ROOT, "%-48s %9.1f %9.1f%n", name, 100 * served, 100 * wasted);
    }
}

package chatcontacts.dispatch.engine;

import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.call.CallResult;
import chatcontacts.testkit.connect.RandomDuration;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Prints what instances get of a lane beside neighbours that are held or slow, and of their slots where events lose the ends of
 * chats, on virtual time: mean, and the worst of all seeds behind it.
 */
final class LaneBenchmark {

    private static final double DEMAND = 9.8;

    private LaneBenchmark() {}

    /**
     * What was measured.
     *
     * @param served the part of the demand that was started
     * @param wasted calls that found it full, for a start
     */
    private record Figures(double served, double wasted) {}

    static void print(int seeds) {
        System.out.printf(Locale.ROOT, "%n%-52s %15s %15s%n", "", "served %", "wasted / 100");
        for (int neighbours : new int[] {0, 50, 200}) {
            print(
                    "4/s of 5/s beside " + neighbours + " denied instances",
                    seeds,
                    seed -> beside(neighbours, EngineFixture::denied, seed));
        }
        print("4/s of 5/s beside 200 full instances", seeds, seed -> beside(200, EngineFixture::full, seed));
        print("25/s of 50/s beside calls of 10 s", seeds, LaneBenchmark::slowNeighbour);
        for (double ends : new double[] {1, 0.98, 0.9, 0.6, 0.5, 0}) {
            String name = String.format(Locale.ROOT, "98 %% of a quota of 100, %.0f %% of the ends seen", 100 * ends);
            print(name, seeds, seed -> lostEnds(ends, seed));
        }
        String stop = "98 % of a quota of 500, the hour after events stop";
        print(stop, seeds, seed -> eventsThatStop(new RandomDuration.Fixed(Duration.ofMinutes(20)), seed));
        RandomDuration varied = new RandomDuration.LogNormal(Duration.ofMinutes(18), 0.46);
        print("the same, a log-normal 18 minutes", seeds, seed -> eventsThatStop(varied, seed));
    }

    private static Figures beside(int neighbours, Supplier<CallResult> answer, long seed) {
        LaneScenario scenario = new LaneScenario(500, ChatEndVisibility.Mode.OFF, 5, 8, 100, seed);
        for (int i = 0; i < neighbours; i++) {
            scenario.instance("neighbour" + i).answers(answer);
            scenario.demand("neighbour" + i, 0.1);
        }
        scenario.demand("healthy", 4);
        scenario.run(Duration.ofMinutes(10));
        return new Figures(scenario.instance("healthy").starts() / (4 * 600.0), 0);
    }

    private static Figures slowNeighbour(long seed) {
        LaneScenario scenario = new LaneScenario(100_000, ChatEndVisibility.Mode.OFF, 50, 80, 100, seed);
        scenario.instance("slow").latencyMs(10_000);
        scenario.demand("slow", 25);
        scenario.demand("fast", 25);
        scenario.run(Duration.ofMinutes(10));
        return new Figures(scenario.instance("fast").starts() / (25 * 600.0), 0);
    }

    private static Figures lostEnds(double ends, long seed) {
        LaneScenario scenario = new LaneScenario(100, ChatEndVisibility.Mode.AUTO, 50, 80, 100, seed);
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
        return new Figures(started / (DEMAND * 1200), (instance.wasted() - wasted) / started);
    }

    private static Figures eventsThatStop(RandomDuration chats, long seed) {
        LaneScenario scenario = new LaneScenario(500, ChatEndVisibility.Mode.AUTO, 5, 8, 100, seed);
        SimulatedInstance instance =
                scenario.instance("i1").quota(500).chats(chats).events(true, 1);
        double perSecond = 0.98 * 500 / 1200;
        scenario.demand("i1", perSecond);
        scenario.run(Duration.ofHours(1));
        instance.events(false, 0);
        int starts = instance.starts();
        int wasted = instance.wasted();
        scenario.run(Duration.ofHours(1));
        double started = instance.starts() - starts;
        return new Figures(started / (perSecond * 3600), (instance.wasted() - wasted) / started);
    }

    /** The mean of all seeds, and the worst behind it. */
    private static void print(String name, int seeds, LongFunction<Figures> scenario) {
        List<Figures> runs = LongStream.range(0, seeds).mapToObj(scenario).toList();
        DoubleSummaryStatistics served =
                runs.stream().mapToDouble(Figures::served).summaryStatistics();
        DoubleSummaryStatistics wasted =
                runs.stream().mapToDouble(Figures::wasted).summaryStatistics();
        System.out.printf(
                Locale.ROOT,
                "%-52s %7.1f (%5.1f) %7.1f (%5.1f)%n",
                name,
                100 * served.getAverage(),
                100 * served.getMin(),
                100 * wasted.getAverage(),
                100 * wasted.getMax());
    }
}

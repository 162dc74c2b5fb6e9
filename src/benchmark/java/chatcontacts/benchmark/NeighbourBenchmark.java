package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A healthy instance alone, beside one that is full with thousands waiting, and beside one whose calls take seconds: latency of
 * the healthy one from the intended time on.
 */
final class NeighbourBenchmark {

    private static final String NEIGHBOUR = "99999999-9999-4999-8999-999999999999";
    private static final int RATE = 50;
    private static final int WAITING = 5_000;
    private static final int SLOW_RATE = 5;

    private final BenchmarkEnvironment environment;
    private final Report report;
    private final int warmUp;
    private final int seconds;

    NeighbourBenchmark(BenchmarkEnvironment environment, Report report, int warmUp, int seconds) {
        this.environment = environment;
        this.report = report;
        this.warmUp = warmUp;
        this.seconds = seconds;
    }

    void run() {
        int healthy = warmUp + RATE * (5 + seconds);
        double alone = run("alone", 0, load -> {}, "latency=200ms");
        run(
                "full",
                alone,
                load -> load.burst(healthy, healthy + WAITING),
                "latency=200ms",
                "quota." + NEIGHBOUR + "=0");
        run(
                "slow",
                alone,
                load -> Thread.ofPlatform()
                        .daemon()
                        .start(() -> load.paced(healthy, healthy + SLOW_RATE * (5 + seconds), SLOW_RATE)),
                "latency=200ms",
                "latency." + NEIGHBOUR + "=5s");
    }

    private double run(String neighbour, double alone, Consumer<LoadGenerator> trouble, String... simulator) {
        int settling = warmUp + 5 * RATE;
        int all = settling + RATE * seconds;
        try (var arm = new Arm(
                        environment,
                        "neighbour" + neighbour,
                        Map.of(
                                "lanes.default.in.flight.max", "500",
                                "instances", "one,two",
                                "instances.two.id", NEIGHBOUR,
                                "instances.two.contact.events", "off"),
                        simulator);
                var other = arm.load(NEIGHBOUR)) {
            arm.startService();
            try (var outcomes = arm.outcomes(all)) {
                report.progress("warm-up of " + arm.name());
                arm.load().burst(0, warmUp);
                arm.await(outcomes, warmUp);
                trouble.accept(other);
                arm.load().paced(warmUp, settling, RATE);
                arm.await(outcomes, settling);
                long[] intended = arm.load().paced(settling, all, RATE);
                arm.await(outcomes, all);
                for (int i = 0; i < intended.length; i++) {
                    intended[i] = outcomes.atNanos(settling + i) - intended[i];
                }
                var latencies = new Percentiles(intended);
                double p99 = latencies.millis(99);
                report.add(new ReportLine("healthy at " + RATE + "/s", "neighbour " + neighbour)
                        .with("p50 ms", latencies.millis(50))
                        .with("p99 ms", p99)
                        .with("p99 % of alone", alone > 0 ? 100 * p99 / alone : 100));
                return p99;
            }
        }
    }
}

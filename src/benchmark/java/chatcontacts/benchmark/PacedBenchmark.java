package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import chatcontacts.testkit.servers.JavaProcess;
import java.util.Map;
import java.util.function.BiConsumer;

/** Requests come at a steady rate. The overhead is what a result takes beyond the call of 200 ms, from the intended time on. */
final class PacedBenchmark {

    private static final int CALL_MS = 200;
    private static final int IN_FLIGHT = 500;

    private final BenchmarkEnvironment environment;
    private final Report report;
    private final int warmUp;
    private final int seconds;

    PacedBenchmark(BenchmarkEnvironment environment, Report report, int warmUp, int seconds) {
        this.environment = environment;
        this.report = report;
        this.warmUp = warmUp;
        this.seconds = seconds;
    }

    void run(int rate) {
        RawClient.measure(environment, report, "paced, " + rate + "/s", IN_FLIGHT, warmUp, rate * seconds, rate);
        for (String arm : new String[] {"a", "b"}) {
            var line = new ReportLine("paced, " + rate + "/s", "service " + arm);
            measure(Contender.SERVICE, "paced" + rate + arm, rate, line, (measured, cost) -> {
                report.add(measured);
                cost.report(report, measured.scenario(), measured.arm());
            });
        }
    }

    /**
     * One arm.
     *
     * @param name of the arm
     * @param line gets the figures
     * @param reporter gets them with the cost, while all processes still run
     */
    void measure(
            Contender contender, String name, int rate, ReportLine line, BiConsumer<ReportLine, RequestCost> reporter) {
        int settling = warmUp + 5 * rate;
        int all = settling + rate * seconds;
        Map<String, String> settings = Map.of("lanes.default.in.flight.max", Integer.toString(IN_FLIGHT));
        try (var arm = new Arm(environment, name, settings, "latency=" + CALL_MS + "ms");
                var outcomes = arm.outcomes(all)) {
            JavaProcess process = arm.start(contender, IN_FLIGHT);
            report.progress("warm-up of " + arm.name());
            arm.load().burst(0, warmUp);
            arm.await(process, outcomes, warmUp);
            arm.load().paced(warmUp, settling, rate);
            arm.await(process, outcomes, settling);
            var cost = new RequestCost(environment, arm, process, all - settling);
            long[] intended = arm.load().paced(settling, all, rate);
            arm.await(process, outcomes, all);
            long[] nanos = new long[intended.length];
            for (int i = 0; i < nanos.length; i++) {
                nanos[i] = outcomes.atNanos(settling + i) - intended[i];
            }
            var latencies = new Percentiles(nanos);
            line.with("p50 ms", latencies.millis(50))
                    .with("p90 ms", latencies.millis(90))
                    .with("p99 ms", latencies.millis(99))
                    .with("max ms", latencies.millis(100))
                    .with("overhead p50", latencies.millis(50) - CALL_MS)
                    .with("overhead p99", latencies.millis(99) - CALL_MS);
            reporter.accept(line, cost);
            arm.check(outcomes, all);
        }
    }
}

package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import chatcontacts.testkit.servers.JavaProcess;
import java.util.Map;

/** Requests come at a steady rate. The overhead is what a result takes beyond the call of 200 ms, from the intended time on. */
final class PacedBenchmark {

    private static final int CALL_MS = 200;

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
        RawClient.measure(environment, report, "paced, " + rate + "/s", 500, warmUp, rate * seconds, rate);
        for (String arm : new String[] {"a", "b"}) {
            service(rate, arm);
        }
    }

    private void service(int rate, String armName) {
        int settling = warmUp + 5 * rate;
        int all = settling + rate * seconds;
        try (var arm = new Arm(
                environment,
                "paced" + rate + armName,
                Map.of("lanes.default.in.flight.max", "500"),
                "latency=" + CALL_MS + "ms")) {
            JavaProcess process = arm.startService();
            try (var outcomes = arm.outcomes(all)) {
                report.progress("warm-up of " + arm.name());
                arm.load().burst(0, warmUp);
                arm.await(outcomes, warmUp);
                arm.load().paced(warmUp, settling, rate);
                arm.await(outcomes, settling);
                var cost = new RequestCost(arm, process, environment.broker());
                long[] intended = arm.load().paced(settling, all, rate);
                arm.await(outcomes, all);
                long[] nanos = new long[intended.length];
                for (int i = 0; i < nanos.length; i++) {
                    nanos[i] = outcomes.atNanos(settling + i) - intended[i];
                }
                var latencies = new Percentiles(nanos);
                report.add(new ReportLine("paced, " + rate + "/s", "service " + armName)
                        .with("p50 ms", latencies.millis(50))
                        .with("p90 ms", latencies.millis(90))
                        .with("p99 ms", latencies.millis(99))
                        .with("max ms", latencies.millis(100))
                        .with("overhead p50", latencies.millis(50) - CALL_MS)
                        .with("overhead p99", latencies.millis(99) - CALL_MS));
                cost.report(report, "paced, " + rate + "/s", "service " + armName, nanos.length, environment);
                arm.check(outcomes, all);
            }
        }
    }
}

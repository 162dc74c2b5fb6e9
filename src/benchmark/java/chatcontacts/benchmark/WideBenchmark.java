package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import chatcontacts.testkit.servers.JavaProcess;
import chatcontacts.testkit.service.ServiceMetrics;

/** Ten thousand instances in two hundred lanes, all in one process: start, memory, metrics, and how fast requests for all of them start. */
final class WideBenchmark {

    private static final int LANES = 200;
    private static final int RATE = 1_000;
    private static final int REQUESTS = 40_000;

    private final BenchmarkEnvironment environment;
    private final Report report;

    WideBenchmark(BenchmarkEnvironment environment, Report report) {
        this.environment = environment;
        this.report = report;
    }

    void run(int instances) {
        try (var connect = environment.connect("connect-wide", "latency=200ms");
                var arm = new Arm(environment, "wide", ManyLanes.settings(LANES, RATE, instances, connect.address()));
                var load = arm.load(ManyLanes.instanceIds(instances))) {
            long startNanos = System.nanoTime();
            JavaProcess process = arm.startService();
            double readySeconds = (System.nanoTime() - startNanos) / 1e9;
            try (var outcomes = arm.outcomes(REQUESTS);
                    ServiceMetrics http = arm.service().http()) {
                long drainNanos = System.nanoTime();
                load.burst(0, REQUESTS);
                arm.await(outcomes, REQUESTS);
                double seconds = (System.nanoTime() - drainNanos) / 1e9;
                process.collectGarbage();
                long scrapeNanos = System.nanoTime();
                ServiceMetrics.Page metrics = http.metrics();
                double scrapeMs = (System.nanoTime() - scrapeNanos) / 1e6;
                report.add(new ReportLine(instances + " instances", LANES + " lanes")
                        .with("ready s", readySeconds)
                        .with("per second", REQUESTS / seconds)
                        .with("CPU s", process.cpu().toMillis() / 1e3)
                        .with("heap MB", metrics.sum("jvm_memory_used_bytes", "area=\"heap\"") / 1e6)
                        .with("RSS MB", process.residentBytes() / 1e6)
                        .with(
                                "series",
                                metrics.body()
                                        .lines()
                                        .filter(it -> !it.startsWith("#"))
                                        .count())
                        .with("scrape ms", scrapeMs));
            }
        }
    }
}

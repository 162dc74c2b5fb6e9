package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import chatcontacts.testkit.servers.JavaProcess;
import chatcontacts.testkit.service.ServiceMetrics;
import java.util.Map;

/** A steady rate for a long time, with a memory of outcomes that is short beside it: what must stay flat, ten times on the way. */
final class SoakBenchmark {

    private static final int LOOKS = 10;

    private final BenchmarkEnvironment environment;
    private final Report report;
    private final int seconds;

    SoakBenchmark(BenchmarkEnvironment environment, Report report, int seconds) {
        this.environment = environment;
        this.report = report;
        this.seconds = seconds;
    }

    void run(int rate) {
        int between = Math.max(1, seconds / LOOKS);
        int all = rate * between * LOOKS;
        // Old after the first look, so that the state is full from the second one on.
        Map<String, String> settings = Map.of("dedup.retention.ms", Integer.toString(between * 1_000));
        try (var arm = new Arm(environment, "soak", settings, "latency=200ms")) {
            JavaProcess process = arm.startService();
            try (var outcomes = arm.outcomes(all);
                    ServiceMetrics http = arm.service().http()) {
                for (int look = 1; look <= LOOKS; look++) {
                    arm.load().paced((look - 1) * rate * between, look * rate * between, rate);
                    arm.await(outcomes, look * rate * between);
                    look(look * between, process, http);
                }
                arm.check(outcomes, all);
            }
        }
    }

    private void look(int atSeconds, JavaProcess process, ServiceMetrics http) {
        process.collectGarbage();
        ServiceMetrics.Page metrics = http.metrics();
        report.add(new ReportLine("soak", "after " + atSeconds + " s")
                .with("heap MB", metrics.sum("jvm_memory_used_bytes", "area=\"heap\"") / 1e6)
                .with("RSS MB", process.residentBytes() / 1e6)
                .with("state MB", metrics.sum("chat_state_bytes") / 1e6)
                .with("threads", metrics.sum("jvm_threads_live_threads"))
                .with("open files", process.openFiles())
                .with(
                        "series",
                        metrics.body().lines().filter(it -> !it.startsWith("#")).count())
                .with("CPU s", process.cpu().toMillis() / 1e3));
    }
}

package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import chatcontacts.testkit.servers.JavaProcess;
import chatcontacts.testkit.service.ServiceMetrics;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** Requests are admitted at a fixed rate from a backlog, small and large: what each of them costs, and what the backlog takes. */
final class BacklogBenchmark {

    private static final int SMALL = 20_000;
    private static final int RATE = 200;
    private static final int SETTLING_SECONDS = 30;

    private final BenchmarkEnvironment environment;
    private final Report report;
    private final int warmUp;
    private final int seconds;

    BacklogBenchmark(BenchmarkEnvironment environment, Report report, int warmUp, int seconds) {
        this.environment = environment;
        this.report = report;
        this.warmUp = warmUp;
        this.seconds = seconds;
    }

    void run(int waiting) {
        for (String arm : new String[] {"a", "b"}) {
            run(SMALL, arm);
            run(waiting, arm);
        }
    }

    private void run(int waiting, String armName) {
        String rate = Integer.toString(RATE);
        try (var arm = new Arm(
                environment,
                "backlog" + waiting + armName,
                Map.of("lanes.default.rate.per.second", rate, "lanes.default.rate.burst", rate),
                "latency=200ms")) {
            JavaProcess process = arm.startService();
            try (var outcomes = arm.outcomes(warmUp);
                    ServiceMetrics http = arm.service().http()) {
                arm.load().burst(0, warmUp);
                arm.await(outcomes, warmUp);
                int spare = RATE * (SETTLING_SECONDS + seconds + waiting / 10_000);
                arm.load().burst(warmUp, warmUp + waiting + spare);
                Awaitility.await("the backlog")
                        .pollInSameThread()
                        .atMost(Duration.ofMinutes(20))
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> http.metrics().sum("chat_waiting") >= waiting);
                Waits.seconds(SETTLING_SECONDS);
                long created = arm.connect().count("created");
                long cpu = process.cpu().toNanos();
                long startNanos = System.nanoTime();
                Waits.seconds(seconds);
                long started = arm.connect().count("created") - created;
                double passed = (System.nanoTime() - startNanos) / 1e9;
                double cpuMs = (process.cpu().toNanos() - cpu) / 1e6 / started;
                process.collectGarbage();
                report.add(new ReportLine("backlog, " + waiting, "service " + armName)
                        .with("per second", started / passed)
                        .with("CPU ms", cpuMs)
                        .with("waiting", http.metrics().sum("chat_waiting"))
                        .with("heap in use MB", http.metrics().sum("jvm_memory_used_bytes", "area=\"heap\"") / 1e6)
                        .with("RSS MB", process.residentBytes() / 1e6));
            }
        }
    }
}

package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import chatcontacts.testkit.servers.JavaProcess;
import java.util.Map;

/** Nothing to do: what the service writes to the cluster, and what processor time it takes. */
final class IdleBenchmark {

    private static final int REQUESTS = 200;
    private static final int SETTLING_SECONDS = 20;

    private final BenchmarkEnvironment environment;
    private final Report report;
    private final int seconds;

    IdleBenchmark(BenchmarkEnvironment environment, Report report, int seconds) {
        this.environment = environment;
        this.report = report;
        this.seconds = seconds;
    }

    void run() {
        for (String arm : new String[] {"a", "b"}) {
            run(arm);
        }
    }

    private void run(String armName) {
        try (var arm = new Arm(environment, "idle" + armName, Map.of(), "latency=200ms")) {
            JavaProcess process = arm.startService();
            try (var outcomes = arm.outcomes(REQUESTS)) {
                arm.load().burst(0, REQUESTS);
                arm.await(outcomes, REQUESTS);
            }
            Waits.seconds(SETTLING_SECONDS);
            ClusterCost before = arm.cost();
            long cpu = process.cpu().toNanos();
            long brokerCpu = environment.broker().cpu().toNanos();
            Waits.seconds(seconds);
            report.add(new ReportLine("idle", "service " + armName)
                    .with("records a second", (double) arm.cost().recordsSince(before) / seconds)
                    .with("CPU ms a second", (process.cpu().toNanos() - cpu) / 1e6 / seconds)
                    .with("broker CPU ms", (environment.broker().cpu().toNanos() - brokerCpu) / 1e6 / seconds)
                    .with("RSS MB", process.residentBytes() / 1e6));
        }
    }
}

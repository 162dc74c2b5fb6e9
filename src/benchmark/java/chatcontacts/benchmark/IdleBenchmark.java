package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.Line;
import chatcontacts.local.JavaProcess;
import java.util.Map;

/** Nothing to do: what the service writes to the cluster, and what processor time it takes. */
final class IdleBenchmark {

    private static final int REQUESTS = 200;
    private static final int SETTLING_SECONDS = 20;

    private final Stage stage;
    private final Report report;
    private final int seconds;

    IdleBenchmark(Stage stage, Report report, int seconds) {
        this.stage = stage;
        this.report = report;
        this.seconds = seconds;
    }

    void run() {
        for (String arm : new String[] {"a", "b"}) {
            run(arm);
        }
    }

    private void run(String armName) {
        try (var arm = new Arm(stage, "idle" + armName, Map.of(), "latency=200ms")) {
            JavaProcess process = arm.startService();
            try (var outcomes = arm.outcomes(REQUESTS)) {
                arm.load().burst(0, REQUESTS);
                arm.await(outcomes, REQUESTS);
            }
            Pause.seconds(SETTLING_SECONDS);
            ClusterCost before = arm.cost();
            long cpu = process.cpu().toNanos();
            long brokerCpu = stage.broker().cpu().toNanos();
            Pause.seconds(seconds);
            report.add(new Line("idle", "service " + armName)
                    .with("records a second", (double) arm.cost().recordsSince(before) / seconds)
                    .with("CPU ms a second", (process.cpu().toNanos() - cpu) / 1e6 / seconds)
                    .with("broker CPU ms", (stage.broker().cpu().toNanos() - brokerCpu) / 1e6 / seconds)
                    .with("RSS MB", process.residentBytes() / 1e6));
        }
    }
}

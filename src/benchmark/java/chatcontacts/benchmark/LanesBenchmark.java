package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import chatcontacts.testkit.service.ServiceProcess;
import java.util.ArrayList;
import java.util.List;

/** Ten lanes, each with a rate of its own, on one process and on three: how much of the sum of their rates is reached. */
final class LanesBenchmark {

    private static final int RATE = 20;
    private static final int SETTLING_SECONDS = 60;

    private final BenchmarkEnvironment environment;
    private final Report report;
    private final int seconds;

    LanesBenchmark(BenchmarkEnvironment environment, Report report, int seconds) {
        this.environment = environment;
        this.report = report;
        this.seconds = seconds;
    }

    void run(int lanes) {
        run(lanes, 1);
        run(lanes, 3);
    }

    private void run(int lanes, int processes) {
        String name = "lanes" + lanes + "on" + processes;
        List<ServiceProcess> others = new ArrayList<>();
        try (var connect = environment.connect("connect-all-" + name, "latency=200ms");
                var arm = new Arm(environment, name, ManyLanes.settings(lanes, RATE, lanes, connect.address()));
                var load = arm.load(ManyLanes.instanceIds(lanes))) {
            load.burst(0, 2 * lanes * RATE * (SETTLING_SECONDS + seconds));
            arm.startService();
            for (int i = 1; i < processes; i++) {
                ServiceProcess another = arm.another(i);
                others.add(another);
                another.start();
                another.awaitReady();
            }
            Waits.seconds(SETTLING_SECONDS);
            long created = connect.count("created");
            long startNanos = System.nanoTime();
            Waits.seconds(seconds);
            double perSecond = (connect.count("created") - created) / ((System.nanoTime() - startNanos) / 1e9);
            report.add(new ReportLine(lanes + " lanes of " + RATE + "/s", processes + " processes")
                    .with("per second", perSecond)
                    .with("% of the sum", 100 * perSecond / (lanes * RATE)));
        } finally {
            others.forEach(ServiceProcess::close);
        }
    }
}

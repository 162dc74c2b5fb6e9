package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import chatcontacts.testkit.servers.JavaProcess;
import java.util.Map;

/** More waits than the account's rate lets through: how much of the rate is used, and how many calls it refuses. */
final class RateBenchmark {

    private static final int BURST = 80;
    private static final int SETTLING_SECONDS = 30;

    private final BenchmarkEnvironment environment;
    private final Report report;
    private final int seconds;

    RateBenchmark(BenchmarkEnvironment environment, Report report, int seconds) {
        this.environment = environment;
        this.report = report;
        this.seconds = seconds;
    }

    void run(int rate) {
        for (String arm : new String[] {"a", "b"}) {
            run(rate, arm);
        }
    }

    private void run(int rate, String armName) {
        try (var arm = new Arm(
                environment,
                "rate" + rate + armName,
                Map.of(
                        "lanes.default.rate.per.second", Integer.toString(rate),
                        "lanes.default.rate.burst", Integer.toString(BURST)),
                "rate=" + rate + "/" + BURST,
                "latency=200ms")) {
            arm.load().burst(0, BURST + rate * 2 * (SETTLING_SECONDS + seconds));
            JavaProcess process = arm.startService();
            Waits.seconds(SETTLING_SECONDS);
            long calls = arm.connect().count("calls");
            long created = arm.connect().count("created");
            long cpu = process.cpu().toNanos();
            long startNanos = System.nanoTime();
            Waits.seconds(seconds);
            long started = arm.connect().count("created") - created;
            double passed = (System.nanoTime() - startNanos) / 1e9;
            long made = arm.connect().count("calls") - calls;
            report.add(new ReportLine("rate-bound, " + rate + "/s", "service " + armName)
                    .with("per second", started / passed)
                    .with("% of the rate", 100 * started / passed / rate)
                    .with("wasted %", 100.0 * (made - started) / made)
                    .with("CPU ms", (process.cpu().toNanos() - cpu) / 1e6 / started));
        }
    }
}

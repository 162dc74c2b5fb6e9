package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import chatcontacts.testkit.servers.JavaProcess;
import chatcontacts.testkit.service.ServiceMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * A service with a backlog is stopped, or killed, and started again with the same identity and disk. Time counts from the start
 * of the process to its first call.
 */
final class RestartBenchmark {

    /** So many may start while the service is stopped and started. */
    private static final int SPARE = 10_000;

    /** Something to call for, if nothing waits. */
    private static final int AWAKENING = 20;

    private final BenchmarkEnvironment environment;
    private final Report report;
    private int sent;

    RestartBenchmark(BenchmarkEnvironment environment, Report report) {
        this.environment = environment;
        this.report = report;
    }

    void run(int rows) {
        // Slow enough that the backlog stays, fast enough that the first token is soon there.
        try (var arm = new Arm(
                environment,
                "restart" + rows,
                Map.of("lanes.default.rate.per.second", "20", "lanes.default.rate.burst", "20"),
                "latency=50ms")) {
            arm.startService();
            sent = 0;
            send(arm, rows > 0 ? rows + SPARE : 0);
            try (var http = arm.service().http()) {
                await("backlog", () -> http.metrics().sum("chat_waiting") >= rows);
            }
            for (String round : new String[] {"a", "b"}) {
                restart(arm, rows, round, false);
                restart(arm, rows, round, true);
            }
        }
    }

    private void send(Arm arm, int requests) {
        arm.load().burst(sent, sent + requests);
        sent += requests;
    }

    private void restart(Arm arm, int rows, String name, boolean kill) {
        JavaProcess former = arm.service().process();
        if (kill) {
            former.kill();
        } else {
            former.stop();
        }
        send(arm, AWAKENING);
        long calls = arm.connect().count("calls");
        long startNanos = System.nanoTime();
        JavaProcess started = arm.service().start();
        await("the first call", () -> arm.connect().count("calls") > calls);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        arm.service().awaitReady();
        try (ServiceMetrics http = arm.service().http()) {
            report.add(new ReportLine("restart, " + rows + " rows", (kill ? "killed " : "stopped ") + name)
                    .with("first call s", seconds)
                    .with("waiting", http.metrics().sum("chat_waiting"))
                    .with("CPU s", started.cpu().toMillis() / 1e3)
                    .with("RSS MB", started.residentBytes() / 1e6));
        }
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .pollInSameThread()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }
}

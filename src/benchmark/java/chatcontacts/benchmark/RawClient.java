package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import chatcontacts.testkit.servers.JavaProcess;
import java.util.List;
import java.util.regex.Pattern;

/** Runs {@link RawClientMain} against a simulated Connect of its own. */
final class RawClient {

    private static final Pattern RESULT = Pattern.compile("perSecond=(.*)");
    private static final Pattern PARTS = Pattern.compile(" [a-z0-9]+=");
    private static int runs;

    private RawClient() {}

    static ReportLine measure(
            BenchmarkEnvironment environment,
            Report report,
            String scenario,
            int inFlight,
            int warmUp,
            int calls,
            double rate) {
        String name = "raw-" + ++runs;
        try (var connect = environment.connect("connect-" + name, "latency=200ms");
                var process = JavaProcess.start(
                        name,
                        environment.folder(),
                        environment.jvm(),
                        RawClientMain.class,
                        List.of(
                                connect.address(),
                                Integer.toString(inFlight),
                                Integer.toString(warmUp),
                                Integer.toString(calls),
                                Double.toString(rate)))) {
            process.awaitEnd();
            String[] parts = PARTS.split(process.awaitLine(RESULT), -1);
            var line = new ReportLine(scenario, "SDK alone")
                    .with("per second", Double.parseDouble(parts[0]))
                    .with("p50 ms", Double.parseDouble(parts[1]))
                    .with("p99 ms", Double.parseDouble(parts[2]))
                    .with("CPU ms", Double.parseDouble(parts[3]));
            report.add(line);
            return line;
        }
    }
}

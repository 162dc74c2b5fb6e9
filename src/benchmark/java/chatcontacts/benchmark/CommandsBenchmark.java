package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;

/** How long a command of an operator takes from the command line until the lane's owner has applied it, idle and during a drain. */
final class CommandsBenchmark {

    private static final int COMMANDS = 20;
    private static final int SETTLING_SECONDS = 10;

    /** More than can be drained meanwhile. */
    private static final int BACKLOG = 150_000;

    private final BenchmarkEnvironment environment;
    private final Report report;

    CommandsBenchmark(BenchmarkEnvironment environment, Report report) {
        this.environment = environment;
        this.report = report;
    }

    void run(int inFlight) {
        try (var arm = new Arm(
                environment,
                "commands" + inFlight,
                Map.of(
                        "lanes.default.in.flight.max", Integer.toString(inFlight),
                        "topics.control", "commands" + inFlight + "-control",
                        "topics.control.log", "commands" + inFlight + "-control-log"),
                "latency=200ms")) {
            arm.startService();
            command(arm); // loads the classes of both sides
            measure(arm, "idle");
            arm.load().burst(0, BACKLOG);
            Waits.seconds(SETTLING_SECONDS);
            measure(arm, inFlight + " in flight");
        }
    }

    private void measure(Arm arm, String scenario) {
        long created = arm.connect().count("created");
        long startNanos = System.nanoTime();
        long[] nanos = new long[COMMANDS];
        for (int i = 0; i < COMMANDS; i++) {
            nanos[i] = command(arm).toNanos();
        }
        double perSecond = (arm.connect().count("created") - created) / ((System.nanoTime() - startNanos) / 1e9);
        var times = new Percentiles(nanos);
        report.add(new ReportLine("commands", scenario)
                .with("p50 ms", times.millis(50))
                .with("max ms", times.millis(100))
                .with("starts a second", perSecond));
    }

    /** A limit that changes nothing. */
    private static Duration command(Arm arm) {
        String answer = arm.service()
                .command(
                        "control",
                        "limit",
                        "--lane",
                        "default",
                        "--rate",
                        "10000",
                        "--why",
                        "a benchmark",
                        "--wait",
                        "--json");
        JsonNode entry = JsonNodeParser.create().parse(answer.strip());
        return Duration.between(time(entry, "requestedAt"), time(entry, "at"));
    }

    private static Instant time(JsonNode entry, String name) {
        return Instant.parse(entry.field(name).orElseThrow().asString());
    }
}

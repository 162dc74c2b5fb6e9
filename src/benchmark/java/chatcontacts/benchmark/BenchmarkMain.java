package chatcontacts.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the benchmarks and prints what they measured. */
@Command(
        name = "benchmark",
        mixinStandardHelpOptions = true,
        description =
                "Measures the service beside the AWS SDK alone and other ways to do its job. Nothing else should run.")
final class BenchmarkMain implements Callable<Integer> {

    private static final List<String> ALL = List.of(
            "drain100",
            "drain500",
            "blocking",
            "paced50",
            "paced200",
            "rate50",
            "seen100",
            "blind100",
            "backlog1000000",
            "restart0",
            "restart100000",
            "restart1000000",
            "idle",
            "lanes10",
            "neighbour",
            "faults100",
            "commands500",
            "wide10000",
            "soak200",
            "peers-drain500",
            "peers-paced50",
            "peers-paced200",
            "peers-busy50");

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description =
                    "drain100, drain500, blocking, paced50, paced200, rate50, seen100, blind100, backlog1000000,"
                            + " restart0, restart100000, restart1000000, idle, lanes10, neighbour, faults100, commands500, wide10000, soak200,"
                            + " peers-drain500, peers-paced50, peers-paced200, peers-busy50 (default: all of them); other numbers may stand for these")
    private List<String> only = ALL;

    @Option(names = "--requests", defaultValue = "20000", description = "to drain (default: ${DEFAULT-VALUE})")
    private int requests;

    @Option(
            names = "--warm-up",
            defaultValue = "20000",
            description = "requests, in each JVM before anything is measured (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(
            names = "--jvm",
            split = " ",
            defaultValue =
                    "-Xmx512m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders"
                            + " -XX:MaxInlineLevel=9 -XX:FreqInlineSize=150 -XX:InlineSmallCode=1200"
                            + " -XX:Tier4InvocationThreshold=25000 -XX:Tier4MinInvocationThreshold=3000 -XX:Tier4CompileThreshold=75000",
            description = "flags of the JVMs that are compared, the service's and that of the SDK alone (default:"
                    + " ${DEFAULT-VALUE}, as the image has them in a pod of 1152 MiB)")
    private List<String> jvm = List.of();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a setting of the service, to try it")
    private Map<String, String> settings = Map.of();

    @Option(
            names = "--seconds",
            defaultValue = "60",
            description = "of a steady rate, and of the soak (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--json", paramLabel = "FILE", description = "write all figures there")
    private @Nullable Path json;

    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchmarkMain()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        var report = new Report(System.out);
        try (var environment = new BenchmarkEnvironment(jvm, settings)) {
            report.progress("logs, settings and state of all processes: " + environment.folder());
            report.progress("warm-up of the broker");
            new DrainBenchmark(environment, report, warmUp, 1).warmUp();
            for (String name : only) {
                run(name, environment, report);
            }
        }
        if (json != null) {
            report.writeJson(json);
        }
        return 0;
    }

    private void run(String name, BenchmarkEnvironment environment, Report report) {
        String kind = name.replaceAll("\\d+$", "");
        int number = kind.length() == name.length() ? 0 : Integer.parseInt(name.substring(kind.length()));
        var drain = new DrainBenchmark(environment, report, warmUp, requests);
        var paced = new PacedBenchmark(environment, report, warmUp, seconds);
        var peers = new PeersBenchmark(environment, report, drain, paced);
        switch (kind) {
            case "drain" -> drain.run(number);
            case "blocking" -> drain.blocking();
            case "paced" -> paced.run(number);
            case "peers-drain" -> peers.drain(number);
            case "peers-paced" -> peers.paced(number);
            case "peers-busy" -> peers.busy(number);
            case "rate" -> new RateBenchmark(environment, report, seconds).run(number);
            case "seen" -> new QuotaBenchmark(environment, report, seconds).run(number, true);
            case "blind" -> new QuotaBenchmark(environment, report, seconds).run(number, false);
            case "backlog" -> new BacklogBenchmark(environment, report, warmUp, seconds).run(number);
            case "restart" -> new RestartBenchmark(environment, report).run(number);
            case "idle" -> new IdleBenchmark(environment, report, seconds).run();
            case "lanes" -> new LanesBenchmark(environment, report, seconds).run(number);
            case "neighbour" -> new NeighbourBenchmark(environment, report, warmUp, seconds).run();
            case "faults" -> new FaultsBenchmark(environment, report, warmUp, seconds).run(number);
            case "commands" -> new CommandsBenchmark(environment, report).run(number);
            case "wide" -> new WideBenchmark(environment, report).run(number);
            case "soak" -> new SoakBenchmark(environment, report, seconds).run(number);
            default -> throw new IllegalArgumentException("no benchmark " + name);
        }
    }
}

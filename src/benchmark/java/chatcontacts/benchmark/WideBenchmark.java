package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import chatcontacts.testkit.servers.JavaProcess;
import chatcontacts.testkit.service.ServiceMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ten thousand instances in two hundred lanes, all in one process: start, memory, metrics, and how fast requests for all of them start. */
final class WideBenchmark {

    private static final int LANES = 200;
    private static final int REQUESTS = 40_000;

    private final BenchmarkEnvironment environment;
    private final Report report;

    WideBenchmark(BenchmarkEnvironment environment, Report report) {
        this.environment = environment;
        this.report = report;
    }

    private static String instance(int number) {
        return String.format("11111111-1111-4111-8111-%012d", number);
    }

    /** The first one is that of every {@link Arm}. */
    private static String lane(int number) {
        return number == 0 ? "default" : "l" + number;
    }

    private static String name(int number) {
        return number == 0 ? "one" : "i" + number;
    }

    private static Map<String, String> settings(int instances, String endpoint) {
        Map<String, String> settings = new HashMap<>();
        settings.put(
                "lanes", IntStream.range(0, LANES).mapToObj(WideBenchmark::lane).collect(Collectors.joining(",")));
        for (int i = 0; i < LANES; i++) {
            String lane = "lanes." + lane(i) + ".";
            settings.put(lane + "region", "eu-central-1");
            settings.put(lane + "endpoint", endpoint);
            settings.put(lane + "service.quotas.endpoint", endpoint);
            settings.put(lane + "rate.per.second", "1000");
            settings.put(lane + "rate.burst", "1000");
        }
        settings.put(
                "instances",
                IntStream.range(0, instances).mapToObj(WideBenchmark::name).collect(Collectors.joining(",")));
        for (int i = 0; i < instances; i++) {
            String instance = "instances." + name(i) + ".";
            settings.put(instance + "id", instance(i));
            settings.put(instance + "lane", lane(i % LANES));
            settings.put(instance + "concurrent.chats", "100");
            settings.put(instance + "contact.events", "off");
        }
        return settings;
    }

    void run(int instances) {
        try (var connect = environment.connect("connect-wide", "latency=200ms");
                var arm = new Arm(environment, "wide", settings(instances, connect.address()));
                var load = arm.load(IntStream.range(0, instances)
                        .mapToObj(WideBenchmark::instance)
                        .toArray(String[]::new))) {
            long startNanos = System.nanoTime();
            JavaProcess process = arm.startService();
            double readySeconds = (System.nanoTime() - startNanos) / 1e9;
            try (var outcomes = arm.outcomes(REQUESTS);
                    ServiceMetrics http = arm.service().http()) {
                long drainNanos = System.nanoTime();
                load.burst(0, REQUESTS);
                arm.await(outcomes, REQUESTS);
                double seconds = (System.nanoTime() - drainNanos) / 1e9;
                process.collectGarbage();
                long scrapeNanos = System.nanoTime();
                ServiceMetrics.Page metrics = http.metrics();
                double scrapeMs = (System.nanoTime() - scrapeNanos) / 1e6;
                report.add(new ReportLine(instances + " instances", LANES + " lanes")
                        .with("ready s", readySeconds)
                        .with("per second", REQUESTS / seconds)
                        .with("CPU s", process.cpu().toMillis() / 1e3)
                        .with("heap MB", metrics.sum("jvm_memory_used_bytes", "area=\"heap\"") / 1e6)
                        .with("RSS MB", process.residentBytes() / 1e6)
                        .with(
                                "series",
                                metrics.body()
                                        .lines()
                                        .filter(it -> !it.startsWith("#"))
                                        .count())
                        .with("scrape ms", scrapeMs));
            }
        }
    }
}

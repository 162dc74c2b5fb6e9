package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import chatcontacts.testkit.service.ServiceProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

    private static String instance(int lane) {
        return String.format("11111111-1111-4111-8111-%012d", lane);
    }

    /** The first one is that of every {@link Arm}. */
    private static String lane(int lane) {
        return lane == 0 ? "default" : "l" + lane;
    }

    private static String name(int instance) {
        return instance == 0 ? "one" : "i" + instance;
    }

    private static Map<String, String> settings(int lanes, String endpoint) {
        Map<String, String> settings = new HashMap<>();
        settings.put(
                "lanes",
                IntStream.range(0, lanes).mapToObj(LanesBenchmark::lane).collect(Collectors.joining(",")));
        settings.put(
                "instances",
                IntStream.range(0, lanes).mapToObj(LanesBenchmark::name).collect(Collectors.joining(",")));
        for (int i = 0; i < lanes; i++) {
            settings.put("lanes." + lane(i) + ".region", "eu-central-1");
            settings.put("lanes." + lane(i) + ".endpoint", endpoint);
            settings.put("lanes." + lane(i) + ".service.quotas.endpoint", endpoint);
            settings.put("lanes." + lane(i) + ".rate.per.second", Integer.toString(RATE));
            settings.put("lanes." + lane(i) + ".rate.burst", Integer.toString(RATE));
            settings.put("instances." + name(i) + ".id", instance(i));
            settings.put("instances." + name(i) + ".lane", lane(i));
            settings.put("instances." + name(i) + ".concurrent.chats", "1000000");
            settings.put("instances." + name(i) + ".contact.events", "off");
        }
        return settings;
    }

    private void run(int lanes, int processes) {
        String name = "lanes" + lanes + "on" + processes;
        List<ServiceProcess> others = new ArrayList<>();
        try (var connect = environment.connect("connect-all-" + name, "latency=200ms");
                var arm = new Arm(environment, name, settings(lanes, connect.address()));
                var load = arm.load(IntStream.range(0, lanes)
                        .mapToObj(LanesBenchmark::instance)
                        .toArray(String[]::new))) {
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

package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import java.util.HashMap;
import java.util.Map;

/**
 * More waits than an instance's quota of chats that last about ten seconds: how many of its slots are used, and how many calls
 * find it full. Events come within a second, as those of EventBridge mostly do.
 */
final class QuotaBenchmark {

    private static final int RATE = 50;
    private static final int BURST = 80;
    private static final int CHAT_SECONDS = 10;
    private static final int SETTLING_SECONDS = 60;
    private static final int SAMPLES_PER_SECOND = 10;

    private final BenchmarkEnvironment environment;
    private final Report report;
    private final int seconds;

    QuotaBenchmark(BenchmarkEnvironment environment, Report report, int seconds) {
        this.environment = environment;
        this.report = report;
        this.seconds = seconds;
    }

    /** @param seen whether there are contact events */
    void run(int quota, boolean seen) {
        for (String arm : new String[] {"a", "b"}) {
            run(quota, seen, arm);
        }
    }

    private void run(int quota, boolean seen, String armName) {
        String name = (seen ? "seen" : "blind") + quota + armName;
        Map<String, String> settings = new HashMap<>(Map.of(
                "lanes.default.rate.per.second", Integer.toString(RATE),
                "lanes.default.rate.burst", Integer.toString(BURST),
                "instances.one.concurrent.chats", Integer.toString(quota)));
        if (seen) {
            settings.put("topics.contact.events", name + "-contact-events");
            settings.put("instances.one.contact.events", "on");
        }
        try (var arm = new Arm(
                environment,
                name,
                settings,
                "rate=" + RATE + "/" + BURST,
                "latency=200ms",
                "quota=" + quota,
                "chat.duration=8s..12s",
                "events.delay=20ms..500ms")) {
            arm.load().burst(0, 2 * quota * (SETTLING_SECONDS + seconds) / CHAT_SECONDS);
            arm.startService();
            Waits.seconds(SETTLING_SECONDS);
            long calls = arm.connect().count("calls");
            long created = arm.connect().count("created");
            double active = 0;
            int samples = SAMPLES_PER_SECOND * seconds;
            long startNanos = System.nanoTime();
            for (int i = 1; i <= samples; i++) {
                Waits.until(startNanos + i * 1_000_000_000L / SAMPLES_PER_SECOND);
                active += arm.connect().active(LoadGenerator.INSTANCE);
            }
            long started = arm.connect().count("created") - created;
            long made = arm.connect().count("calls") - calls;
            report.add(new ReportLine("quota of " + quota + ", " + (seen ? "seen" : "blind"), "service " + armName)
                    .with("slots used %", 100 * active / samples / quota)
                    .with("wasted %", 100.0 * (made - started) / made)
                    .with("per second", (double) started / seconds));
        }
    }
}

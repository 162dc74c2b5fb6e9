package chatcontacts.benchmark;

import chatcontacts.benchmark.Report.ReportLine;
import chatcontacts.testkit.servers.JavaProcess;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * A backlog is drained: all requests are sent at once, and the last outcome that a reader of committed records sees ends the
 * time. Beside it the SDK alone, which is the limit of the machine, and an application that blocks in its processor.
 */
final class DrainBenchmark {

    private static final int BLOCKING = 300;
    private static final int BLOCKING_THREADS = 4;
    private static final String LATENCY = "latency=200ms";

    private final BenchmarkEnvironment environment;
    private final Report report;
    private final int warmUp;
    private final int requests;

    DrainBenchmark(BenchmarkEnvironment environment, Report report, int warmUp, int requests) {
        this.environment = environment;
        this.report = report;
        this.warmUp = warmUp;
        this.requests = requests;
    }

    /** The broker is the same for all arms: the first one shall not pay for its warm-up. */
    void warmUp() {
        try (var arm = new Arm(environment, "warmup", Map.of("lanes.default.in.flight.max", "500"), LATENCY)) {
            arm.startService();
            try (var outcomes = arm.outcomes(warmUp)) {
                arm.load().burst(0, warmUp);
                arm.await(outcomes, warmUp);
            }
        }
    }

    void run(int inFlight) {
        double raw = RawClient.measure(
                        environment, report, "drain, " + inFlight + " in flight", inFlight, warmUp, requests, 0)
                .figure("per second");
        for (String arm : new String[] {"a", "b"}) {
            var line = new ReportLine("drain, " + inFlight + " in flight", "service " + arm);
            measure(Contender.SERVICE, "drain" + inFlight + arm, inFlight, line, (measured, cost) -> {
                report.add(measured.with("% of SDK", 100 * measured.figure("per second") / raw));
                cost.report(report, measured.scenario(), measured.arm());
            });
        }
    }

    /**
     * One arm.
     *
     * @param name of the arm
     * @param line gets the figures
     * @param reporter gets them with the cost, while all processes still run
     */
    void measure(
            Contender contender,
            String name,
            int inFlight,
            ReportLine line,
            BiConsumer<ReportLine, RequestCost> reporter) {
        int all = warmUp + requests;
        Map<String, String> settings = Map.of("lanes.default.in.flight.max", Integer.toString(inFlight));
        try (var arm = new Arm(environment, name, settings, LATENCY);
                var outcomes = arm.outcomes(all)) {
            JavaProcess process = arm.start(contender, inFlight);
            report.progress("warm-up of " + arm.name());
            arm.load().burst(0, warmUp);
            arm.await(process, outcomes, warmUp);
            var cost = new RequestCost(environment, arm, process, requests);
            long startNanos = System.nanoTime();
            arm.load().burst(warmUp, all);
            arm.await(process, outcomes, all);
            long lastNanos = 0;
            for (int number = warmUp; number < all; number++) {
                lastNanos = Math.max(lastNanos, outcomes.atNanos(number));
            }
            double perSecond = requests / ((lastNanos - startNanos) / 1e9);
            line.with("per second", perSecond).with("% of ideal", 100 * perSecond / (inFlight / 0.2));
            reporter.accept(line, cost);
            arm.check(outcomes, all);
        }
    }

    /** Few requests: it would take an hour for all of them. */
    void blocking() {
        try (var arm = new Arm(environment, "blocking", Map.of(), LATENCY);
                var outcomes = arm.outcomes(BLOCKING);
                var blocking = JavaProcess.start(
                        "blocking",
                        environment.folder(),
                        Stream.concat(
                                        environment.jvm().stream(),
                                        Stream.of("-Dorg.apache.avro.SERIALIZABLE_PACKAGES=chatcontacts"))
                                .toList(),
                        BlockingStreamsMain.class,
                        List.of(
                                environment.bootstrapServers(),
                                environment.registryUrl(),
                                arm.topic("requests"),
                                arm.topic("results"),
                                arm.connect().address(),
                                Integer.toString(BLOCKING_THREADS)))) {
            arm.load().burst(0, BLOCKING);
            arm.await(blocking, outcomes, BLOCKING);
            long first = Long.MAX_VALUE;
            long last = 0;
            for (int number = 0; number < BLOCKING; number++) {
                first = Math.min(first, outcomes.atNanos(number));
                last = Math.max(last, outcomes.atNanos(number));
            }
            report.add(new ReportLine("drain, blocking", BLOCKING_THREADS + " threads")
                    .with("per second", BLOCKING / ((last - first) / 1e9)));
        }
    }
}

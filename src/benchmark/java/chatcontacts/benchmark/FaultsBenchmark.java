package chatcontacts.benchmark;

import chatcontacts.ChatResult;
import chatcontacts.benchmark.Report.ReportLine;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.util.BitSet;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One record in a hundred is garbage, and one call in twenty gets no answer in time: throughput, and latency of the requests
 * that were called once, beside the same load without.
 */
final class FaultsBenchmark {

    private static final int GARBAGE_EACH = 100;
    private static final int GARBAGE_BYTES = 400;

    private final BenchmarkEnvironment environment;
    private final Report report;
    private final int warmUp;
    private final int seconds;

    FaultsBenchmark(BenchmarkEnvironment environment, Report report, int warmUp, int seconds) {
        this.environment = environment;
        this.report = report;
        this.warmUp = warmUp;
        this.seconds = seconds;
    }

    void run(int rate) {
        run(rate, "clean", "latency=200ms");
        run(rate, "faulty", "latency=200ms", "fault.late=0.05");
    }

    private void run(int rate, String armName, String... simulator) {
        boolean garbage = simulator.length > 1;
        int settling = warmUp + 10 * rate;
        int all = settling + rate * seconds;
        var calledAgain = new BitSet(all);
        try (var arm = new Arm(
                        environment,
                        "faults" + rate + armName,
                        Map.of("lanes.default.in.flight.max", "500", "lanes.default.call.timeout.ms", "1000"),
                        simulator);
                var results = new KafkaAvroDeserializer()) {
            results.configure(
                    Map.of("schema.registry.url", environment.registryUrl(), "specific.avro.reader", "true"), false);
            arm.startService();
            try (var outcomes = arm.outcomes(all, (value, number) -> {
                if (((ChatResult) results.deserialize(arm.topic("results"), value)).getAttempts() > 1) {
                    synchronized (calledAgain) {
                        calledAgain.set(number);
                    }
                }
            })) {
                report.progress("warm-up of " + arm.name());
                arm.load().burst(0, warmUp);
                arm.await(outcomes, warmUp);
                long[] intended = send(arm, garbage, rate, warmUp, all);
                arm.await(outcomes, all);
                long last = IntStream.range(settling, all)
                        .mapToLong(outcomes::atNanos)
                        .max()
                        .orElseThrow();
                int from = settling - warmUp;
                long[] once;
                synchronized (calledAgain) {
                    once = IntStream.range(from, intended.length)
                            .filter(it -> !calledAgain.get(warmUp + it))
                            .mapToLong(it -> outcomes.atNanos(warmUp + it) - intended[it])
                            .toArray();
                }
                var latencies = new Percentiles(once);
                report.add(new ReportLine(rate + "/s with faults", armName)
                        .with("per second", (all - settling) / ((last - intended[from]) / 1e9))
                        .with("called once %", 100.0 * once.length / (intended.length - from))
                        .with("p50 ms", latencies.millis(50))
                        .with("p99 ms", latencies.millis(99))
                        .with("contacts each", (double) arm.connect().count("created") / all));
            }
        }
    }

    /** In pieces of a hundred, each with its garbage. */
    private static long[] send(Arm arm, boolean garbage, int rate, int first, int end) {
        long[] intended = new long[end - first];
        for (int at = first; at < end; at += GARBAGE_EACH) {
            int next = Math.min(end, at + GARBAGE_EACH);
            long[] piece = arm.load().paced(at, next, rate);
            System.arraycopy(piece, 0, intended, at - first, piece.length);
            if (garbage) {
                arm.load().garbage(GARBAGE_BYTES);
            }
        }
        return intended;
    }
}

package chatcontacts.dispatch;

import chatcontacts.dispatch.DispatchSettings.InstanceSettings;
import chatcontacts.dispatch.DispatchSettings.LaneSettings;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.PaceLimits;
import chatcontacts.domain.admission.Sight;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.ChatRequest;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestId;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.HopCodec;
import chatcontacts.wire.HopMessage;
import chatcontacts.wire.Original;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Prints what an admission costs with ever more waiting, and how much memory the index takes for each of them. The store is
 * one that answers every read with the same payload in no time, so that what is measured is ours. Run it from the test class
 * path with {@code -Xmx512m}; the numbers of waiting requests are optional arguments.
 */
final class AdmissionCostBenchmark implements Outbox {

    private static final String LANE = "default";
    private static final int INSTANCES = 4;
    private static final int ROUNDS = 20;
    private static final int ROUND = 5_000;
    private static final int PAYLOAD = 1_024;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Instant start = Instant.parse("2026-01-01T00:00:00Z");
    private final PayloadTable table = new PayloadTable();
    private final Engine engine;
    private final RequestId[] called = new RequestId[ROUND];
    private final long[] numbers = new long[ROUND];
    private long nowMs = start.toEpochMilli();
    private int calls;

    /** Knows no request but hands out one payload: while the index is filled, everything is new. */
    private static final class PayloadTable implements Table {
        private byte @Nullable [] payload;
        private boolean filling = true;

        @Override
        public byte @Nullable [] get(byte[] key) {
            return key[LANE.length() + 1] == 'P' && !filling ? payload : null;
        }

        @Override
        public void put(byte[] key, byte[] value) {
            if (key[LANE.length() + 1] == 'P' && filling) {
                payload = value;
            }
        }

        @Override
        public void delete(byte[] key) {}

        @Override
        public void scan(byte[] from, byte[] to, Visitor visitor) {}
    }

    private AdmissionCostBenchmark() {
        InstanceSettings instance = new InstanceSettings(10_000_000, Sight.Mode.OFF);
        LaneSettings lane = new LaneSettings(new PaceLimits(1e9, 1e9), ROUND, Map.of(), instance);
        DispatchSettings settings = new DispatchSettings(
                Map.of(LANE, lane),
                8,
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)),
                new Backoff(Duration.ofMillis(250), Duration.ofMinutes(1)),
                Duration.ofDays(1),
                Duration.ofHours(2));
        ChatRequest read = new ChatRequest(
                StartChat.of("i1", "flow", "customer"), Optional.empty(), Optional.empty(), 5, Optional.empty());
        engine = new Engine(settings, table, this, DispatchMeter.SILENT, (bytes, offset) -> read, random, nowMs);
    }

    public static void main(String[] args) {
        int[] sizes = args.length == 0
                ? new int[] {10_000, 100_000, 1_000_000}
                : Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        new AdmissionCostBenchmark().measure(200_000); // warms up
        System.out.printf(
                Locale.ROOT,
                "%12s %18s %18s %20s%n",
                "waiting",
                "admission us (p50)",
                "worst round us",
                "bytes for each");
        for (int waiting : sizes) {
            System.out.println(new AdmissionCostBenchmark().measure(waiting));
        }
    }

    private String measure(int waiting) {
        long before = usedBytes();
        table.filling = true;
        for (int i = 0; i < waiting; i++) {
            request(i);
        }
        long after = usedBytes();
        table.filling = false;
        double[] micros = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            nowMs += 1_000;
            calls = 0;
            long from = System.nanoTime();
            engine.step(true, nowMs);
            micros[round] = (System.nanoTime() - from) / 1e3 / calls;
            replace(waiting + round * ROUND);
        }
        Arrays.sort(micros);
        return String.format(
                Locale.ROOT,
                "%12d %18.2f %18.2f %20.1f",
                waiting,
                micros[ROUNDS / 2],
                micros[ROUNDS - 1],
                (double) (after - before) / waiting);
    }

    /** Settles the calls that are out, and lets as many requests come as went. */
    private void replace(int number) {
        int answered = calls;
        for (int i = 0; i < answered; i++) {
            engine.settle(new Delivery(LANE, called[i], numbers[i], EngineFixture.started("t")), nowMs);
        }
        engine.step(false, nowMs);
        table.filling = true;
        for (int i = 0; i < answered; i++) {
            request(number + i);
        }
        table.filling = false;
    }

    private void request(int number) {
        Envelope envelope = new Envelope(
                "i" + number % INSTANCES,
                "token-" + number,
                Simulation.fingerprint(1),
                random.nextInt(10),
                start.plusSeconds(3_600 + random.nextInt(500_000)),
                Optional.empty(),
                start,
                0);
        Original original =
                new Original(new Source("chat-requests", 0, number), start, null, new byte[PAYLOAD], List.of());
        byte[] message = HopCodec.toBytes(new HopMessage.Request(envelope, original, new InOriginal(0)));
        engine.accept(
                LANE, new Original(new Source("chat-dispatch", 0, number), start, null, message, List.of()), nowMs);
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Override
    public void call(String lane, RequestId id, long number, StartChat call, String clientToken) {
        called[calls] = id;
        numbers[calls++] = number;
    }

    @Override
    public void result(Result result, Original original) {}

    @Override
    public void deadLetter(DeadLetter letter) {}

    @Override
    public void commitWithin(long ms) {}
}

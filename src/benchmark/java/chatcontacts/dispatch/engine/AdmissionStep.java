package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.dispatch.store.MemoryTable;
import chatcontacts.dispatch.store.Table;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.Limit;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestId;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.Original;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one admission costs with ever more waiting: a full step of the engine, which takes the next requests of four instances and
 * marks them in flight. The store answers every read with the same payload in no time, so that what is measured is ours.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "-Xmx512m")
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class AdmissionStep implements EngineEffects {

    /** How many wait. */
    @Param({"10000", "100000", "1000000"})
    public int waiting;

    private static final String LANE = "default";
    private static final int INSTANCES = 4;
    private static final int ROUND = 5_000;
    private static final int PAYLOAD = 1_024;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Instant start = Instant.parse("2026-01-01T00:00:00Z");
    private final PayloadTable table = new PayloadTable();
    private final Engine engine;
    private int sent;
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
        public Rows rows(byte[] from, byte[] to) {
            return new MemoryTable().rows(from, to);
        }
    }

    public AdmissionStep() {
        InstanceLimits instance = InstanceLimits.configured(10_000_000, ChatEndVisibility.Mode.OFF);
        LaneLimits lane = new LaneLimits(
                Optional.of("eu-central-1"),
                Limit.configured(new RateLimit(1e9, 1e9)),
                ROUND,
                Map.of(),
                instance,
                true);
        DispatchSettings settings = new DispatchSettings(
                Map.of(LANE, lane),
                8,
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)),
                new Backoff(Duration.ofMillis(250), Duration.ofMinutes(1)),
                Duration.ofDays(1),
                Duration.ofMinutes(15),
                EngineFixture.PROBES,
                Map.of(),
                FormatVersions.CURRENT,
                false);
        DecodedRequest read = new DecodedRequest(
                StartChat.of("i1", "flow", "customer"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                5,
                Optional.empty(),
                Optional.empty());
        engine = new Engine(
                settings, table, this, DispatchMetrics.SILENT, (schema, bytes, offset) -> read, random, nowMs);
    }

    @Setup(Level.Trial)
    public void fill() {
        table.filling = true;
        for (int i = 0; i < waiting; i++) {
            request(sent++);
        }
        table.filling = false;
    }

    /** Settles the calls that are out, and lets as many requests come as went. */
    @Setup(Level.Invocation)
    public void refill() {
        int answered = calls;
        for (int i = 0; i < answered; i++) {
            engine.settle(new CompletedCall(LANE, called[i], numbers[i], EngineFixture.started("t")), nowMs);
        }
        engine.step(false, nowMs);
        table.filling = true;
        for (int i = 0; i < answered; i++) {
            request(sent++);
        }
        table.filling = false;
        calls = 0;
        nowMs += 1_000;
    }

    @Benchmark
    @OperationsPerInvocation(ROUND)
    public int admit() {
        engine.step(true, nowMs);
        return calls;
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
                0,
                Optional.empty(),
                Optional.empty());
        Original original =
                new Original(new Source("chat-requests", 0, number), start, null, new byte[PAYLOAD], List.of());
        byte[] message = DispatchCodec.toBytes(new DispatchMessage.Request(envelope, original, new InOriginal(0, 0)));
        engine.accept(
                LANE, new Original(new Source("chat-dispatch", 0, number), start, null, message, List.of()), nowMs);
    }

    @Override
    public boolean readyToCall(String lane) {
        return true;
    }

    @Override
    public void call(String lane, RequestId id, long number, StartChat call, Request request, int attempt) {
        called[calls] = id;
        numbers[calls++] = number;
    }

    @Override
    public void result(Result result, Original original) {}

    @Override
    public void deadLetter(DeadLetter letter) {}

    @Override
    public void control(ControlLogEntry entry) {}

    @Override
    public void send(String lane, DispatchMessage message) {
        throw new AssertionError("nothing is moved here");
    }

    @Override
    public int fence(String lane, long nonce) {
        throw new AssertionError("nothing is moved here");
    }

    @Override
    public void lookUp(ContactQuestion question) {
        throw new IllegalStateException("nothing is asked here");
    }

    @Override
    public void commitWithin(long ms) {}
}

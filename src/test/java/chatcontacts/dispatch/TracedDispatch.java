package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.DispatchMetrics;
import chatcontacts.dispatch.engine.DispatchSettings;
import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.dispatch.engine.EngineFixture;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.Simulation;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.Limit;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.ChatStarter;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.outcome.DeadLetterCause;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.Original;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology as it ships, traced by whatever it is given, with calls that are answered by hand. */
final class TracedDispatch implements AutoCloseable {

    static final String TOKEN = "order-of-ada";
    static final String CUSTOMER = "Ada Lovelace";

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** What was current while each call began. */
    final List<Context> during = new ArrayList<>();

    /** What was measured, and in which span. */
    final Measured measured = new Measured();

    private final List<CompletableFuture<CallResult>> answers = new ArrayList<>();
    private final TopologyTestDriver driver;
    private final TestOutputTopic<byte[], byte[]> results;
    private final TestOutputTopic<byte[], byte[]> deadLetters;

    /** Keeps the names of what histograms are made of, with the trace and span that were current. */
    static final class Measured implements DispatchMetrics {
        final List<String> all = new ArrayList<>();

        private void add(String what) {
            SpanContext span = Span.current().getSpanContext();
            all.add(what + " " + span.getTraceId() + " " + span.getSpanId());
        }

        @Override
        public void settled(String lane, Result result) {
            add("settled");
        }

        @Override
        public void called(String lane, String instanceId, CallResult result, Duration duration, boolean again) {
            add("called");
        }

        @Override
        public void deadLetter(DeadLetterCause cause, Instant failedAt) {}

        @Override
        public void leasesEnded(String lane, LeaseEnd how, int leases) {}

        @Override
        public void skipped(String why) {}

        @Override
        public void standing(String task, List<LaneSnapshot> lanes) {}
    }

    TracedDispatch(OpenTelemetry traced, Path stateDirectory) {
        InstanceLimits instance = InstanceLimits.configured(500, ChatEndVisibility.Mode.AUTO);
        LaneLimits lane = new LaneLimits(
                Optional.of("eu-central-1"), Limit.configured(new RateLimit(5, 8)), 100, Map.of(), instance, true);
        DispatchSettings settings = new DispatchSettings(
                Map.of("default", lane),
                8,
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)),
                new Backoff(Duration.ofMillis(250), Duration.ofMinutes(1)),
                Duration.ofHours(1),
                Duration.ofMinutes(15),
                EngineFixture.PROBES,
                Map.of(),
                FormatVersions.CURRENT,
                false);
        ChatStarter starter = new ChatStarter() {
            @Override
            public CompletionStage<CallResult> start(StartChat call, String clientToken) {
                during.add(Context.current());
                answers.add(new CompletableFuture<>());
                return answers.get(answers.size() - 1);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public String host() {
                return "connect.example";
            }

            @Override
            public void close() {}
        };
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test-dispatch");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        driver = new TopologyTestDriver(
                DispatchTopology.build(
                        new DispatchTopology.Topics("dispatch", "results", "dead-letters", Optional.empty(), Map.of()),
                        settings,
                        Map.of("default", starter),
                        (schema, bytes, offset) -> new DecodedRequest(
                                StartChat.of("i1", "flow", CUSTOMER),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                5,
                                Optional.empty(),
                                Optional.empty()),
                        (topic, result) -> new byte[0],
                        (topic, entry) -> new byte[0],
                        measured,
                        DispatchTopologyTest.runtime(new DrainGate(), new LimitChanges()),
                        new CallTraces(traced, Map.of("default", "eu-central-1")),
                        "1.2.3"),
                properties,
                START);
        results = driver.createOutputTopic("results", new ByteArrayDeserializer(), new ByteArrayDeserializer());
        deadLetters =
                driver.createOutputTopic("dead-letters", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A request comes, with headers in pairs of name and value. */
    void request(String... headers) {
        Instant now = START.plusSeconds(1);
        Envelope envelope = new Envelope(
                "i1",
                TOKEN,
                Simulation.fingerprint(1),
                5,
                START.plusSeconds(60),
                Optional.empty(),
                now,
                0,
                Optional.empty(),
                Optional.empty());
        List<Original.Header> all = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(new Original.Header(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8)));
        }
        Original original = new Original(new Source("chat-requests", 3, 42), now, null, new byte[1], all);
        driver.createInputTopic("dispatch", new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(
                        "default".getBytes(StandardCharsets.UTF_8),
                        DispatchCodec.toBytes(new DispatchMessage.Request(envelope, original, new InOriginal(0, 0))));
        pass(300);
    }

    /** The last call is answered. */
    void answer(CallResult answer) {
        answers.get(answers.size() - 1).complete(answer);
        pass(20);
    }

    /** Time passes, and leaves nothing on the thread. */
    void pass(long ms) {
        for (long left = ms; left > 0; left -= 10) {
            driver.advanceWallClockTime(Duration.ofMillis(10));
            assertThat(Context.current()).as("left on the stream thread").isEqualTo(Context.root());
        }
    }

    /** The headers of the next result. */
    Map<String, String> result() {
        return headers(results.readRecord());
    }

    /** The headers of the next dead letter. */
    Map<String, String> deadLetter() {
        return headers(deadLetters.readRecord());
    }

    private static Map<String, String> headers(TestRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> assertThat(
                                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)))
                        .as("twice: " + header.key())
                        .isNull());
        return headers;
    }

    @Override
    public void close() {
        driver.close();
    }
}

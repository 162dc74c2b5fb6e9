package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.DispatchSettings.InstanceSettings;
import chatcontacts.dispatch.DispatchSettings.LaneSettings;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.PaceLimits;
import chatcontacts.domain.admission.Sight;
import chatcontacts.domain.call.Answer;
import chatcontacts.domain.call.ChatStarter;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.ChatRequest;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.HopCodec;
import chatcontacts.wire.HopMessage;
import chatcontacts.wire.Original;
import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.lang.management.ManagementFactory;
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
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology as it ships, with a tracer that keeps what it gets. */
final class CallTracesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String CUSTOMER = "Ada Lovelace";
    private static final String TOKEN = "order-of-ada";

    private static final Answer STARTED =
            new Answer.Started("contact", "participant", "secret", Optional.empty(), Optional.of("aws-7"));

    @TempDir
    Path stateDirectory;

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setPropagators(ContextPropagators.create(TextMapPropagator.composite(
                    W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
            .build();
    private final List<CompletableFuture<Answer>> answers = new ArrayList<>();
    private final List<Context> during = new ArrayList<>();
    private TopologyTestDriver driver;
    private TestOutputTopic<byte[], byte[]> results;
    private TestOutputTopic<byte[], byte[]> deadLetters;

    @AfterEach
    void close() {
        driver.close();
        telemetry.close();
    }

    private void open(OpenTelemetry traced) {
        InstanceSettings instance = new InstanceSettings(500, Sight.Mode.AUTO);
        LaneSettings lane = new LaneSettings(new PaceLimits(5, 8), 100, Map.of(), instance);
        DispatchSettings settings = new DispatchSettings(
                Map.of("default", lane),
                8,
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)),
                new Backoff(Duration.ofMillis(250), Duration.ofMinutes(1)),
                Duration.ofHours(1),
                Duration.ofHours(2));
        ChatStarter starter = new ChatStarter() {
            @Override
            public CompletionStage<Answer> start(StartChat call, String clientToken) {
                during.add(Context.current());
                answers.add(new CompletableFuture<>());
                return answers.get(answers.size() - 1);
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
                        new DispatchTopology.Topics("hop", "results", "dead-letters", Map.of()),
                        settings,
                        Map.of("default", starter),
                        (bytes, offset) -> new ChatRequest(
                                StartChat.of("i1", "flow", CUSTOMER),
                                Optional.empty(),
                                Optional.empty(),
                                5,
                                Optional.empty()),
                        (topic, result) -> new byte[0],
                        DispatchMeter.SILENT,
                        new DispatchGate(),
                        new CallTraces(traced, Map.of("default", "eu-central-1")),
                        "1.2.3"),
                properties,
                START);
        results = driver.createOutputTopic("results", new ByteArrayDeserializer(), new ByteArrayDeserializer());
        deadLetters =
                driver.createOutputTopic("dead-letters", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void request(String... headers) {
        Instant now = START.plusSeconds(1);
        Envelope envelope = new Envelope(
                "i1", TOKEN, Simulation.fingerprint(1), 5, START.plusSeconds(60), Optional.empty(), now, 0);
        List<Original.Header> all = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(new Original.Header(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8)));
        }
        Original original = new Original(new Source("chat-requests", 3, 42), now, null, new byte[1], all);
        driver.createInputTopic("hop", new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(
                        "default".getBytes(StandardCharsets.UTF_8),
                        HopCodec.toBytes(new HopMessage.Request(envelope, original, new InOriginal(0))));
        pass(300);
    }

    private void traced() {
        request(
                "traceparent",
                "00-" + TRACE + "-" + PARENT + "-01",
                "tracestate",
                "us=1",
                "baggage",
                "shop=5",
                "mine",
                "x");
    }

    private void answer(Answer answer) {
        answers.get(answers.size() - 1).complete(answer);
        pass(20);
    }

    private void pass(long ms) {
        for (long left = ms; left > 0; left -= 10) {
            driver.advanceWallClockTime(Duration.ofMillis(10));
            assertThat(Context.current()).as("left on the stream thread").isEqualTo(Context.root());
        }
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

    @Test
    void theTraceOfTheRequestGoesOnInItsCallAndInItsResult() {
        open(telemetry);
        traced();
        answer(STARTED);

        SpanData span = spans.getFinishedSpanItems().get(0);
        assertThat(spans.getFinishedSpanItems()).hasSize(1);
        assertThat(span.getName()).isEqualTo("Connect.StartChatContact");
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(PARENT);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        Map<String, Object> attributes = new HashMap<>();
        span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
        assertThat(attributes)
                .containsAllEntriesOf(Map.of(
                        "rpc.system", "aws-api",
                        "rpc.service", "Connect",
                        "rpc.method", "StartChatContact",
                        "cloud.region", "eu-central-1",
                        "chat.lane", "default",
                        "chat.instance.id", "i1",
                        "chat.attempt", 1L,
                        "chat.answer", "STARTED",
                        "aws.request_id", "aws-7"))
                .doesNotContainKey("error.type")
                .hasSize(9);
        Map<String, String> carried = headers(results.readRecord());
        assertThat(carried)
                .containsEntry("traceparent", "00-" + TRACE + "-" + span.getSpanId() + "-01")
                .containsEntry("tracestate", "us=1")
                .containsEntry("baggage", "shop=5")
                .containsEntry("mine", "x");
    }

    @Test
    void duringTheCallItIsTheCurrentOne() {
        open(telemetry);
        traced();
        answer(STARTED);

        SpanContext current = Span.fromContext(during.get(0)).getSpanContext();
        assertThat(current.getSpanId())
                .isEqualTo(spans.getFinishedSpanItems().get(0).getSpanId());
        assertThat(Baggage.fromContext(during.get(0)).getEntryValue("shop")).isEqualTo("5");
    }

    @Test
    void everyCallHasItsSpanAndAFailureItsError() {
        open(telemetry);
        traced();
        answer(new Answer.Unavailable("InternalServiceException", Optional.of("aws-1")));
        pass(1_000);
        answer(new Answer.Rejected("InvalidRequestException", Optional.of("aws-2")));

        List<SpanData> calls = spans.getFinishedSpanItems();
        assertThat(calls).hasSize(2).allMatch(it -> it.getStatus().getStatusCode() == StatusCode.ERROR);
        assertThat(calls).extracting(it -> it.getParentSpanId()).containsOnly(PARENT);
        assertThat(calls)
                .extracting(it -> it.getAttributes().get(AttributeKey.longKey("chat.attempt")))
                .containsExactly(1L, 2L);
        assertThat(calls)
                .extracting(it -> it.getAttributes().get(AttributeKey.stringKey("error.type")))
                .containsExactly("InternalServiceException", "InvalidRequestException");
        assertThat(headers(results.readRecord()).get("traceparent"))
                .contains(calls.get(1).getSpanId());
    }

    @Test
    void theDeadLetterKeepsTheHeadersOfItsRequestSoThatARedriveGoesOnFromThere() {
        open(telemetry);
        traced();
        answer(EngineFixture.rejected());

        assertThat(headers(deadLetters.readRecord()))
                .containsEntry("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                .containsEntry("baggage", "shop=5");
    }

    @Test
    void aResultWithoutACallKeepsTheTraceOfItsRequest() {
        open(telemetry);
        traced();
        answer(STARTED);
        results.readRecord();
        request("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"); // a repeat

        assertThat(headers(results.readRecord())).containsEntry("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
        assertThat(spans.getFinishedSpanItems()).hasSize(1);
    }

    @Test
    void headersThatAreNoTraceBeginANewOne() {
        open(telemetry);
        request("traceparent", "00-" + "z".repeat(10_000), "tracestate", "=,=", "baggage", ";;;");
        answer(STARTED);

        SpanData span = spans.getFinishedSpanItems().get(0);
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        Map<String, String> carried = headers(results.readRecord());
        assertThat(carried.get("traceparent")).startsWith("00-" + span.getTraceId() + "-" + span.getSpanId() + "-");
        assertThat(carried).doesNotContainKeys("tracestate", "baggage");
    }

    @Test
    void aSpanHoldsNothingOfTheCustomer() {
        open(telemetry);
        traced();
        answer(STARTED);

        assertThat(spans.getFinishedSpanItems().toString()).doesNotContain(CUSTOMER, TOKEN, "secret");
    }

    @Test
    void withoutATracerHeadersAreCopiedAndACallCostsNextToNothing() {
        open(OpenTelemetry.noop());
        traced();
        answer(STARTED);

        assertThat(headers(results.readRecord()))
                .containsEntry("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                .containsEntry("tracestate", "us=1");
        assertThat(during.get(0)).isEqualTo(Context.root());
        assertThat(bytesForEachCall()).isLessThan(100);
    }

    private static long bytesForEachCall() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Original original = new Original(
                new Source("t", 0, 0), START, null, null, List.of(new Original.Header("traceparent", new byte[] {1})));
        Envelope envelope = new Envelope("i1", TOKEN, Simulation.fingerprint(1), 5, START, Optional.empty(), START, 0);
        HopMessage.Request request = new HopMessage.Request(envelope, original, new InOriginal(0));
        RecordHeaders headers = new RecordHeaders();
        Answer answer = STARTED;
        int times = 50_000;
        long before = 0;
        for (int i = 0; i < 2 * times; i++) {
            if (i == times) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            Context call = CallTraces.SILENT.begin("default", request, 1);
            CallTraces.within(call, () -> {});
            CallTraces.end(call, answer);
            CallTraces.SILENT.carry(call, headers);
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / times;
    }
}

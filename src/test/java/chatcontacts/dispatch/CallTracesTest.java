package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.EngineFixture;
import chatcontacts.dispatch.engine.Simulation;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.EmptyHeaders;
import chatcontacts.wire.Envelope;
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
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a tracer that keeps what it gets, and with none. */
final class CallTracesTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String TOKEN = TracedDispatch.TOKEN;

    private static final CallResult STARTED = new CallResult.ChatStarted(
            "contact",
            "participant",
            ParticipantCredentials.of("secret"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("aws-7"));

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
    private TracedDispatch dispatch;

    @AfterEach
    void close() {
        dispatch.close();
        telemetry.close();
    }

    private void traced() {
        dispatch.request(
                "traceparent",
                "00-" + TRACE + "-" + PARENT + "-01",
                "tracestate",
                "us=1",
                "baggage",
                "shop=5",
                "mine",
                "x");
    }

    @Test
    void theTraceOfTheRequestGoesOnInItsCallAndInItsResult() {
        dispatch = new TracedDispatch(telemetry, stateDirectory);
        traced();
        dispatch.answer(STARTED);

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
                        "chat.result", "STARTED",
                        "aws.request_id", "aws-7"))
                .doesNotContainKey("error.type")
                .hasSize(9);
        Map<String, String> carried = dispatch.result();
        assertThat(carried)
                .containsEntry("traceparent", "00-" + TRACE + "-" + span.getSpanId() + "-01")
                .containsEntry("tracestate", "us=1")
                .containsEntry("baggage", "shop=5")
                .containsEntry("mine", "x");
    }

    @Test
    void duringTheCallItIsTheCurrentOne() {
        dispatch = new TracedDispatch(telemetry, stateDirectory);
        traced();
        dispatch.answer(STARTED);

        SpanContext current = Span.fromContext(dispatch.during.get(0)).getSpanContext();
        assertThat(current.getSpanId())
                .isEqualTo(spans.getFinishedSpanItems().get(0).getSpanId());
        assertThat(Baggage.fromContext(dispatch.during.get(0)).getEntryValue("shop"))
                .isEqualTo("5");
    }

    @Test
    void whatIsMeasuredOfTheCallAndItsOutcomeIsMeasuredInItsSpan() {
        dispatch = new TracedDispatch(telemetry, stateDirectory);
        traced();
        dispatch.answer(STARTED);

        String span = " " + TRACE + " " + spans.getFinishedSpanItems().get(0).getSpanId();
        assertThat(dispatch.measured.all).containsExactlyInAnyOrder("called" + span, "settled" + span);
    }

    @Test
    void everyCallHasItsSpanAndAFailureItsError() {
        dispatch = new TracedDispatch(telemetry, stateDirectory);
        traced();
        dispatch.answer(new CallResult.Unavailable("InternalServiceException", Optional.of("aws-1")));
        dispatch.pass(1_000);
        dispatch.answer(new CallResult.Rejected("InvalidRequestException", Optional.of("aws-2")));

        List<SpanData> calls = spans.getFinishedSpanItems();
        assertThat(calls).hasSize(2).allMatch(it -> it.getStatus().getStatusCode() == StatusCode.ERROR);
        assertThat(calls).extracting(it -> it.getParentSpanId()).containsOnly(PARENT);
        assertThat(calls)
                .extracting(it -> it.getAttributes().get(AttributeKey.longKey("chat.attempt")))
                .containsExactly(1L, 2L);
        assertThat(calls)
                .extracting(it -> it.getAttributes().get(AttributeKey.stringKey("error.type")))
                .containsExactly("InternalServiceException", "InvalidRequestException");
        assertThat(dispatch.result().get("traceparent")).contains(calls.get(1).getSpanId());
    }

    @Test
    void theDeadLetterKeepsTheHeadersOfItsRequestSoThatARedriveGoesOnFromThere() {
        dispatch = new TracedDispatch(telemetry, stateDirectory);
        traced();
        dispatch.answer(EngineFixture.rejected());

        assertThat(dispatch.deadLetter())
                .containsEntry("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                .containsEntry("baggage", "shop=5");
    }

    @Test
    void aResultWithoutACallKeepsTheTraceOfItsRequest() {
        dispatch = new TracedDispatch(telemetry, stateDirectory);
        traced();
        dispatch.answer(STARTED);
        dispatch.result();
        dispatch.request("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"); // a repeat

        assertThat(dispatch.result()).containsEntry("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
        assertThat(spans.getFinishedSpanItems()).hasSize(1);
    }

    @Test
    void headersThatAreNoTraceBeginANewOne() {
        dispatch = new TracedDispatch(telemetry, stateDirectory);
        dispatch.request("traceparent", "00-" + "z".repeat(10_000), "tracestate", "=,=", "baggage", ";;;");
        dispatch.answer(STARTED);

        SpanData span = spans.getFinishedSpanItems().get(0);
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        Map<String, String> carried = dispatch.result();
        assertThat(carried.get("traceparent")).startsWith("00-" + span.getTraceId() + "-" + span.getSpanId() + "-");
        assertThat(carried).doesNotContainKeys("tracestate", "baggage");
    }

    @Test
    void aSpanHoldsNothingOfTheCustomer() {
        dispatch = new TracedDispatch(telemetry, stateDirectory);
        traced();
        dispatch.answer(STARTED);

        assertThat(spans.getFinishedSpanItems().toString()).doesNotContain(TracedDispatch.CUSTOMER, TOKEN, "secret");
    }

    @Test
    void withoutATracerHeadersAreCopiedAndACallCostsNextToNothing() {
        dispatch = new TracedDispatch(OpenTelemetry.noop(), stateDirectory);
        traced();
        dispatch.answer(STARTED);

        assertThat(dispatch.result())
                .containsEntry("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                .containsEntry("tracestate", "us=1");
        assertThat(dispatch.during.get(0)).isEqualTo(Context.root());
        assertThat(bytesForEachCall()).isLessThan(100);
    }

    private static long bytesForEachCall() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Original original = new Original(
                new Source("t", 0, 0),
                Instant.EPOCH,
                null,
                null,
                List.of(new Original.Header("traceparent", new byte[] {1})));
        Envelope envelope = new Envelope(
                "i1",
                TOKEN,
                Simulation.fingerprint(1),
                5,
                Instant.EPOCH,
                Optional.empty(),
                Instant.EPOCH,
                0,
                Optional.empty(),
                Optional.empty());
        DispatchMessage.Request request = new DispatchMessage.Request(envelope, original, new InOriginal(0, 0));
        Headers headers = EmptyHeaders.create();
        CallResult answer = STARTED;
        int times = 50_000;
        long before = 0;
        for (int i = 0; i < 2 * times; i++) {
            if (i == times) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            Context call = CallTraces.SILENT.start("default", request, 1);
            CallTraces.within(call, () -> {});
            CallTraces.end(call, answer);
            CallTraces.SILENT.inject(call, headers);
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / times;
    }
}

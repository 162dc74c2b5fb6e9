package chatcontacts.dispatch;

import chatcontacts.domain.call.CallResult;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Original;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.header.Headers;

/**
 * The spans of calls to Connect, and the trace that continues in results. A span's parent comes from the headers of the request's
 * record, so the calls belong to the trace of the producer. Without a tracer in the process it costs almost nothing: every context is
 * {@link Context#root()}. Spans contain names, codes and ids of the service and of AWS, but no customer data and no client token.
 * Thread-safe.
 */
public final class CallTraces {

    /** For use without a tracer. */
    public static final CallTraces SILENT = new CallTraces(OpenTelemetry.noop(), Map.of());

    private static final String NAME = "Connect.StartChatContact";

    private static final AttributeKey<String> RPC_SYSTEM = AttributeKey.stringKey("rpc.system");
    private static final AttributeKey<String> RPC_SERVICE = AttributeKey.stringKey("rpc.service");
    private static final AttributeKey<String> RPC_METHOD = AttributeKey.stringKey("rpc.method");
    private static final AttributeKey<String> REGION = AttributeKey.stringKey("cloud.region");
    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("aws.request_id");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> LANE = AttributeKey.stringKey("chat.lane");
    private static final AttributeKey<String> INSTANCE = AttributeKey.stringKey("chat.instance.id");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("chat.attempt");
    private static final AttributeKey<String> RESULT = AttributeKey.stringKey("chat.result");

    private static final TextMapGetter<Original> GETTER = (original, name) ->
            original == null ? null : original.lastHeader(name).orElse(null);

    private static final TextMapSetter<Headers> SETTER = (headers, name, value) -> {
        if (headers != null) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    };

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final Map<String, String> regions;

    /** @param regions the Regions of lanes that name one, by the name of the lane */
    public CallTraces(OpenTelemetry telemetry, Map<String, String> regions) {
        this.tracer = telemetry.getTracer("chatcontacts");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
        this.regions = Map.copyOf(regions);
    }

    /** The trace in the headers of a record. */
    Context of(Original original) {
        return propagator.extract(Context.root(), original, GETTER);
    }

    /**
     * Starts the span of a call.
     *
     * @param attempt 1 for the first attempt that counts
     * @return the argument of {@link #end}
     */
    Context start(String lane, Request request, int attempt) {
        Context parent = of(request.original());
        SpanBuilder builder = tracer.spanBuilder(NAME)
                .setParent(parent)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(RPC_SYSTEM, "aws-api")
                .setAttribute(RPC_SERVICE, "Connect")
                .setAttribute(RPC_METHOD, "StartChatContact")
                .setAttribute(LANE, lane)
                .setAttribute(INSTANCE, request.envelope().instanceId())
                .setAttribute(ATTEMPT, attempt);
        String region = regions.get(lane);
        if (region != null) {
            builder.setAttribute(REGION, region);
        }
        Span span = builder.startSpan();
        return span.getSpanContext().isValid() ? parent.with(span) : Context.root();
    }

    /** Ends the span of a call, on any thread. */
    static void end(Context call, CallResult result) {
        Span span = Span.fromContext(call);
        if (!span.isRecording()) {
            return;
        }
        span.setAttribute(RESULT, result.kind());
        result.awsRequestId().ifPresent(id -> span.setAttribute(REQUEST_ID, id));
        result.failure().ifPresent(code -> {
            span.setAttribute(ERROR, code);
            span.setStatus(StatusCode.ERROR);
        });
        span.end();
    }

    /** Writes the trace to the headers, replacing any other. */
    void inject(Context context, Headers into) {
        if (!context.equals(Context.root())) {
            propagator.fields().forEach(into::remove);
            propagator.inject(context, into, SETTER);
        }
    }

    /** Runs an action within a trace. */
    @SuppressWarnings("try") // a scope is there to be closed
    static void within(Context context, Runnable action) {
        if (context.equals(Context.root())) {
            action.run();
            return;
        }
        try (Scope ignored = context.makeCurrent()) {
            action.run();
        }
    }
}

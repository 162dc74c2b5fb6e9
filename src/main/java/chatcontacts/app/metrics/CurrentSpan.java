package chatcontacts.app.metrics;

import io.opentelemetry.api.trace.Span;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Tells the metrics' library which span a measured value belongs to, so that it can keep a few of them as exemplars. Without
 * OpenTelemetry in the process no span is ever valid, and there are none. Only sampled spans count: nobody could look up another. Thread-safe.
 */
final class CurrentSpan implements SpanContext {

    private static io.opentelemetry.api.trace.SpanContext current() {
        return Span.current().getSpanContext();
    }

    @Override
    public @Nullable String getCurrentTraceId() {
        return current().isValid() ? current().getTraceId() : null;
    }

    @Override
    public @Nullable String getCurrentSpanId() {
        return current().isValid() ? current().getSpanId() : null;
    }

    @Override
    public boolean isCurrentSpanSampled() {
        return current().isSampled();
    }

    /** Does nothing: a span that is sampled anyway needs no mark, and the call's has ended. */
    @Override
    public void markCurrentSpanAsExemplar() {}
}

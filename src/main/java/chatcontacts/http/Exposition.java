package chatcontacts.http;

import org.jspecify.annotations.Nullable;

/** A format of metrics for Prometheus. */
public enum Exposition {
    /** The Prometheus text format, version 0.0.4: for whoever asks for nothing else. */
    TEXT("text/plain; version=0.0.4; charset=utf-8"),

    /** OpenMetrics 1.0.0, the only one of the two that has exemplars. */
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String contentType;

    Exposition(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    /** The best that a client takes. Prometheus names all formats that it knows; no weight of its own is below another's. */
    static Exposition accepted(@Nullable String acceptHeader) {
        return acceptHeader != null && acceptHeader.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
    }
}

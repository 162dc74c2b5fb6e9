package chatcontacts.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What one request is answered with.
 *
 * @param headers beside those that every answer has
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way out
record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {

    static final String TEXT = "text/plain; charset=utf-8";
    static final String JSON = "application/json; charset=utf-8";
    static final String HTML = "text/html; charset=utf-8";

    /** Prometheus' text format, version 0.0.4. */
    static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    Reply {
        headers = Map.copyOf(headers);
    }

    static Reply of(int status, String contentType, String body) {
        return new Reply(status, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Reply sentence(int status, String sentence) {
        return of(status, TEXT, sentence + "\n");
    }

    /** Says when to ask again. */
    Reply retriedAfter(int seconds) {
        return with(Map.of("Retry-After", Integer.toString(seconds)));
    }

    Reply with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new Reply(status, contentType, body, all);
    }
}

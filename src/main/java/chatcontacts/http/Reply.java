package chatcontacts.http;

import java.nio.charset.StandardCharsets;

/**
 * What one request is answered with.
 *
 * @param retryAfterSeconds when to ask again, 0 to say nothing of that
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way out
record Reply(int status, String contentType, byte[] body, int retryAfterSeconds) {

    static final String TEXT = "text/plain; charset=utf-8";
    static final String JSON = "application/json; charset=utf-8";

    /** Prometheus' text format, version 0.0.4. */
    static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    static Reply of(int status, String contentType, String body) {
        return new Reply(status, contentType, body.getBytes(StandardCharsets.UTF_8), 0);
    }

    Reply retriedAfter(int seconds) {
        return new Reply(status, contentType, body, seconds);
    }

    static Reply sentence(int status, String sentence) {
        return of(status, TEXT, sentence + "\n");
    }
}

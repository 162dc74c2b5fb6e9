package chatcontacts.http;

import java.nio.charset.StandardCharsets;

/** What one request is answered with. */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way out
record Reply(int status, String contentType, byte[] body) {

    static final String TEXT = "text/plain; charset=utf-8";
    static final String JSON = "application/json; charset=utf-8";

    /** Prometheus' text format, version 0.0.4. */
    static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    static Reply of(int status, String contentType, String body) {
        return new Reply(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    static Reply sentence(int status, String sentence) {
        return of(status, TEXT, sentence + "\n");
    }
}

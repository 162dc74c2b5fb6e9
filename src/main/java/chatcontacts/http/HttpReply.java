package chatcontacts.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reply to an HTTP request.
 *
 * @param headers in addition to those of every reply
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way out
record HttpReply(int status, String contentType, byte[] body, Map<String, String> headers) {

    private static final Logger LOG = LoggerFactory.getLogger(HttpReply.class);

    static final String TEXT = "text/plain; charset=utf-8";
    static final String JSON = "application/json; charset=utf-8";
    static final String HTML = "text/html; charset=utf-8";

    HttpReply {
        headers = Map.copyOf(headers);
    }

    static HttpReply of(int status, String contentType, String body) {
        return new HttpReply(status, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static HttpReply text(int status, String text) {
        return of(status, TEXT, text + "\n");
    }

    /** Handling a request failed by a bug, whose message the client does not see. */
    static HttpReply failure(String path, RuntimeException bug) {
        LOG.atError()
                .setCause(bug)
                .addKeyValue("path", path)
                .log("An HTTP request failed. This is a bug: report it with this stack trace");
        return text(500, "internal error");
    }

    /** Adds when to retry. */
    HttpReply withRetryAfter(int seconds) {
        return with(Map.of("Retry-After", Integer.toString(seconds)));
    }

    HttpReply with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new HttpReply(status, contentType, body, all);
    }
}

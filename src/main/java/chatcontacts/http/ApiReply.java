package chatcontacts.http;

import chatcontacts.domain.json.Json;
import java.util.Map;

/** Replies of the API: JSON, and for errors an object that gives the reason. */
final class ApiReply {

    private static final int RETRY_AFTER_SECONDS = 1;

    private ApiReply() {}

    static HttpReply of(Map<String, ?> body) {
        return HttpReply.of(200, HttpReply.JSON, Json.of(body));
    }

    static HttpReply error(int status, String reason) {
        HttpReply reply = HttpReply.of(status, HttpReply.JSON, Json.of(Map.of("error", reason)));
        return status == 503 ? reply.withRetryAfter(RETRY_AFTER_SECONDS) : reply;
    }
}

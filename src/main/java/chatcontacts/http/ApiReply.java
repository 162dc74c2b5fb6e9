package chatcontacts.http;

import chatcontacts.domain.json.Json;
import java.util.Map;

/** Answers under {@code /api/v1}: JSON, and for what is no answer an object that says why. */
final class ApiReply {

    private static final int RETRY_AFTER_SECONDS = 1;

    private ApiReply() {}

    static Reply of(Map<String, ?> body) {
        return Reply.of(200, Reply.JSON, Json.of(body));
    }

    static Reply fault(int status, String why) {
        Reply reply = Reply.of(status, Reply.JSON, Json.of(Map.of("error", why)));
        return status == 503 ? reply.retriedAfter(RETRY_AFTER_SECONDS) : reply;
    }
}

package chatcontacts.http;

import chatcontacts.domain.json.Json;
import chatcontacts.http.ControlSource.ControlAnswer.CommandDone;
import chatcontacts.http.ControlSource.ControlAnswer.CommandInvalid;
import chatcontacts.http.ControlSource.ControlAnswer.CommandPending;
import chatcontacts.http.ControlSource.ControlAnswer.CommandRefused;
import chatcontacts.http.ControlSource.ControlAnswer.ControlUnavailable;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/control}, the only path that changes anything. It takes a token from the Authorization header, which no browser
 * adds by itself, JSON only, which no form of another site can send, and nothing that a browser says comes from another site. At
 * most {@link #MAX_CONCURRENT} commands wait for their answers at a time; they take no places of queries.
 */
final class ControlApi {

    static final String PATH = Api.ROOT + "/control";

    /** More than the longest command. */
    static final int MAX_BODY_BYTES = 16 * 1024;

    static final int MAX_CONCURRENT = 8;

    private final TokenGuard guard;
    private final ControlSource source;
    private final Semaphore permits = new Semaphore(MAX_CONCURRENT);

    ControlApi(ControlAccess access) {
        this.guard = TokenGuard.bearer(access.token());
        this.source = access.source();
    }

    HttpReply answer(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        if (!exchange.getRequestMethod().equals("POST")) {
            return ApiReply.error(405, "POST only").with(Map.of("Allow", "POST"));
        }
        if (CrossSiteCheck.isFromAnotherSite(headers)) {
            return ApiReply.error(403, "requests from other sites are not accepted");
        }
        if (!guard.admits(headers.getFirst("Authorization"))) {
            return guard.challenge();
        }
        if (!isJson(headers.getFirst("Content-Type"))) {
            return ApiReply.error(415, "the content type must be application/json");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            return ApiReply.error(413, "the body is longer than " + MAX_BODY_BYTES + " bytes");
        }
        if (exchange.getRequestURI().getRawQuery() != null) {
            return ApiReply.error(400, "this path takes no parameters");
        }
        if (!permits.tryAcquire()) {
            return ApiReply.error(503, "too many commands wait for their answers");
        }
        try {
            return give(ControlTerms.parse(body));
        } catch (InvalidTermsException e) {
            return ApiReply.error(400, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return HttpReply.failure(PATH, e);
        } finally {
            permits.release();
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private HttpReply give(ControlTerms terms) {
        return switch (source.give(terms)) {
            case CommandDone it -> HttpReply.of(200, HttpReply.JSON, Json.of(it.entry()));
            case CommandPending it -> HttpReply.of(202, HttpReply.JSON, Json.of(it.entry()));
            case CommandRefused it -> HttpReply.of(409, HttpReply.JSON, Json.of(it.entry()));
            case CommandInvalid it -> ApiReply.error(400, it.problem());
            case ControlUnavailable it -> ApiReply.error(503, it.reason());
        };
    }
}

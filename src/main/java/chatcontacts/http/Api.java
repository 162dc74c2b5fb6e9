package chatcontacts.http;

import chatcontacts.http.QueryString.FaultyQuery;
import chatcontacts.http.StatusSource.Found;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The questions that may be asked under {@link #ROOT}. */
final class Api implements AutoCloseable {

    static final String ROOT = "/api/v1";

    /** More than the longest client token and the longest instance ARN. */
    private static final int LONGEST_VALUE = 500;

    private static final String DOCUMENT = "/openapi.json";

    private final StatusSource questions;
    private final PeerClient relay = new PeerClient();
    private final ClusterStatus gathering;

    /**
     * A question.
     *
     * @param uri as it was asked
     * @param handedOn whether another process asks
     */
    record Asked(URI uri, boolean handedOn) {}

    Api(StatusSource questions) {
        this.questions = questions;
        this.gathering = new ClusterStatus(questions, relay);
    }

    /** What can be asked, by path. */
    Map<String, Function<Asked, Reply>> routes() {
        Map<String, Function<Asked, Reply>> routes = new LinkedHashMap<>();
        routes.put(ROOT + "/status", plain(asked -> gathering.status()));
        routes.put(ClusterStatus.PROCESS, plain(asked -> ApiReply.of(questions.process())));
        routes.put(ROOT + "/lanes", plain(asked -> reply(questions.lanes(), asked)));
        routes.put(ROOT + "/instances", plain(asked -> reply(questions.instances(), asked)));
        routes.put(ROOT + "/topology", plain(asked -> reply(questions.topology(), asked)));
        routes.put(ROOT + "/info", plain(asked -> reply(questions.info(), asked)));
        routes.put(ROOT + "/request", this::request);
        routes.put(ROOT + DOCUMENT, asked -> Reply.of(200, Reply.JSON, document()));
        return routes;
    }

    private static Function<Asked, Reply> plain(Function<Asked, Reply> question) {
        return asked -> {
            try {
                var unused = QueryString.parse(asked.uri.getRawQuery(), List.of(), 0);
                return question.apply(asked);
            } catch (FaultyQuery e) {
                return ApiReply.fault(400, "this path takes no parameters");
            }
        };
    }

    private Reply request(Asked asked) {
        try {
            Map<String, String> query =
                    QueryString.parse(asked.uri.getRawQuery(), List.of("instanceId", "clientToken"), LONGEST_VALUE);
            return reply(
                    questions.request(query.getOrDefault("instanceId", ""), query.getOrDefault("clientToken", "")),
                    asked);
        } catch (FaultyQuery e) {
            return ApiReply.fault(400, String.valueOf(e.getMessage()));
        }
    }

    private Reply reply(Found found, Asked asked) {
        return switch (found) {
            case Found.Here here -> ApiReply.of(here.body());
            case Found.Unknown unknown -> ApiReply.fault(404, unknown.why());
            case Found.NotNow notNow -> ApiReply.fault(503, notNow.why());
            case Found.Nonsense nonsense -> ApiReply.fault(400, nonsense.why());
            case Found.Elsewhere elsewhere ->
                asked.handedOn
                        ? ApiReply.fault(503, "the lane changes its owner just now")
                        : relay.ask(elsewhere.process(), pathAndQuery(asked.uri));
        };
    }

    private static String pathAndQuery(URI uri) {
        return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
    }

    private static String document() {
        try (InputStream in = Api.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException(DOCUMENT + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(DOCUMENT + " cannot be read", e);
        }
    }

    @Override
    public void close() {
        gathering.close();
        relay.close();
    }
}

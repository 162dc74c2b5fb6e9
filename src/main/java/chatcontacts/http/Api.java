package chatcontacts.http;

import chatcontacts.domain.request.RequestRules;
import chatcontacts.http.StatusSource.QueryResult;
import chatcontacts.wire.ClientTokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The HTTP API under {@link #ROOT}. */
final class Api implements AutoCloseable {

    static final String ROOT = "/api/v1";

    /** In UTF-16 units: the longest client token, all of characters that take two, and more than the longest instance ARN. */
    private static final int MAX_VALUE_LENGTH = 2 * RequestRules.MAX_CLIENT_TOKEN_LENGTH;

    private static final String DOCUMENT = "/openapi.json";

    private final StatusSource statusSource;
    private final PeerClient peers;
    private final ClusterStatus clusterStatus;

    /**
     * A request to the API.
     *
     * @param uri as the client sent it
     * @param forwarded whether another process forwarded it
     * @param accept the header of that name, if there is one
     */
    record ApiRequest(URI uri, boolean forwarded, @Nullable String accept) {}

    /** @param peers belongs to the API from now on */
    Api(StatusSource statusSource, PeerClient peers) {
        this.statusSource = statusSource;
        this.peers = peers;
        this.clusterStatus = new ClusterStatus(statusSource, peers);
    }

    /** The handlers by path. */
    Map<String, Function<ApiRequest, HttpReply>> routes() {
        Map<String, Function<ApiRequest, HttpReply>> routes = new LinkedHashMap<>();
        routes.put(ROOT + "/status", withoutParameters(request -> clusterStatus.status()));
        routes.put(ClusterStatus.PROCESS, withoutParameters(request -> ApiReply.of(statusSource.process())));
        routes.put(ROOT + "/lanes", withoutParameters(request -> reply(statusSource.lanes(), request)));
        routes.put(ROOT + "/instances", withoutParameters(request -> reply(statusSource.instances(), request)));
        routes.put(ROOT + "/topology", withoutParameters(request -> reply(statusSource.topology(), request)));
        routes.put(ROOT + "/info", withoutParameters(request -> reply(statusSource.info(), request)));
        routes.put(ROOT + "/request", this::request);
        routes.put(ROOT + DOCUMENT, request -> HttpReply.of(200, HttpReply.JSON, document()));
        return routes;
    }

    private static Function<ApiRequest, HttpReply> withoutParameters(Function<ApiRequest, HttpReply> handler) {
        return request -> {
            try {
                var unused = QueryString.parse(request.uri.getRawQuery(), List.of(), 0);
                return handler.apply(request);
            } catch (InvalidQueryException e) {
                return ApiReply.error(400, "this path takes no parameters");
            }
        };
    }

    private HttpReply request(ApiRequest request) {
        try {
            Map<String, String> query = QueryString.parse(
                    request.uri.getRawQuery(), List.of("instanceId", "clientToken"), MAX_VALUE_LENGTH);
            if (!ClientTokens.isOfUse(query.getOrDefault("clientToken", ""))) {
                return ApiReply.error(400, "clientToken is longer than " + RequestRules.MAX_CLIENT_TOKEN_LENGTH);
            }
            return reply(
                    statusSource.request(query.getOrDefault("instanceId", ""), query.getOrDefault("clientToken", "")),
                    request);
        } catch (InvalidQueryException e) {
            return ApiReply.error(400, String.valueOf(e.getMessage()));
        }
    }

    private HttpReply reply(QueryResult result, ApiRequest request) {
        return switch (result) {
            case QueryResult.Available available -> ApiReply.of(available.body());
            case QueryResult.NotFound notFound -> ApiReply.error(404, notFound.reason());
            case QueryResult.TemporarilyUnavailable unavailable -> ApiReply.error(503, unavailable.reason());
            case QueryResult.InvalidQuery invalid -> ApiReply.error(400, invalid.reason());
            case QueryResult.OwnedElsewhere elsewhere ->
                request.forwarded
                        ? ApiReply.error(503, "the lane is moving to another process")
                        : peers.forward(elsewhere.owner(), pathAndQuery(request.uri));
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
        clusterStatus.close();
        peers.close();
    }
}

package chatcontacts.http;

import chatcontacts.http.Api.ApiRequest;
import chatcontacts.http.HealthSource.Probe;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Serves the status page, the API, health and metrics each request on its own virtual thread. At most
 * {@link #MAX_CONCURRENT_REQUESTS} queries are handled at a time, and as many probes and scrapes beside them, which no number of
 * queries holds up; further ones get 503. GET and HEAD only, but for {@link ControlApi}. Listens from its construction
 * until it is closed.
 */
public final class HttpEndpoint implements AutoCloseable {

    /** Probes and scrapers need only a few. */
    static final int MAX_CONCURRENT_REQUESTS = 32;

    private static final int BACKLOG = 64;

    static {
        ServerLimits.setDefaults();
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore queryPermits;
    private final Semaphore probePermits;
    private final Api api;
    private final Optional<TokenGuard> readGuard;
    private final Optional<ControlApi> commands;
    private final Map<String, Function<ApiRequest, HttpReply>> routes = new LinkedHashMap<>();

    /**
     * Starts to listen.
     *
     * @param port 0 for any free port
     * @param health called for each request
     * @param metrics called for each request
     * @param statusSource answers the queries of the API
     * @param role which of these paths are served
     * @param access how they are protected; health and metrics need no token
     * @param control takes commands of operators; empty: nobody may command
     * @throws IOException if the port is not available
     */
    HttpEndpoint(
            int port,
            HealthSource health,
            MetricsSource metrics,
            StatusSource statusSource,
            EndpointRole role,
            HttpAccess access,
            Optional<ControlAccess> control)
            throws IOException {
        this(port, health, metrics, statusSource, role, access, control, MAX_CONCURRENT_REQUESTS);
    }

    /** Serves everything on one port, to everyone. */
    public HttpEndpoint(int port, HealthSource health, MetricsSource metrics, StatusSource statusSource)
            throws IOException {
        this(port, health, metrics, statusSource, EndpointRole.ALL, HttpAccess.OPEN, Optional.empty());
    }

    HttpEndpoint(
            int port,
            HealthSource health,
            MetricsSource metrics,
            StatusSource statusSource,
            EndpointRole role,
            HttpAccess access,
            Optional<ControlAccess> control,
            int maxConcurrentRequests)
            throws IOException {
        queryPermits = new Semaphore(maxConcurrentRequests);
        probePermits = new Semaphore(maxConcurrentRequests);
        api = new Api(statusSource, new PeerClient(access));
        readGuard = access.readToken().map(TokenGuard::bearerOrBasic);
        HttpReply page = StatusPage.reply();
        routes.put("/", request -> page);
        routes.put("/health/started", request -> HealthReply.of(health.checks(Probe.STARTED)));
        routes.put("/health/live", request -> HealthReply.of(health.checks(Probe.LIVE)));
        routes.put("/health/ready", request -> HealthReply.of(health.checks(Probe.READY)));
        routes.put("/metrics", request -> metrics(metrics, request));
        routes.putAll(api.routes());
        routes.keySet().removeIf(path -> !role.serves(path));
        commands = control.filter(it -> role.serves(ControlApi.PATH)).map(ControlApi::new);
        server = server(address(port, access, control), access);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** A token that gives power must not cross a network readable. */
    private static InetSocketAddress address(int port, HttpAccess access, Optional<ControlAccess> control) {
        boolean readable =
                access.tls().isEmpty() && !control.map(ControlAccess::behindTls).orElse(true);
        return readable ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port) : new InetSocketAddress(port);
    }

    private static HttpReply metrics(MetricsSource metrics, ApiRequest request) {
        Exposition format = Exposition.accepted(request.accept());
        return HttpReply.of(200, format.contentType(), metrics.scrape(format));
    }

    private static HttpServer server(InetSocketAddress address, HttpAccess access) throws IOException {
        if (access.tls().isEmpty()) {
            return HttpServer.create(address, BACKLOG);
        }
        HttpsServer server = HttpsServer.create(address, BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(access.tls().get()));
        return server;
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** The paths that it serves. */
    public Set<String> paths() {
        Set<String> paths = new HashSet<>(routes.keySet());
        commands.ifPresent(it -> paths.add(ControlApi.PATH));
        return paths;
    }

    /** Stops at once; requests in progress are aborted. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        api.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        }
    }

    private HttpReply answer(HttpExchange exchange) throws IOException {
        String path = RequestPath.path(exchange.getRequestURI());
        if (commands.isPresent() && path.equals(ControlApi.PATH)) {
            return commands.get().answer(exchange);
        }
        Function<ApiRequest, HttpReply> route = routes.get(path);
        if (route == null) {
            return HttpReply.text(404, "not found");
        }
        if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return HttpReply.text(405, "GET and HEAD only");
        }
        if (hasBody(exchange)) {
            return HttpReply.text(413, "request bodies are not accepted");
        }
        boolean management = EndpointRole.MANAGEMENT.serves(path);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (!management && readGuard.isPresent() && !readGuard.get().admits(authorization)) {
            return readGuard.get().challenge();
        }
        Semaphore permits = management ? probePermits : queryPermits;
        if (!permits.tryAcquire()) {
            return HttpReply.text(503, "too many concurrent requests").withRetryAfter(1);
        }
        try {
            boolean forwarded = exchange.getRequestHeaders().containsKey(PeerClient.FORWARDED_HEADER);
            String accept = exchange.getRequestHeaders().getFirst("Accept");
            return route.apply(new ApiRequest(exchange.getRequestURI(), forwarded, accept));
        } catch (RuntimeException e) {
            return HttpReply.failure(path, e);
        } finally {
            permits.release();
        }
    }

    private static boolean hasBody(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        return exchange.getRequestHeaders().containsKey("Transfer-Encoding") || (length != null && !length.equals("0"));
    }

    private static void send(HttpExchange exchange, HttpReply reply) throws IOException {
        var headers = exchange.getResponseHeaders();
        SecurityHeaders.set(headers);
        headers.set("Content-Type", reply.contentType());
        reply.headers().forEach(headers::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(reply.body().length));
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        exchange.getResponseBody().write(reply.body());
        exchange.getResponseBody().flush(); // before the server waits for the rest of a rejected request
    }
}

package chatcontacts.http;

import chatcontacts.http.Api.Asked;
import chatcontacts.http.HealthSource.Probe;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the status page, health, metrics and answers to questions on all interfaces, each request on a virtual thread of its own.
 * At most {@link #MOST_AT_ONCE} are handled at a time, further ones get 503. GET and HEAD only. Listens from its construction until
 * it is closed.
 */
public final class HttpEndpoint implements AutoCloseable {

    /** Probes and scrapers need a handful. */
    static final int MOST_AT_ONCE = 32;

    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final int BACKLOG = 64;

    static {
        ServerLimits.propose();
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places;
    private final Api api;
    private final Map<String, Function<Asked, Reply>> routes = new LinkedHashMap<>();

    /**
     * Starts to listen.
     *
     * @param port 0 takes a free one
     * @param health asked anew for each request
     * @param metrics Prometheus' text format, asked anew for each request
     * @param questions asked under {@code /api/v1}
     * @param part what is served of all that
     * @throws IOException if the port cannot be had
     */
    HttpEndpoint(int port, HealthSource health, Supplier<String> metrics, StatusSource questions, EndpointRole part)
            throws IOException {
        this(port, health, metrics, questions, part, MOST_AT_ONCE);
    }

    /** One port for all of it. */
    public HttpEndpoint(int port, HealthSource health, Supplier<String> metrics, StatusSource questions)
            throws IOException {
        this(port, health, metrics, questions, EndpointRole.WHOLE);
    }

    HttpEndpoint(
            int port,
            HealthSource health,
            Supplier<String> metrics,
            StatusSource questions,
            EndpointRole part,
            int mostAtOnce)
            throws IOException {
        places = new Semaphore(mostAtOnce);
        api = new Api(questions);
        Reply page = StatusPage.reply();
        routes.put("/", asked -> page);
        routes.put("/health/started", asked -> HealthReply.of(health.checks(Probe.STARTED)));
        routes.put("/health/live", asked -> HealthReply.of(health.checks(Probe.LIVE)));
        routes.put("/health/ready", asked -> HealthReply.of(health.checks(Probe.READY)));
        routes.put("/metrics", asked -> Reply.of(200, Reply.METRICS, metrics.get()));
        routes.putAll(api.routes());
        routes.keySet().removeIf(path -> !part.serves(path));
        server = HttpServer.create(new InetSocketAddress(port), BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** All that it answers. */
    public Set<String> paths() {
        return Set.copyOf(routes.keySet());
    }

    /** Stops at once; requests under way are cut off. */
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

    private Reply answer(HttpExchange exchange) {
        Function<Asked, Reply> route = routes.get(RequestPath.path(exchange.getRequestURI()));
        if (route == null) {
            return Reply.sentence(404, "not found");
        }
        if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Reply.sentence(405, "GET and HEAD only");
        }
        if (hasBody(exchange)) {
            return Reply.sentence(413, "a question has no body");
        }
        if (!places.tryAcquire()) {
            return Reply.sentence(503, "too many requests at once").retriedAfter(1);
        }
        try {
            boolean handedOn = exchange.getRequestHeaders().containsKey(PeerClient.HEADER);
            return route.apply(new Asked(exchange.getRequestURI(), handedOn));
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("path", exchange.getRequestURI().getPath())
                    .log("An HTTP request could not be answered. This is a bug: report it with what is told here");
            return Reply.sentence(500, "internal error");
        } finally {
            places.release();
        }
    }

    private static boolean hasBody(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        return exchange.getRequestHeaders().containsKey("Transfer-Encoding") || (length != null && !length.equals("0"));
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
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
        exchange.getResponseBody().flush(); // before the server waits for the rest of a request that nobody wants
    }
}

package chatcontacts.http;

import chatcontacts.http.HealthSource.Probe;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves health and metrics on all interfaces, each request on a virtual thread of its own. At most {@link #MOST_AT_ONCE} are
 * handled at a time, further ones get 503. GET and HEAD only. Listens from its construction until it is closed.
 */
public final class HttpFace implements AutoCloseable {

    /** Probes and scrapers need a handful. */
    static final int MOST_AT_ONCE = 32;

    private static final Logger LOG = LoggerFactory.getLogger(HttpFace.class);
    private static final int BACKLOG = 64;

    static {
        // Read once by the JDK when its server is first used; a value given on the command line stays.
        propose("sun.net.httpserver.maxReqTime", "10"); // seconds until a request must have been read
        propose("sun.net.httpserver.maxRspTime", "30"); // seconds until an answer must have been written
        propose("jdk.httpserver.maxConnections", "128");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places;
    private final Map<String, Supplier<Reply>> routes;

    /**
     * Starts to listen.
     *
     * @param port 0 takes a free one
     * @param health asked anew for each request
     * @param metrics Prometheus' text format, asked anew for each request
     * @throws IOException if the port cannot be had
     */
    public HttpFace(int port, HealthSource health, Supplier<String> metrics) throws IOException {
        this(port, health, metrics, MOST_AT_ONCE);
    }

    HttpFace(int port, HealthSource health, Supplier<String> metrics, int mostAtOnce) throws IOException {
        places = new Semaphore(mostAtOnce);
        routes = Map.of(
                "/health/started", () -> HealthReply.of(health.checks(Probe.STARTED)),
                "/health/live", () -> HealthReply.of(health.checks(Probe.LIVE)),
                "/health/ready", () -> HealthReply.of(health.checks(Probe.READY)),
                "/metrics", () -> Reply.of(200, Reply.METRICS, metrics.get()));
        server = HttpServer.create(new InetSocketAddress(port), BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Stops at once; requests under way are cut off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        }
    }

    private Reply answer(HttpExchange exchange) {
        Supplier<Reply> route = routes.get(exchange.getRequestURI().getPath());
        if (route == null) {
            return Reply.sentence(404, "not found");
        }
        if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Reply.sentence(405, "GET and HEAD only");
        }
        if (!places.tryAcquire()) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            return Reply.sentence(503, "too many requests at once");
        }
        try {
            return route.get();
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("path", exchange.getRequestURI().getPath())
                    .log("An HTTP request could not be answered");
            return Reply.sentence(500, "internal error");
        } finally {
            places.release();
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", reply.contentType());
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(reply.body().length));
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        exchange.getResponseBody().write(reply.body());
    }

    private static void propose(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}

package chatcontacts.registry;

import chatcontacts.http.ServerLimits;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Speaks as much of the registry's HTTP API as serializers use, counts its requests, and can be told to fail. */
final class StubRegistry implements AutoCloseable {

    static final int ID_OF_ANY_REGISTERED = 77;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final Map<Integer, Map<String, Object>> schemas = new HashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int failStatus;
    private volatile String failBody = "";
    private volatile boolean silent;

    StubRegistry() {
        try {
            ServerLimits.setDefaults();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** A connection to it that gives up soon. */
    RegistryConnection connect(Map<String, ?> more) {
        Map<String, Object> settings =
                new HashMap<>(Map.of("schema.registry.url", url(), "http.read.timeout.ms", "300"));
        settings.putAll(more);
        return RegistryConnection.with(settings);
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    void holds(int id, String schema) {
        holds(id, schema, "AVRO");
    }

    void holds(int id, String schema, String type) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("schema", schema);
        if (!type.equals("AVRO")) {
            entry.put("schemaType", type);
        }
        schemas.put(id, entry);
    }

    void failsWith(int status, String body) {
        failBody = body;
        failStatus = status;
    }

    void keepsSilent() {
        silent = true;
    }

    void recovers() {
        failStatus = 0;
        silent = false;
    }

    /** Method, path and body of each request so far. */
    List<String> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + path + " " + body);
            if (silent) {
                closed.await();
            } else if (failStatus != 0) {
                send(exchange, failStatus, failBody);
            } else if (path.startsWith("/schemas/ids/")) {
                Map<String, Object> schema = schemas.get(Integer.parseInt(path.substring("/schemas/ids/".length())));
                if (schema == null) {
                    send(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
                } else {
                    send(exchange, 200, json.writeValueAsString(schema));
                }
            } else if (path.endsWith("/versions/latest")) {
                String shipped = BundledSchemas.byTopic("", "r", "").get("r").toString();
                send(
                        exchange,
                        200,
                        json.writeValueAsString(
                                Map.of("subject", "s", "version", 1, "id", ID_OF_ANY_REGISTERED, "schema", shipped)));
            } else {
                send(exchange, 200, "{\"subject\":\"s\",\"version\":1,\"id\":" + ID_OF_ANY_REGISTERED + "}");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}

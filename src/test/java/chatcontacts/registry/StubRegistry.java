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
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/** Speaks as much of the registry's HTTP API as serializers use, counts its requests, and can be told to fail. */
final class StubRegistry implements AutoCloseable {

    static final int ID_OF_ANY_REGISTERED = 77;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final Map<String, Map<String, Object>> schemas = new ConcurrentHashMap<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
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
        return connect(more, System::nanoTime);
    }

    /** The same with that clock. */
    RegistryConnection connect(Map<String, ?> more, LongSupplier nanoTime) {
        Map<String, Object> settings =
                new HashMap<>(Map.of("schema.registry.url", url(), "http.read.timeout.ms", "300"));
        settings.putAll(more);
        return RegistryConnection.with(settings, nanoTime);
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
        schemas.put("/schemas/ids/" + id, entry);
    }

    /** A schema that another refers to. */
    void holds(String subject, int version, String schema, List<Map<String, Object>> references) {
        Map<String, Object> entry = new LinkedHashMap<>(
                Map.of("subject", subject, "version", version, "id", 1, "schema", schema, "references", references));
        schemas.put("/subjects/" + subject + "/versions/" + version, entry);
    }

    /** What a response says besides the schema's text, such as its references. */
    void holds(int id, String schema, Map<String, Object> more) {
        Map<String, Object> entry = new LinkedHashMap<>(more);
        entry.put("schema", schema);
        schemas.put("/schemas/ids/" + id, entry);
    }

    /** One that is asked for by its GUID. */
    void holds(UUID guid, String schema) {
        schemas.put("/schemas/guids/" + guid, new LinkedHashMap<>(Map.of("schema", schema, "schemaType", "AVRO")));
    }

    /** Answers for that path alone with that status, as long as it is not 0. */
    void refuses(String path, int status) {
        refused.put(path, status);
    }

    static Map<String, Object> reference(String name, String subject, int version) {
        return Map.of("name", name, "subject", subject, "version", version);
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
            } else if (refused.getOrDefault(path, 0) != 0) {
                send(exchange, refused.get(path), "{\"error_code\":" + refused.get(path) + "00,\"message\":\"?\"}");
            } else if (path.startsWith("/schemas/") || schemas.containsKey(path)) {
                Map<String, Object> schema = schemas.get(path);
                if (schema == null) {
                    send(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
                } else {
                    send(exchange, 200, json.writeValueAsString(schema));
                }
            } else if (path.endsWith("/versions/latest")) {
                String shipped =
                        BundledSchemas.byTopic("", "r", "", "", "").get("r").toString();
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

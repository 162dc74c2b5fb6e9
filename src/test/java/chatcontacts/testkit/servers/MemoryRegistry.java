package chatcontacts.testkit.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * As much of Confluent's registry API as it takes to register schemas and to find them by id, for where there is no room for a real
 * registry. Whatever is looked up under a subject is registered. Keeps everything in memory.
 */
public final class MemoryRegistry implements AutoCloseable {

    private static final String BY_ID = "/schemas/ids/";
    private static final int UNKNOWN_ID = 40403;

    private final ObjectMapper json = new ObjectMapper();
    private final List<String> schemas = new ArrayList<>();
    private final HttpServer server;

    private MemoryRegistry(HttpServer server) {
        this.server = server;
    }

    /** Starts an empty one on a free port. */
    public static MemoryRegistry start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            MemoryRegistry registry = new MemoryRegistry(server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", registry::answer);
            server.start();
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        JsonNode body = json.readTree(exchange.getRequestBody());
        Object answer = Map.of();
        int status = 200;
        if (path.startsWith(BY_ID)) {
            Optional<String> schema = schema(Integer.parseInt(path.substring(BY_ID.length())));
            status = schema.isPresent() ? 200 : 404;
            answer = schema.<Map<String, Object>>map(it -> Map.of("schema", it))
                    .orElse(Map.of("error_code", UNKNOWN_ID, "message", "no schema has this id"));
        } else if (path.equals("/subjects")) {
            answer = List.of();
        } else if (body.has("schema")) {
            String schema = body.get("schema").asText();
            answer = Map.of("id", id(schema), "version", 1, "subject", path.split("/", -1)[2], "schema", schema);
        }
        byte[] bytes = json.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange;
                var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private synchronized int id(String schema) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    private synchronized Optional<String> schema(int id) {
        return id <= schemas.size() ? Optional.of(schemas.get(id - 1)) : Optional.empty();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package chatcontacts.testkit.servers;

import chatcontacts.http.ServerLimits;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A registry with TLS and basic authentication, in front of a real one that has neither. It knows {@code reader:r}, who may
 * not change anything, and {@code writer:w}.
 */
public final class SecuredRegistry implements AutoCloseable {

    private final URI behind;
    private final HttpsServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> forbidden = new CopyOnWriteArrayList<>();
    private volatile boolean refusesSchemas;

    public SecuredRegistry(LocalRegistry behind, Certificates certificates, Path keyStore) {
        this.behind = URI.create(behind.url());
        try {
            ServerLimits.setDefaults();
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(certificates.server(keyStore)));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "https://localhost:" + server.getAddress().getPort() + behind.getPath();
    }

    /** What the reader tried to change. */
    public List<String> forbidden() {
        return List.copyOf(forbidden);
    }

    /** Whether it answers as a registry does that does not like a schema. */
    public void refuseSchemas(boolean refuses) {
        refusesSchemas = refuses;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            boolean changes = exchange.getRequestMethod().equals("PUT")
                    || exchange.getRequestMethod().equals("DELETE")
                    || call.matches("POST .*/versions(\\?.*)?");
            String user = user(exchange);
            if (user.isEmpty()) {
                send(exchange, 401, fault(40101, "Unauthorized"));
            } else if (changes && user.equals("reader")) {
                forbidden.add(call);
                send(exchange, 403, fault(40301, "Forbidden"));
            } else if (changes && refusesSchemas && call.startsWith("POST")) {
                send(exchange, 422, fault(42201, "Invalid schema"));
            } else {
                HttpResponse<byte[]> answer = handOn(exchange, body);
                send(exchange, answer.statusCode(), answer.body());
            }
        }
    }

    private static String user(HttpExchange exchange) {
        String given = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        return List.of("reader:r", "writer:w").stream()
                .filter(it -> given.equals("Basic " + Base64.getEncoder().encodeToString(utf8(it))))
                .map(it -> it.substring(0, it.indexOf(':')))
                .findFirst()
                .orElse("");
    }

    private HttpResponse<byte[]> handOn(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .build();
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static byte[] fault(int code, String message) {
        return utf8("{\"error_code\":" + code + ",\"message\":\"" + message + "\"}");
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }
}

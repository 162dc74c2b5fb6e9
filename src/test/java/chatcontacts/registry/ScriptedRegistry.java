package chatcontacts.registry;

import chatcontacts.http.ServerLimits;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gives each question the answer that a test wrote for it, and notes what was asked. What it has no answer for is not found. */
final class ScriptedRegistry implements AutoCloseable {

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, Answer> first = new ConcurrentHashMap<>();

    ScriptedRegistry() {
        try {
            ServerLimits.setDefaults();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /**
     * From now on it answers so.
     *
     * @param question method and path
     */
    void answers(String question, int status, String body) {
        answers.put(question, new Answer(status, body));
    }

    /** Answers so once, before what it answers otherwise. */
    void answersFirst(String question, int status, String body) {
        first.put(question, new Answer(status, body));
    }

    /** It knows nothing of that any more. */
    void forgets(String question) {
        answers.remove(question);
    }

    /** What it was asked, in order. */
    List<String> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String question =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            asked.add(question);
            exchange.getRequestBody().readAllBytes();
            Answer once = first.remove(question);
            Answer unknown = new Answer(404, "{\"error_code\":40401,\"message\":\"?\"}");
            Answer answer = once != null ? once : answers.getOrDefault(question, unknown);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Also more than once: nothing answers any more. */
    @Override
    public void close() {
        server.stop(0);
    }
}

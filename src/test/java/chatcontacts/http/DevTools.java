package chatcontacts.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Commands to a browser, their answers, and what it tells by itself, over one web socket. For one caller at a time. */
final class DevTools implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final Map<String, Consumer<JsonNode>> listeners = new ConcurrentHashMap<>();
    private final WebSocket socket;
    private int lastId;

    DevTools(URI address) {
        socket = http.newWebSocketBuilder()
                .buildAsync(address, new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                        text.append(data);
                        if (last) {
                            take(text.toString());
                            text.setLength(0);
                        }
                        from.request(1);
                        return null;
                    }
                })
                .join();
    }

    /** Hears what the browser tells of that session. */
    void listen(String session, Consumer<JsonNode> listener) {
        listeners.put(session, listener);
    }

    /** The result of a command; empty: the browser as a whole is meant. */
    JsonNode call(String session, String method, Map<String, ?> parameters) {
        Map<String, Object> command = new LinkedHashMap<>();
        command.put("id", ++lastId);
        command.put("method", method);
        command.put("params", parameters);
        if (!session.isEmpty()) {
            command.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        open.put(lastId, answer);
        try {
            socket.sendText(JSON.writeValueAsString(command), true).join();
            JsonNode message = answer.get(30, TimeUnit.SECONDS);
            if (message.has("error")) {
                throw new IllegalStateException(method + ": " + message.get("error"));
            }
            return message.get("result");
        } catch (JsonProcessingException | InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(method, e);
        }
    }

    private void take(String text) {
        try {
            JsonNode message = JSON.readTree(text);
            if (message.has("id")) {
                open.remove(message.get("id").asInt()).complete(message);
            } else {
                listeners
                        .getOrDefault(message.path("sessionId").asText(), ignored -> {})
                        .accept(message);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the browser wrote no JSON", e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}

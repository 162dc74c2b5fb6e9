package chatcontacts.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks another process what only that one knows, and hands its answer on as it is. Safe for use by several threads. */
final class PeerClient implements AutoCloseable {

    /** Marks a question that was handed on: it is not handed on again, lest two processes ask each other for ever. */
    static final String HEADER = "Chat-Handed-On";

    static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_BYTES = 64 * 1024;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** What another process said. */
    @SuppressWarnings("ArrayRecordComponent") // bytes that are only handed on
    record Said(int status, byte[] body) {}

    /** The other's answer, or 503 if it has none. */
    Reply ask(URI process, String pathAndQuery) {
        return get(process, pathAndQuery, MOST_BYTES)
                .filter(said -> said.status == 200 || said.status == 400 || said.status == 404)
                .map(said -> new Reply(said.status, Reply.JSON, said.body, Map.of()))
                .orElseGet(
                        () -> ApiReply.fault(503, "the process that owns the lane, " + process + ", cannot say now"));
    }

    /** Whatever it says, empty if that is nothing, or more than so many bytes. */
    Optional<Said> get(URI process, String pathAndQuery, int mostBytes) {
        HttpRequest request = HttpRequest.newBuilder(process.resolve(pathAndQuery))
                .timeout(PATIENCE)
                .header(HEADER, "1")
                .build();
        try {
            HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                byte[] body = in.readNBytes(mostBytes + 1);
                return body.length > mostBytes ? Optional.empty() : Optional.of(new Said(answer.statusCode(), body));
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}

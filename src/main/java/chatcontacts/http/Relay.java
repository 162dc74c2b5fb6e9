package chatcontacts.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks another process what only that one knows, and hands its answer on as it is. Safe for use by several threads. */
final class Relay implements AutoCloseable {

    /** Marks a question that was handed on: it is not handed on again, lest two processes ask each other for ever. */
    static final String HEADER = "Chat-Handed-On";

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_BYTES = 64 * 1024;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** The other's answer, or 503 if it has none. */
    Reply ask(URI process, String pathAndQuery) {
        HttpRequest request = HttpRequest.newBuilder(process.resolve(pathAndQuery))
                .timeout(PATIENCE)
                .header(HEADER, "1")
                .build();
        try {
            HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                byte[] body = in.readNBytes(MOST_BYTES + 1);
                int status = answer.statusCode();
                return body.length > MOST_BYTES || (status != 200 && status != 400 && status != 404)
                        ? none(process)
                        : new Reply(status, Reply.JSON, body, 0);
            }
        } catch (IOException e) {
            return none(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return none(process);
        }
    }

    private static Reply none(URI process) {
        return ApiReply.fault(503, "the process that owns the lane, " + process + ", cannot say now");
    }

    @Override
    public void close() {
        client.close();
    }
}

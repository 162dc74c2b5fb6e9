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

/** Forwards queries to the process that can answer them, and returns its reply as is. Thread-safe. */
final class PeerClient implements AutoCloseable {

    /** Marks a forwarded query. It is not forwarded again, or two processes could send it back and forth forever. */
    static final String FORWARDED_HEADER = "Chat-Forwarded";

    static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int MAX_BYTES = 64 * 1024;

    private final HttpClient client;
    private final Optional<String> authorization;

    /** @param access as every process of the service has it: with a token, queries carry it */
    PeerClient(HttpAccess access) {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(TIMEOUT);
        access.tls().ifPresent(builder::sslContext);
        this.client = builder.build();
        this.authorization = access.readToken().map(token -> "Bearer " + token);
    }

    /** The response of another process. */
    @SuppressWarnings("ArrayRecordComponent") // bytes that are only forwarded
    record PeerResponse(int status, byte[] body) {}

    /** The reply of that process, or 503 if it has none. */
    HttpReply forward(URI process, String pathAndQuery) {
        return get(process, pathAndQuery, MAX_BYTES)
                .filter(response -> response.status == 200 || response.status == 400 || response.status == 404)
                .map(response -> new HttpReply(response.status, HttpReply.JSON, response.body, Map.of()))
                .orElseGet(() -> ApiReply.error(503, "the owner of the lane, " + process + ", is not available"));
    }

    /** Any response, empty if there is none or if it exceeds that many bytes. */
    Optional<PeerResponse> get(URI process, String pathAndQuery, int maxBytes) {
        HttpRequest.Builder request = HttpRequest.newBuilder(process.resolve(pathAndQuery))
                .timeout(TIMEOUT)
                .header(FORWARDED_HEADER, "1");
        authorization.ifPresent(it -> request.header("Authorization", it));
        try {
            HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                byte[] body = in.readNBytes(maxBytes + 1);
                return body.length > maxBytes
                        ? Optional.empty()
                        : Optional.of(new PeerResponse(response.statusCode(), body));
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

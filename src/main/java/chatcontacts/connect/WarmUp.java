package chatcontacts.connect;

import chatcontacts.domain.call.ChatStarter;
import chatcontacts.domain.outcome.CredentialsEncryption;
import chatcontacts.domain.request.StartChat;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Makes one call to its own server on the loopback interface, so that the AWS SDK is loaded before the first customer waits for it.
 * Without it the first calls of a process take up to a second longer, and those that the rate limiter had spread over that second
 * reach Connect together. It calls nothing else, and its failures are ignored.
 */
public final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final byte[] RESPONSE =
            "{\"ContactId\":\"c\",\"ParticipantId\":\"p\",\"ParticipantToken\":\"t\"}".getBytes(StandardCharsets.UTF_8);

    private WarmUp() {}

    /** Blocks until the call is complete, a few seconds at most. */
    public static void run() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            server.createContext("/", exchange -> {
                try (exchange) {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, RESPONSE.length);
                    exchange.getResponseBody().write(RESPONSE);
                }
            });
            server.start();
            try {
                call(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
            } finally {
                server.stop(0);
            }
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            LOG.atDebug().setCause(e).log("The warm-up failed; the first call will take longer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void call(URI server) throws InterruptedException, ExecutionException, TimeoutException {
        LaneClientConfig lane = new LaneClientConfig(
                "warm-up",
                Optional.of("us-east-1"),
                Optional.of(server),
                LaneCredentialsConfig.OWN,
                Optional.empty(),
                1,
                TIMEOUT,
                TIMEOUT);
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("warm-up", "warm-up"));
        try (ConnectClients clients = new ConnectClients(credentials, Optional.empty(), CredentialsEncryption.NONE);
                ChatStarter starter = clients.open(lane)) {
            var unused = starter.start(StartChat.of("warm-up", "warm-up", "warm-up"), "warm-up")
                    .toCompletableFuture()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}

package chatcontacts.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatcontacts.http.StatusSource.QueryResult;
import chatcontacts.keys.ServerCertificate;
import chatcontacts.testkit.servers.Certificates;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read, and over what: with a token, with TLS, with both, and between processes. */
class HttpAccessTest {

    private static final String TOKEN = "a-token-of-the-readers";

    @TempDir
    private static Path folder;

    private static SSLContext tls;

    private final FakeStatusSource statusSource = new FakeStatusSource();

    @BeforeAll
    static void makeCertificates() {
        Certificates certificates = new Certificates(folder);
        Path certificate = certificates.pemOf("pod");
        tls = new ServerCertificate(certificate, folder.resolve("pod.key")).tls(Optional.of(certificates.trustedPem()));
    }

    private HttpEndpoint open(HttpAccess access, StatusSource source) throws IOException {
        return new HttpEndpoint(
                0,
                probe -> List.of(),
                format -> "chat_waiting 3\n",
                source,
                EndpointRole.ALL,
                access,
                Optional.empty());
    }

    private static HttpAccess token(String token) {
        return new HttpAccess(Optional.of(token), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/v1/status",
                "/api/v1/process",
                "/api/v1/lanes",
                "/api/v1/instances",
                "/api/v1/topology",
                "/api/v1/info",
                "/api/v1/openapi.json",
                "/api/v1/request?instanceId=i&clientToken=t"
            })
    void withATokenOnlyItsHoldersRead(String path) throws Exception {
        try (HttpEndpoint endpoint = open(token(TOKEN), statusSource)) {
            HttpResponse<String> without = get("http", endpoint.port(), path, Optional.empty());

            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(without.body()).isEqualTo("{\"error\":\"this path requires a token\"}");
            assertThat(without.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .startsWith("Basic ");
            assertThat(get("http", endpoint.port(), path, Optional.of("another-token-16"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(get("http", endpoint.port(), path, Optional.of(TOKEN)).statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/health/started", "/metrics"})
    void probesAndScrapesNeedNoToken(String path) throws Exception {
        try (HttpEndpoint endpoint = open(token(TOKEN), statusSource)) {
            assertThat(get("http", endpoint.port(), path, Optional.empty()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void everyPathButProbesAndMetricsIsGuarded() throws Exception {
        try (HttpEndpoint endpoint = open(token(TOKEN), statusSource)) {
            for (String path : endpoint.paths()) {
                boolean open = path.startsWith("/health/") || path.equals("/metrics");
                assertThat(get("http", endpoint.port(), path, Optional.empty()).statusCode())
                        .as(path)
                        .isEqualTo(open ? 200 : 401);
            }
        }
    }

    @Test
    void aQueryForAnotherProcessCarriesTheTokenAndUsesTls() throws Exception {
        HttpAccess access = new HttpAccess(Optional.of(TOKEN), Optional.of(tls));
        FakeStatusSource owner = new FakeStatusSource();
        owner.answer = new QueryResult.Available(Map.of("owner", true));
        try (HttpEndpoint second = open(access, owner)) {
            URI address = URI.create("https://localhost:" + second.port() + "/");
            statusSource.answer = new QueryResult.OwnedElsewhere(address);
            try (HttpEndpoint first = open(access, statusSource)) {
                HttpResponse<String> answer = get("https", first.port(), "/api/v1/lanes", Optional.of(TOKEN));

                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("{\"owner\":true}");
            }
            try (HttpEndpoint stranger =
                    open(new HttpAccess(Optional.of("another-token-16"), Optional.of(tls)), statusSource)) {
                HttpResponse<String> answer =
                        get("https", stranger.port(), "/api/v1/lanes", Optional.of("another-token-16"));

                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).doesNotContain("token");
            }
        }
    }

    @Test
    void aProcessTrustsOnlyThoseOfItsAuthority() throws Exception {
        Path strange = folder.resolve("strange");
        assertThat(strange.toFile().mkdir()).isTrue();
        Certificates others = new Certificates(strange);
        SSLContext othersTls = new ServerCertificate(others.pemOf("pod"), strange.resolve("pod.key"))
                .tls(Optional.of(others.trustedPem()));
        try (HttpEndpoint second = open(new HttpAccess(Optional.empty(), Optional.of(othersTls)), statusSource)) {
            URI address = URI.create("https://localhost:" + second.port() + "/");
            try (PeerClient peers = new PeerClient(new HttpAccess(Optional.empty(), Optional.of(tls)))) {
                assertThat(peers.get(address, "/api/v1/info", 1_000)).isEmpty();
            }
            try (PeerClient peers = new PeerClient(new HttpAccess(Optional.empty(), Optional.of(othersTls)))) {
                assertThat(peers.get(address, "/api/v1/info", 1_000)).isPresent();
            }
        }
    }

    @Test
    void withTlsPlainHttpGetsNothing() throws Exception {
        try (HttpEndpoint endpoint = open(new HttpAccess(Optional.empty(), Optional.of(tls)), statusSource)) {
            assertThat(get("https", endpoint.port(), "/metrics", Optional.empty())
                            .body())
                    .isEqualTo("chat_waiting 3\n");
            assertThatThrownBy(() -> get("http", endpoint.port(), "/metrics", Optional.empty()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void clientsThatNeverFinishTheHandshakeAreDroppedAndKeepNobodyOut() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try (HttpEndpoint endpoint = open(new HttpAccess(Optional.empty(), Optional.of(tls)), statusSource)) {
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
                socket.setSoTimeout(1);
                silent.add(socket);
                OutputStream out = socket.getOutputStream();
                out.write(
                        i % 2 == 0 ? new byte[] {22, 3, 1} : "GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }

            assertThat(get("https", endpoint.port(), "/health/live", Optional.empty())
                            .statusCode())
                    .isEqualTo(200);

            await().atMost(Duration.ofSeconds(60)).until(() -> silent.stream().allMatch(it -> isDropped(it)));
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    /** An alert of TLS may come before the end. */
    private static boolean isDropped(Socket socket) {
        try {
            return socket.getInputStream().skip(Long.MAX_VALUE) >= 0
                    && socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static HttpResponse<String> get(String scheme, int port, String path, Optional<String> token)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(scheme + "://localhost:" + port + path))
                .timeout(Duration.ofSeconds(20));
        token.ifPresent(it -> request.header("Authorization", "Bearer " + it));
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}

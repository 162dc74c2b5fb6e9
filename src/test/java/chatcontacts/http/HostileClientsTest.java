package chatcontacts.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.http.HealthSource.Check;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ports before clients that mean no good, byte by byte. */
class HostileClientsTest {

    private static final String END = "\r\nConnection: close\r\n\r\n";

    private HttpEndpoints faces;

    @BeforeEach
    void listen() {
        faces = open(Optional.empty());
    }

    @AfterEach
    void close() {
        faces.close();
    }

    private static HttpEndpoints open(Optional<Integer> managementPort) {
        return open(managementPort, HttpAccess.OPEN);
    }

    private static HttpEndpoints open(Optional<Integer> managementPort, HttpAccess access) {
        HealthSource health = probe -> List.of(new Check("one", true, Map.of()));
        return new HttpEndpoints(
                0,
                managementPort,
                health,
                format -> "chat_waiting 3\n",
                new FakeStatusSource(),
                access,
                Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//metrics",
                "//metrics/metrics",
                "//x/health/live",
                "/x/../metrics",
                "/health/../metrics",
                "/./metrics",
                "/health/%6cive",
                "/%2e%2e/metrics",
                "/metrics%00",
                "/metrics;x=1",
                "/metrics/",
                "/health%2flive",
                "/HEALTH/live",
                "/..%2f..%2fetc/passwd"
            })
    void aPathHasOneSpellingOnly(String path) throws IOException {
        assertThat(status(ask("GET " + path + " HTTP/1.1\r\nHost: x" + END))).isEqualTo("404");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "http://x/metrics", "/metrics?a=b"})
    void thatSpellingIsAnswered(String path) throws IOException {
        assertThat(ask("GET " + path + " HTTP/1.1\r\nHost: x" + END)).contains("chat_waiting 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /<script>alert(1)</script> HTTP/1.1",
                "GET /%3Cscript%3Ealert(1)%3C/script%3E HTTP/1.1",
                "GET /api/v1/lanes?<script>=1 HTTP/1.1",
                "GET /api/v1/request?script=script&<script> HTTP/1.1",
                "GET /api/v1/request?instanceId=%zzscript&clientToken=1 HTTP/1.1",
                "<script> / HTTP/1.1"
            })
    void nothingOfTheQuestionComesBack(String line) throws IOException {
        assertThat(ask(line + "\r\nHost: x\r\nX-Forwarded-Host: <script>" + END))
                .doesNotContain("script")
                .doesNotStartWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "POST", "PROPFIND", "get"})
    void onlyGetAndHeadAreAnswered(String method) throws IOException {
        assertThat(status(ask(method + " /metrics HTTP/1.1\r\nHost: x" + END))).isEqualTo("405");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/status HTTP/1.1\r\nHost: x",
                "HEAD /api/v1/status HTTP/1.1\r\nHost: x",
                "GET //api/v1/status HTTP/1.1\r\nHost: x",
                "GET http://x/api/v1/status HTTP/1.1\r\nHost: x",
                "GET /metrics/../api/v1/status HTTP/1.1\r\nHost: x",
                "GET /api/v1/status;/health/live HTTP/1.1\r\nHost: x",
                "GET /api/v1/status?/metrics HTTP/1.1\r\nHost: x",
                "GET /api/v1/request?instanceId=i&clientToken=the-token-of-readers HTTP/1.1\r\nHost: x",
                "GET /api/v1/status HTTP/1.1\r\nHost: x\r\nAuthorization:",
                "GET /api/v1/status HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer the-token-of-reader",
                "GET /api/v1/status HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\nAuthorization: Bearer the-token-of-readers",
                "GET /api/v1/status HTTP/1.1\r\nHost: x\r\nChat-Forwarded: 1",
                "GET /api/v1/status HTTP/1.1\r\nHost: x\r\nX-Authorization: Bearer the-token-of-readers",
                "GET / HTTP/1.1\r\nHost: x\r\nCookie: token=the-token-of-readers"
            })
    void noSpellingGetsAroundTheToken(String request) throws IOException {
        HttpAccess access = new HttpAccess(Optional.of("the-token-of-readers"), Optional.empty());
        try (HttpEndpoints guarded = open(Optional.empty(), access)) {
            String answer = ask(guarded.port(), request + END);

            assertThat(status(answer)).isIn("400", "401", "404");
            assertThat(answer).doesNotContain("the-token").doesNotContain("processes");
        }
    }

    @Test
    void withManyWrongTokensTheRightOneStillReads() throws IOException {
        HttpAccess access = new HttpAccess(Optional.of("the-token-of-readers"), Optional.empty());
        String line = "GET /api/v1/status HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ";
        try (HttpEndpoints guarded = open(Optional.empty(), access)) {
            for (int length = 0; length < 200; length++) {
                assertThat(status(ask(guarded.port(), line + "t".repeat(length) + END)))
                        .isEqualTo("401");
            }
            assertThat(status(ask(guarded.port(), line + "x".repeat(20_000) + END)))
                    .isEqualTo("401");

            assertThat(status(ask(guarded.port(), line + "the-token-of-readers" + END)))
                    .isEqualTo("200");
        }
    }

    @Test
    void aQuestionWithABodyIsRefusedBeforeTheBodyCame() throws IOException {
        assertThat(status(ask("GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000" + END)))
                .isEqualTo("413");
        assertThat(status(ask("GET /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked" + END + "0\r\n\r\n")))
                .isEqualTo("413");
    }

    @Test
    void tooMuchBeforeTheBodyEndsTheConnection() throws IOException {
        assertThat(ask("GET /metrics HTTP/1.1\r\nHost: x\r\n" + "X-Long: 1234567890\r\n".repeat(1_000) + "\r\n"))
                .doesNotContain("chat_waiting");
        assertThat(ask("GET /metrics HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(100_000) + END))
                .doesNotContain("chat_waiting");
        assertThat(ask("GET /metrics?" + "x".repeat(1_000_000) + " HTTP/1.1\r\nHost: x" + END))
                .doesNotContain("chat_waiting");
    }

    @Test
    void manyThatSendSlowlyAreDroppedAndKeepNoProbeOut() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), faces.port());
                socket.setSoTimeout(1);
                slow.add(socket);
                send(socket, "GET /health/live HTTP/1.1\r\nX-Slow: ");
            }

            assertThat(status(ask("GET /health/live HTTP/1.1\r\nHost: x" + END)))
                    .isEqualTo("200");

            await().atMost(Duration.ofSeconds(30)).until(() -> slow.stream().allMatch(it -> isDropped(it)));
            assertThat(status(ask("GET /health/live HTTP/1.1\r\nHost: x" + END)))
                    .isEqualTo("200");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void healthAndMetricsMayHaveAPortOfTheirOwn() throws IOException {
        try (HttpEndpoints two = open(Optional.of(0))) {
            String health = "GET /health/live HTTP/1.1\r\nHost: x" + END;
            String metrics = "GET /metrics HTTP/1.1\r\nHost: x" + END;
            String lanes = "GET /api/v1/lanes HTTP/1.1\r\nHost: x" + END;

            assertThat(two.managementPort()).isNotEqualTo(two.port());
            assertThat(status(ask(two.managementPort(), health))).isEqualTo("200");
            assertThat(status(ask(two.managementPort(), metrics))).isEqualTo("200");
            assertThat(status(ask(two.managementPort(), lanes))).isEqualTo("404");
            assertThat(status(ask(two.port(), lanes))).isEqualTo("200");
            assertThat(status(ask(two.port(), health))).isEqualTo("404");
            assertThat(status(ask(two.port(), metrics))).isEqualTo("404");
        }
    }

    private String ask(String text) throws IOException {
        return ask(faces.port(), text);
    }

    /** Sends that and returns all that comes back until the connection ends. */
    private static String ask(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            try {
                send(socket, text);
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (SocketException hungUp) {
                return "";
            }
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String status(String answer) {
        return answer.isEmpty() ? "" : answer.split(" ", 3)[1];
    }

    private static boolean isDropped(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}

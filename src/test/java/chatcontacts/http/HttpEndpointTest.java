package chatcontacts.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.http.HealthSource.Check;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEndpointTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private volatile HealthSource health = probe -> List.of();
    private volatile String metrics = "chat_waiting 3\n";
    private final FakeStatusSource statusSource = new FakeStatusSource();
    private HttpEndpoint endpoint;

    @BeforeEach
    void listen() throws IOException {
        endpoint = new HttpEndpoint(0, probe -> health.checks(probe), format -> metrics, statusSource);
    }

    @AfterEach
    void close() {
        endpoint.close();
        client.close();
    }

    @Test
    void eachProbeIsAskedForItsOwnChecks() throws Exception {
        health = probe -> List.of(new Check(probe.name(), true, Map.of()));

        assertThat(get("/health/started").body())
                .isEqualTo("{\"status\":\"UP\",\"checks\":[{\"name\":\"STARTED\",\"status\":\"UP\"}]}");
        assertThat(get("/health/live").body()).contains("LIVE");
        assertThat(get("/health/ready").body()).contains("READY");
    }

    @Test
    void oneCheckThatIsDownTakesTheWholeDown() throws Exception {
        health = probe -> List.of(
                new Check("intake", true, Map.of("state", "RUNNING")),
                new Check("dispatch", false, Map.of("state", "ERROR", "reason", "\"x\"")));

        HttpResponse<String> answer = get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"status\":\"DOWN\",\"checks\":["
                                + "{\"name\":\"intake\",\"status\":\"UP\",\"data\":{\"state\":\"RUNNING\"}},"
                                + "{\"name\":\"dispatch\",\"status\":\"DOWN\",\"data\":{\"reason\":\"\\\"x\\\"\",\"state\":\"ERROR\"}}]}");
    }

    @Test
    void nothingToCheckIsUp() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/live").body()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
    }

    @Test
    void metricsComeAsPrometheusTextWithTheirLengthInBytes() throws Exception {
        metrics = "# HELP chat_größe €\n";

        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(metrics);
        assertThat(answer.headers().firstValueAsLong("Content-Length"))
                .hasValue(metrics.getBytes(StandardCharsets.UTF_8).length);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void metricsComeAsOpenMetricsToWhoeverTakesThem() throws Exception {
        String prometheus = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1";
        try (HttpEndpoint named = new HttpEndpoint(0, probe -> List.of(), Enum::name, statusSource)) {
            HttpRequest asked = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + named.port() + "/metrics"))
                    .header("Accept", prometheus)
                    .build();

            HttpResponse<String> answer = client.send(asked, BodyHandlers.ofString());

            assertThat(answer.body()).isEqualTo("OPEN_METRICS");
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
        }
    }

    @Test
    void pollersThatWaitForAFrozenProcessTakeNothingFromProbes() throws Exception {
        try (ServerSocket frozen = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            statusSource.others = List.of(URI.create("http://127.0.0.1:" + frozen.getLocalPort()));
            List<CompletableFuture<HttpResponse<String>>> pollers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                HttpRequest poll = request("GET", endpoint.port(), "/api/v1/status");
                pollers.add(client.sendAsync(poll, BodyHandlers.ofString()));
            }
            try (Socket asked = frozen.accept()) {
                assertThat(asked.isConnected()).isTrue();
                assertThat(get("/health/live").statusCode()).isEqualTo(200);
                assertThat(get("/metrics").statusCode()).isEqualTo(200);
            }

            assertThat(pollers)
                    .allSatisfy(poller -> assertThat(
                                    poller.get(30, TimeUnit.SECONDS).statusCode())
                            .isIn(200, 503));
        }
    }

    @Test
    void noMetricsAreAnEmptyAnswer() throws Exception {
        metrics = "";

        assertThat(get("/metrics").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/health/live", "/nothing"})
    void everyAnswerForbidsSniffingStoringAndFraming(String path) throws Exception {
        var headers = get(path).headers();

        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
        assertThat(headers.firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; frame-ancestors 'none'");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");

        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void headAnswersAsGetDoesWithoutABody() throws Exception {
        HttpResponse<String> answer = send("HEAD", "/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(metrics.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
    void otherMethodsAreNotAllowed(String method) throws Exception {
        HttpResponse<String> answer = send(method, "/health/live");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.html",
                "/health",
                "/health/",
                "/health/live/",
                "/metricsx",
                "/metrics/x",
                "/health/%6cive/x"
            })
    void otherPathsAreNotFound(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void aSourceThatFailsIsAnInternalErrorWithoutItsMessage() throws Exception {
        health = probe -> {
            throw new IllegalStateException("secret");
        };

        HttpResponse<String> answer = get("/health/live");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("internal error\n");
        health = probe -> List.of();
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void moreThanItCanHandleAtOnceIsTurnedAwayAndThePlaceIsGivenBack() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        HealthSource slow = probe -> {
            entered.countDown();
            await(leave);
            return List.of();
        };
        try (HttpEndpoint narrow = new HttpEndpoint(
                0, slow, format -> metrics, statusSource, EndpointRole.ALL, HttpAccess.OPEN, Optional.empty(), 1)) {
            CompletableFuture<HttpResponse<String>> first =
                    client.sendAsync(request("GET", narrow.port(), "/health/live"), BodyHandlers.ofString());
            await(entered);

            HttpResponse<String> second =
                    client.send(request("GET", narrow.port(), "/metrics"), BodyHandlers.ofString());
            leave.countDown();

            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.headers().firstValue("Retry-After")).contains("1");
            assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(client.send(request("GET", narrow.port(), "/metrics"), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void queriesThatTakeAllPlacesLeaveThoseOfProbesAndScrapes() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        statusSource.process = () -> {
            entered.countDown();
            await(leave);
            return Map.of();
        };
        try (HttpEndpoint narrow = new HttpEndpoint(
                0,
                probe -> List.of(),
                format -> metrics,
                statusSource,
                EndpointRole.ALL,
                HttpAccess.OPEN,
                Optional.empty(),
                1)) {
            var first = client.sendAsync(request("GET", narrow.port(), "/api/v1/process"), BodyHandlers.ofString());
            await(entered);

            assertThat(status(narrow, "/api/v1/process")).isEqualTo(503);
            assertThat(status(narrow, "/health/live")).isEqualTo(200);
            assertThat(status(narrow, "/metrics")).isEqualTo(200);
            leave.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theLastStatusIsServedWhileAnotherClientWaitsForAProcess() throws Exception {
        statusSource.process = () -> Map.of("round", "first");
        assertThat(get("/api/v1/status").body()).contains("first");
        CountDownLatch leave = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        statusSource.process = () -> {
            entered.countDown();
            await(leave);
            return Map.of("round", "second");
        };
        // Until the kept status is old enough, and one request goes to collect another.
        var asking = client.sendAsync(request("GET", endpoint.port(), "/api/v1/status"), BodyHandlers.ofString());
        while (!entered.await(20, TimeUnit.MILLISECONDS)) {
            if (asking.isDone()) {
                asking = client.sendAsync(request("GET", endpoint.port(), "/api/v1/status"), BodyHandlers.ofString());
            }
        }

        for (int i = 0; i < 40; i++) {
            assertThat(get("/api/v1/status").body()).contains("first");
        }
        leave.countDown();
        assertThat(asking.get(10, TimeUnit.SECONDS).body()).contains("second");
    }

    private int status(HttpEndpoint of, String path) throws Exception {
        return client.send(request("GET", of.port(), path), BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void aTakenPortIsAnExceptionAndAClosedFaceListensNoMore() {
        int port = endpoint.port();
        assertThatThrownBy(() -> new HttpEndpoint(port, health, format -> metrics, statusSource))
                .isInstanceOf(BindException.class);

        endpoint.close();

        assertThatThrownBy(() -> send("GET", "/metrics")).isInstanceOf(ConnectException.class);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return client.send(request(method, endpoint.port(), path), BodyHandlers.ofString());
    }

    private static HttpRequest request(String method, int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, BodyPublishers.noBody())
                .build();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void thePageAllowsItsOwnScriptAndStyleByTheirHashesAndNothingElse() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        String script = page.body()
                .substring(page.body().indexOf("<script>") + 8, page.body().indexOf("</script>"));
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains(
                        "default-src 'none'",
                        "script-src 'sha256-" + hash + "';",
                        "frame-ancestors 'none'",
                        "form-action 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain(" style=", " onclick=", " src=", "innerHTML");
    }
}

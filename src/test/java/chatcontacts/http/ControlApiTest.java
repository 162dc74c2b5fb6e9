package chatcontacts.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.http.ControlSource.ControlAnswer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may command over HTTP, and how. */
class ControlApiTest {

    private static final String TOKEN = "a-token-of-operators";
    private static final String BEARER = "Bearer " + TOKEN;
    private static final String JSON = "application/json";
    private static final String PAUSE = "{\"verb\":\"pause\",\"lane\":\"blue\",\"why\":\"w\",\"dryRun\":true}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeControlSource source = new FakeControlSource();
    private HttpEndpoints endpoints;

    @BeforeEach
    void listen() {
        endpoints = open(Optional.of(0), HttpAccess.OPEN, false);
    }

    private HttpEndpoints open(Optional<Integer> managementPort, HttpAccess access, boolean behindTls) {
        return new HttpEndpoints(
                0,
                managementPort,
                probe -> List.of(),
                format -> "",
                new FakeStatusSource(),
                access,
                Optional.of(new ControlAccess(TOKEN, behindTls, source)));
    }

    @AfterEach
    void close() {
        endpoints.close();
        client.close();
    }

    private HttpRequest.Builder post(String body) {
        return HttpRequest.newBuilder(uri(endpoints.port())).POST(BodyPublishers.ofString(body));
    }

    private static URI uri(int port) {
        return URI.create("http://localhost:" + port + "/api/v1/control");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> command(String body) throws Exception {
        return send(post(body).header("Authorization", BEARER).header("Content-Type", JSON));
    }

    @Test
    void aCommandIsGivenInTheTermsOfTheCommandLine() throws Exception {
        HttpResponse<String> answer =
                command("{\"verb\":\"limit\",\"lane\":\"blue\",\"rate\":2.5,\"burst\":3,\"for\":\"2h\","
                        + "\"why\":\"w\",\"by\":\"ada\",\"dryRun\":true,\"priority\":7,\"to\":\"0\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"DONE\"}");
        assertThat(source.given)
                .containsExactly(Map.of(
                        "verb",
                        "limit",
                        "lane",
                        "blue",
                        "rate",
                        "2.5",
                        "burst",
                        "3",
                        "for",
                        "2h",
                        "why",
                        "w",
                        "by",
                        "ada",
                        "dryRun",
                        "true",
                        "priority",
                        "7",
                        "to",
                        "0"));
    }

    @Test
    void theFlowsOfAMoveAreAnObject() throws Exception {
        assertThat(command(
                                "{\"verb\":\"move\",\"to\":\"help\",\"contactFlow\":{\"a\":\"b\",\"c\":\"d\"},\"why\":\"w\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(source.flows).containsExactly(Map.of("a", "b", "c", "d"));
        assertThat(command("{\"verb\":\"move\",\"contactFlow\":{\"a\":1}}").statusCode())
                .isEqualTo(400);
        assertThat(command("{\"verb\":\"move\",\"contactFlow\":\"a=b\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void theAnswerSaysWhatBecameOfIt() throws Exception {
        source.answer = new ControlAnswer.CommandRefused(Map.of("refusal", "r"));
        assertThat(command(PAUSE).statusCode()).isEqualTo(409);
        source.answer = new ControlAnswer.CommandPending(Map.of("id", "x"));
        assertThat(command(PAUSE).statusCode()).isEqualTo(202);
        assertThat(command(PAUSE).body()).isEqualTo("{\"id\":\"x\"}");
        source.answer = new ControlAnswer.CommandInvalid("why");
        assertThat(command(PAUSE).statusCode()).isEqualTo(400);
        source.answer = new ControlAnswer.ControlUnavailable("no broker");
        assertThat(command(PAUSE).statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer another-token-of-operators",
                "Bearer",
                "Bearer ",
                "Basic OmEtdG9rZW4tb2Ytb3BlcmF0b3Jz",
                "a-token-of-operators"
            })
    void onlyTheTokenAsABearerLetsACommandPass(String authorization) throws Exception {
        HttpResponse<String> answer =
                send(post(PAUSE).header("Authorization", authorization).header("Content-Type", JSON));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer ");
        assertThat(answer.body()).doesNotContain(TOKEN);
        assertThat(source.given).isEmpty();
    }

    @Test
    void noTokenACookieOrAParameterLetsNothingPass() throws Exception {
        assertThat(send(post(PAUSE).header("Content-Type", JSON)).statusCode()).isEqualTo(401);
        assertThat(send(post(PAUSE).header("Content-Type", JSON).header("Cookie", "token=" + TOKEN))
                        .statusCode())
                .isEqualTo(401);
        URI withParameter = URI.create(uri(endpoints.port()) + "?token=" + TOKEN);
        assertThat(send(post(PAUSE).uri(withParameter).header("Content-Type", JSON))
                        .statusCode())
                .isEqualTo(401);
        assertThat(source.given).isEmpty();
    }

    @Test
    void theTokenOfReadersCommandsNothingAndThatOfOperatorsReadsNothing() throws Exception {
        try (HttpEndpoints both =
                open(Optional.empty(), new HttpAccess(Optional.of("a-token-of-readers"), Optional.empty()), false)) {
            URI control = uri(both.port());
            assertThat(send(post(PAUSE)
                                    .uri(control)
                                    .header("Authorization", "Bearer a-token-of-readers")
                                    .header("Content-Type", JSON))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(send(post(PAUSE)
                                    .uri(control)
                                    .header("Authorization", BEARER)
                                    .header("Content-Type", JSON))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(send(HttpRequest.newBuilder(control.resolve("/api/v1/status"))
                                    .header("Authorization", BEARER))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, none",
        "Origin, http://evil.example",
        "Origin, null",
        "Origin, http://localhost",
        "Origin, http://localhost:1"
    })
    void whatAnotherSiteSendsIsRefusedEvenWithTheToken(String name, String value) throws Exception {
        HttpResponse<String> answer = send(post(PAUSE)
                .header("Authorization", BEARER)
                .header("Content-Type", JSON)
                .header(name, value));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().map().keySet()).noneMatch(it -> it.startsWith("access-control"));
        assertThat(source.given).isEmpty();
    }

    @Test
    void thePageItselfIsNotAnotherSite() throws Exception {
        assertThat(send(post(PAUSE)
                                .header("Authorization", BEARER)
                                .header("Content-Type", JSON)
                                .header("Origin", "http://localhost:" + endpoints.port()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(post(PAUSE)
                                .header("Authorization", BEARER)
                                .header("Content-Type", JSON)
                                .header("Sec-Fetch-Site", "same-origin")
                                .header("Origin", "https://in-front.example"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPreflightOfAnotherSiteIsNotGranted() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(endpoints.port()))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "http://evil.example")
                .header("Access-Control-Request-Method", "POST"));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().map().keySet()).noneMatch(it -> it.startsWith("access-control"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "application/jsonp",
                "text/plain;application/json"
            })
    void whatAFormCanSendIsNotAccepted(String contentType) throws Exception {
        assertThat(send(post(PAUSE).header("Authorization", BEARER).header("Content-Type", contentType))
                        .statusCode())
                .isEqualTo(415);
        assertThat(send(post(PAUSE).header("Authorization", BEARER)).statusCode())
                .isEqualTo(415);
        assertThat(send(post(PAUSE)
                                .header("Authorization", BEARER)
                                .header("Content-Type", "Application/JSON; charset=utf-8"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBodyThatIsTooLongIsNotReadToItsEnd() throws Exception {
        assertThat(command(" ".repeat(ControlApi.MAX_BODY_BYTES) + PAUSE).statusCode())
                .isEqualTo(413);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoints.port())) {
            socket.getOutputStream()
                    .write(("POST /api/v1/control HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + BEARER
                                    + "\r\nContent-Type: application/json\r\nContent-Length: 1000000000000\r\n\r\n"
                                    + " ".repeat(ControlApi.MAX_BODY_BYTES + 1))
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 413");
        }
        assertThat(source.given).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "\"pause\"",
                "{",
                "{\"verb\":\"pause\"} {}",
                "{\"verb\":\"pause\",\"verb\":\"resume\"}",
                "{\"verb\":\"pause\",\"dryrun\":true}",
                "{\"verb\":\"pause\",\"dryRun\":\"true\"}",
                "{\"verb\":null}",
                "{\"verb\":[\"pause\"]}",
                "{\"verb\":{\"a\":1}}",
                "{\"burst\":1.5}",
                "{\"burst\":99999999999}",
                "{\"rate\":NaN}",
                "{\"rate\":1000000000000000000000000}"
            })
    void whatIsNoCommandIsAnErrorThatQuotesNothing(String body) throws Exception {
        HttpResponse<String> answer = command(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"").doesNotContain("dryrun");
        assertThat(source.given).isEmpty();
    }

    @Test
    void otherMethodsAreNotAllowed() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(endpoints.port())));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void theManagementPortTakesNoCommands() throws Exception {
        assertThat(send(post(PAUSE)
                                .uri(uri(endpoints.managementPort()))
                                .header("Authorization", BEARER)
                                .header("Content-Type", JSON))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void withoutATokenThereIsNoSuchPath() throws Exception {
        try (HttpEndpoint without = new HttpEndpoint(0, probe -> List.of(), format -> "", new FakeStatusSource())) {
            assertThat(send(post(PAUSE)
                                    .uri(uri(without.port()))
                                    .header("Authorization", BEARER)
                                    .header("Content-Type", JSON))
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void aPortWithoutTlsIsOnTheLoopbackInterfaceOnlyUnlessSomethingInFrontEndsTls() throws Exception {
        Optional<InetAddress> outer = outerAddress();
        Assumptions.assumeTrue(outer.isPresent(), "this machine has no other interface");

        assertThatThrownBy(() -> new Socket(outer.get(), endpoints.port())).isInstanceOf(ConnectException.class);
        try (HttpEndpoints behind = open(Optional.of(0), HttpAccess.OPEN, true);
                Socket socket = new Socket(outer.get(), behind.port())) {
            assertThat(socket.isConnected()).isTrue();
        }
        try (Socket socket = new Socket(outer.get(), endpoints.managementPort())) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    private static Optional<InetAddress> outerAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(it -> it instanceof Inet4Address && !it.isLoopbackAddress())
                .findFirst();
    }

    @Test
    void nothingThatIsPrintedHasTheToken() {
        assertThat(new ControlAccess(TOKEN, false, source).toString()).doesNotContain(TOKEN);
    }
}

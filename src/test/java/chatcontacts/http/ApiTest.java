package chatcontacts.http;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.http.StatusSource.QueryResult;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class ApiTest {

    private static final String REQUEST = "/api/v1/request?instanceId=sales-0001&clientToken=t";

    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeStatusSource statusSource = new FakeStatusSource();
    private HttpEndpoint endpoint;

    @BeforeEach
    void listen() throws IOException {
        endpoint = new HttpEndpoint(
                0,
                probe -> List.of(),
                format -> "",
                statusSource,
                EndpointRole.ALL,
                HttpAccess.OPEN,
                Optional.of(new ControlAccess("a-token-of-operators", false, new FakeControlSource())));
    }

    @AfterEach
    void close() {
        endpoint.close();
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/lanes", "/api/v1/instances", "/api/v1/topology", "/api/v1/info", REQUEST})
    void everyQueryIsAnsweredInJson(String path) throws Exception {
        statusSource.answer = new QueryResult.Available(Map.of("key", List.of(1, "\"")));

        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"key\":[1,\"\\\"\"]}");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
    }

    @Test
    void tokensAndArnsMayBePercentEncoded() throws Exception {
        String arn = "arn:aws:connect:eu-central-1:123456789012:instance/sales-0001";
        String token = "a/b?c=d&e+f %2F€";

        get("/api/v1/request?instanceId=" + encoded(arn) + "&clientToken=" + encoded(token));

        assertThat(statusSource.askedFor).isEqualTo(arn + " | " + token);
    }

    @Test
    void aSlashInATokenNeedsNoEncoding() throws Exception {
        get("/api/v1/request?clientToken=order/4711&instanceId=sales-0001");

        assertThat(statusSource.askedFor).isEqualTo("sales-0001 | order/4711");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /api/v1/request                                          | {"error":"instanceId is missing"}
            /api/v1/request?instanceId=i                             | {"error":"clientToken is missing"}
            /api/v1/request?instanceId=i&clientToken=                | {"error":"clientToken is missing"}
            /api/v1/request?instanceId=i&clientToken                 | {"error":"clientToken is missing"}
            /api/v1/request?instanceId=i&clientToken=a&clientToken=b | {"error":"clientToken occurs twice"}
            /api/v1/lanes?x=1                                        | {"error":"this path takes no parameters"}
            """)
    void invalidQueriesAreRejectedWithAReason(String path, String body) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void anUnknownParameterIsRejectedWithoutBeingRepeated() throws Exception {
        HttpResponse<String> answer = get(REQUEST + "&attributes=x");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("attributes");
    }

    @Test
    void aTokenThatNoRequestMayHaveIsRejected() throws Exception {
        assertThat(get(REQUEST + "x".repeat(499)).statusCode()).isEqualTo(200);
        assertThat(get(REQUEST + "x".repeat(500)).statusCode()).isEqualTo(400);
        assertThat(get(REQUEST + "x".repeat(9_000)).statusCode()).isEqualTo(400);
    }

    @Test
    void aQueryWithoutAnAnswerGetsTheReason() throws Exception {
        statusSource.answer = new QueryResult.NotFound("no such request");
        assertThat(get(REQUEST).statusCode()).isEqualTo(404);
        assertThat(get(REQUEST).body()).isEqualTo("{\"error\":\"no such request\"}");

        statusSource.answer = new QueryResult.InvalidQuery("no instance");
        assertThat(get(REQUEST).statusCode()).isEqualTo(400);

        statusSource.answer = new QueryResult.TemporarilyUnavailable("the dispatch application is REBALANCING");
        HttpResponse<String> notNow = get(REQUEST);
        assertThat(notNow.statusCode()).isEqualTo(503);
        assertThat(notNow.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void theQueryIsForwardedUnchangedToTheOwnerOfTheLane() throws Exception {
        FakeStatusSource others = new FakeStatusSource();
        others.answer = new QueryResult.Available(Map.of("state", "WAITING"));
        try (HttpEndpoint owner = new HttpEndpoint(0, probe -> List.of(), format -> "", others)) {
            statusSource.answer = new QueryResult.OwnedElsewhere(address(owner));

            HttpResponse<String> answer = get("/api/v1/request?instanceId=i&clientToken=" + encoded("a/b &%"));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"state\":\"WAITING\"}");
            assertThat(others.askedFor).isEqualTo("i | a/b &%");

            others.answer = new QueryResult.NotFound("no such request");
            assertThat(get(REQUEST).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void twoProcessesThatTakeEachOtherForTheOwnerDoNotForwardForever() throws Exception {
        FakeStatusSource others = new FakeStatusSource();
        try (HttpEndpoint other = new HttpEndpoint(0, probe -> List.of(), format -> "", others)) {
            statusSource.answer = new QueryResult.OwnedElsewhere(address(other));
            others.answer = new QueryResult.OwnedElsewhere(address(endpoint));

            HttpResponse<String> answer = get(REQUEST);

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        }
    }

    @Test
    void anOwnerThatDoesNotRespondGives503() throws Exception {
        URI gone;
        try (HttpEndpoint other = new HttpEndpoint(0, probe -> List.of(), format -> "", new FakeStatusSource())) {
            gone = address(other);
        }
        statusSource.answer = new QueryResult.OwnedElsewhere(gone);

        assertThat(get(REQUEST).statusCode()).isEqualTo(503);
    }

    @Test
    void theOpenApiDocumentKnowsEveryPathAndNoOther() throws Exception {
        Map<?, ?> document = new Yaml().load(get("/api/v1/openapi.json").body());

        assertThat(document.get("openapi")).isEqualTo("3.1.0");
        Map<?, ?> paths = (Map<?, ?>) document.get("paths");
        assertThat(new TreeSet<>(paths.keySet())).isEqualTo(new TreeSet<>(endpoint.paths()));
        for (Object path : paths.keySet()) {
            String query = path.toString().endsWith("/request") ? "?instanceId=i&clientToken=t" : "";
            boolean queried = ((Map<?, ?>) paths.get(path)).containsKey("get");
            assertThat(get(path + query).statusCode()).as(path.toString()).isEqualTo(queried ? 200 : 405);
        }
    }

    @Test
    void everyProcessReportsItsStatus() throws Exception {
        statusSource.process = () -> Map.of("clientId", "first");
        FakeStatusSource others = new FakeStatusSource();
        others.process = () -> Map.of("clientId", "\u20ac");
        FakeStatusSource broken = new FakeStatusSource();
        broken.process = () -> {
            throw new IllegalStateException("not well");
        };
        try (HttpEndpoint second = new HttpEndpoint(0, probe -> List.of(), format -> "", others);
                HttpEndpoint third = new HttpEndpoint(0, probe -> List.of(), format -> "", broken)) {
            statusSource.others = List.of(address(second), address(third));

            Map<?, ?> status = new Yaml().load(get("/api/v1/status").body());

            assertThat(status.get("processes"))
                    .isEqualTo(List.of(
                            process("here", null, Map.of("clientId", "first")),
                            process(address(second).toString(), null, Map.of("clientId", "\u20ac")),
                            process(address(third).toString(), "answers 500", null)));
        }
        assertThat(get("/api/v1/process").body()).isEqualTo("{\"clientId\":\"first\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "[1]", "{\"a\":", "{} {}", "{\"a\":1}]"})
    void aBrokenReplyOfAnotherProcessCannotBreakTheWhole(String reply) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(reply.getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            statusSource.others = List.of(URI.create(address));

            Map<?, ?> status = new Yaml().load(get("/api/v1/status").body());

            assertThat(((List<?>) status.get("processes")).get(1))
                    .isEqualTo(process(address, "returned an unreadable answer", null));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aProcessThatTakesTooLongIsLeftOut() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        FakeStatusSource others = new FakeStatusSource();
        others.process = () -> {
            try {
                late.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Map.of();
        };
        try (HttpEndpoint slow = new HttpEndpoint(0, probe -> List.of(), format -> "", others)) {
            statusSource.others = List.of(address(slow));

            Map<?, ?> status = new Yaml().load(get("/api/v1/status").body());

            assertThat(((List<?>) status.get("processes")).get(1))
                    .isEqualTo(process(address(slow).toString(), "does not answer", null));
        } finally {
            late.countDown();
        }
    }

    private static Map<String, Object> process(String address, String problem, Object status) {
        Map<String, Object> entry = new HashMap<>();
        entry.put("address", address);
        entry.put("problem", problem);
        entry.put("status", status);
        return entry;
    }

    private static URI address(HttpEndpoint endpoint) {
        return URI.create("http://127.0.0.1:" + endpoint.port() + "/");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}

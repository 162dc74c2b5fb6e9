package chatcontacts.http;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.http.StatusSource.Found;
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
    private final FakeStatusSource questions = new FakeStatusSource();
    private HttpEndpoint face;

    @BeforeEach
    void listen() throws IOException {
        face = new HttpEndpoint(0, probe -> List.of(), () -> "", questions);
    }

    @AfterEach
    void close() {
        face.close();
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/lanes", "/api/v1/instances", "/api/v1/topology", "/api/v1/info", REQUEST})
    void everyQuestionIsAnsweredInJson(String path) throws Exception {
        questions.answer = new Found.Here(Map.of("key", List.of(1, "\"")));

        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"key\":[1,\"\\\"\"]}");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
    }

    @Test
    void tokensAndArnsComePercentEncoded() throws Exception {
        String arn = "arn:aws:connect:eu-central-1:123456789012:instance/sales-0001";
        String token = "a/b?c=d&e+f %2F€";

        get("/api/v1/request?instanceId=" + encoded(arn) + "&clientToken=" + encoded(token));

        assertThat(questions.askedFor).isEqualTo(arn + " | " + token);
    }

    @Test
    void aSlashInATokenMayStandAsItIs() throws Exception {
        get("/api/v1/request?clientToken=order/4711&instanceId=sales-0001");

        assertThat(questions.askedFor).isEqualTo("sales-0001 | order/4711");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /api/v1/request                                          | {"error":"instanceId is missing"}
            /api/v1/request?instanceId=i                             | {"error":"clientToken is missing"}
            /api/v1/request?instanceId=i&clientToken=                | {"error":"clientToken is missing"}
            /api/v1/request?instanceId=i&clientToken                 | {"error":"clientToken is missing"}
            /api/v1/request?instanceId=i&clientToken=a&clientToken=b | {"error":"clientToken is there twice"}
            /api/v1/lanes?x=1                                        | {"error":"this path takes no parameters"}
            """)
    void nonsenseIsRefusedWithAReason(String path, String body) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void aParameterThatIsNotKnownIsRefusedWithoutBeingRepeated() throws Exception {
        HttpResponse<String> answer = get(REQUEST + "&attributes=x");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("attributes");
    }

    @Test
    void aTokenThatNoRequestMayHaveIsRefused() throws Exception {
        assertThat(get(REQUEST + "x".repeat(499)).statusCode()).isEqualTo(200);
        assertThat(get(REQUEST + "x".repeat(500)).statusCode()).isEqualTo(400);
        assertThat(get(REQUEST + "x".repeat(9_000)).statusCode()).isEqualTo(400);
    }

    @Test
    void whatCannotBeAnsweredSaysWhy() throws Exception {
        questions.answer = new Found.Unknown("no such request");
        assertThat(get(REQUEST).statusCode()).isEqualTo(404);
        assertThat(get(REQUEST).body()).isEqualTo("{\"error\":\"no such request\"}");

        questions.answer = new Found.Nonsense("no instance");
        assertThat(get(REQUEST).statusCode()).isEqualTo(400);

        questions.answer = new Found.NotNow("the dispatch side is REBALANCING");
        HttpResponse<String> notNow = get(REQUEST);
        assertThat(notNow.statusCode()).isEqualTo(503);
        assertThat(notNow.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void theProcessThatOwnsTheLaneIsAskedWithTheSameWords() throws Exception {
        FakeStatusSource others = new FakeStatusSource();
        others.answer = new Found.Here(Map.of("state", "WAITING"));
        try (HttpEndpoint owner = new HttpEndpoint(0, probe -> List.of(), () -> "", others)) {
            questions.answer = new Found.Elsewhere(address(owner));

            HttpResponse<String> answer = get("/api/v1/request?instanceId=i&clientToken=" + encoded("a/b &%"));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"state\":\"WAITING\"}");
            assertThat(others.askedFor).isEqualTo("i | a/b &%");

            others.answer = new Found.Unknown("no such request");
            assertThat(get(REQUEST).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void twoThatTakeEachOtherForTheOwnerDoNotAskForEver() throws Exception {
        FakeStatusSource others = new FakeStatusSource();
        try (HttpEndpoint other = new HttpEndpoint(0, probe -> List.of(), () -> "", others)) {
            questions.answer = new Found.Elsewhere(address(other));
            others.answer = new Found.Elsewhere(address(face));

            HttpResponse<String> answer = get(REQUEST);

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        }
    }

    @Test
    void anOwnerThatDoesNotAnswerIsAnswered503() throws Exception {
        URI gone;
        try (HttpEndpoint other = new HttpEndpoint(0, probe -> List.of(), () -> "", new FakeStatusSource())) {
            gone = address(other);
        }
        questions.answer = new Found.Elsewhere(gone);

        assertThat(get(REQUEST).statusCode()).isEqualTo(503);
    }

    @Test
    void theOpenApiDocumentKnowsEveryPathAndNoOther() throws Exception {
        Map<?, ?> document = new Yaml().load(get("/api/v1/openapi.json").body());

        assertThat(document.get("openapi")).isEqualTo("3.1.0");
        Map<?, ?> paths = (Map<?, ?>) document.get("paths");
        assertThat(new TreeSet<>(paths.keySet())).isEqualTo(new TreeSet<>(face.paths()));
        for (Object path : paths.keySet()) {
            String query = path.toString().endsWith("/request") ? "?instanceId=i&clientToken=t" : "";
            assertThat(get(path + query).statusCode()).as(path.toString()).isEqualTo(200);
        }
    }

    @Test
    void everyProcessIsAskedHowItStands() throws Exception {
        questions.process = () -> Map.of("clientId", "first");
        FakeStatusSource others = new FakeStatusSource();
        others.process = () -> Map.of("clientId", "\u20ac");
        FakeStatusSource broken = new FakeStatusSource();
        broken.process = () -> {
            throw new IllegalStateException("not well");
        };
        try (HttpEndpoint second = new HttpEndpoint(0, probe -> List.of(), () -> "", others);
                HttpEndpoint third = new HttpEndpoint(0, probe -> List.of(), () -> "", broken)) {
            questions.others = List.of(address(second), address(third));

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
    void whatAnotherProcessSaysCannotBreakTheWhole(String said) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(said.getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            questions.others = List.of(URI.create(address));

            Map<?, ?> status = new Yaml().load(get("/api/v1/status").body());

            assertThat(((List<?>) status.get("processes")).get(1))
                    .isEqualTo(process(address, "gives no answer that can be read", null));
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
        try (HttpEndpoint slow = new HttpEndpoint(0, probe -> List.of(), () -> "", others)) {
            questions.others = List.of(address(slow));

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

    private static URI address(HttpEndpoint face) {
        return URI.create("http://127.0.0.1:" + face.port() + "/");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + face.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}

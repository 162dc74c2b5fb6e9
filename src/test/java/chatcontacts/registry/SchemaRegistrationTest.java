package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.registry.SchemaRegistration.Registered;
import chatcontacts.registry.SchemaRegistration.RegistryRefusedException;
import chatcontacts.registry.SchemaRegistration.RegistryUnreachableException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaRegistrationTest {

    private static final Schema SCHEMA = SchemaBuilder.record("R").fields().endRecord();
    private static final Map<String, Schema> TOPIC = Map.of("t", SCHEMA);

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>(Map.of(
            "PUT /config/t-value", new Answer(200, "{\"compatibility\":\"FULL_TRANSITIVE\"}"),
            "POST /subjects/t-value/versions", new Answer(200, "{\"id\":7}"),
            "POST /subjects/t-value",
                    new Answer(200, "{\"subject\":\"t-value\",\"id\":7,\"version\":3,\"schema\":\"{}\"}")));
    /** Answers that are given once, before the others. */
    private final Map<String, Answer> first = new ConcurrentHashMap<>();

    private final Map<String, Object> settings = new HashMap<>(Map.of("max.retries", "0"));

    private HttpServer registry;

    private record Answer(int status, String body) {}

    @BeforeEach
    void listen() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", this::answer);
        registry.start();
    }

    @AfterEach
    void close() {
        registry.stop(0);
    }

    @Test
    void setsTheCompatibilityBeforeItRegistersAndTellsIdAndVersion() {
        assertThat(registration().register(TOPIC)).containsExactly(new Registered("t-value", 7, 3));

        assertThat(asked)
                .containsExactly("PUT /config/t-value", "POST /subjects/t-value/versions", "POST /subjects/t-value");
    }

    @Test
    void aRegistryThatWantsTheSubjectFirstGetsTheCompatibilityAfterwards() {
        first.put("PUT /config/t-value", new Answer(404, "{\"error_code\":40401,\"message\":\"no subject\"}"));

        assertThat(registration().register(TOPIC)).containsExactly(new Registered("t-value", 7, 3));

        assertThat(asked)
                .containsExactly(
                        "PUT /config/t-value",
                        "POST /subjects/t-value/versions",
                        "PUT /config/t-value",
                        "POST /subjects/t-value");
    }

    @Test
    void anIncompatibleSchemaIsRefusedInOurWords() {
        answers.put(
                "POST /subjects/t-value/versions", new Answer(409, "{\"error_code\":409,\"message\":\"long text\"}"));

        assertThatThrownBy(() -> registration().register(TOPIC))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessage("the schema registry refuses t-value: the schema is not compatible with the registered ones"
                        + " (409, error code 409)");
    }

    @Test
    void anErrorOfTheRegistryItselfCountsAsUnreachable() {
        answers.put("POST /subjects/t-value/versions", new Answer(500, "{\"error_code\":50001,\"message\":\"x\"}"));

        assertThatThrownBy(() -> registration().register(TOPIC))
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessage("the schema registry answers 500 for t-value");
    }

    @ParameterizedTest
    @CsvSource({"401, the credentials are not accepted", "403, these credentials may not do that"})
    void aRegistryThatLetsNobodyInCountsAsUnreachable(int status, String words) {
        answers.put("PUT /config/t-value", new Answer(status, "{\"error_code\":" + status + ",\"message\":\"x\"}"));

        assertThatThrownBy(() -> registration().register(TOPIC))
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessageContaining("refuses t-value: " + words);
    }

    @Test
    void numbersMayBeTextAsTheyAreInAFile() {
        settings.put("latest.cache.ttl.sec", "5");
        settings.put("missing.id.cache.ttl.sec", "30");
        settings.put("missing.schema.cache.ttl.sec", "30");
        settings.put("missing.version.cache.ttl.sec", "30");
        settings.put("missing.cache.size", "7");

        assertThat(registration().register(TOPIC)).hasSize(1);

        settings.put("missing.cache.size", "few");
        assertThatThrownBy(this::registration)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("serde.missing.cache.size must be a number");
    }

    @Test
    void noRegistryIsUnreachable() {
        registry.stop(0);

        assertThatThrownBy(() -> registration().register(TOPIC))
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessage("the schema registry does not answer");
    }

    private SchemaRegistration registration() {
        String url = "http://localhost:" + registry.getAddress().getPort();
        settings.put("schema.registry.url", url);
        return new SchemaRegistration(settings);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            asked.add(path);
            exchange.getRequestBody().readAllBytes();
            Answer once = first.remove(path);
            Answer answer = once != null
                    ? once
                    : answers.getOrDefault(path, new Answer(404, "{\"error_code\":404,\"message\":\"?\"}"));
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}

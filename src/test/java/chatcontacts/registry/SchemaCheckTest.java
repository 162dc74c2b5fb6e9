package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.registry.SchemaCheck.Checked;
import chatcontacts.registry.SchemaCheck.State;
import chatcontacts.registry.SchemaRegistration.RegistryRefusedException;
import chatcontacts.registry.SchemaRegistration.RegistryUnreachableException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaCheckTest {

    private static final Map<String, Schema> TOPIC =
            Map.of("t", SchemaBuilder.record("R").fields().endRecord());
    private static final String LATEST = "GET /subjects/t-value/versions/latest";
    private static final String LOOKUP = "POST /subjects/t-value";
    private static final String LEVEL = "GET /config/t-value";
    private static final String COMPATIBLE = "POST /compatibility/subjects/t-value/versions/latest";

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
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

    private static Answer version(int version, String schema) {
        return new Answer(
                200,
                "{\"subject\":\"t-value\",\"id\":" + version + ",\"version\":" + version + ",\"schema\":\""
                        + schema.replace("\"", "\\\"") + "\"}");
    }

    private void holdsAnotherSchema() {
        String other = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}";
        answers.put(LATEST, version(3, other));
        answers.put("GET /subjects/t-value/versions", new Answer(200, "[1,3]"));
        answers.put("GET /subjects/t-value/versions/1", version(1, other));
        answers.put("GET /subjects/t-value/versions/3", version(3, other));
        answers.put(LEVEL, new Answer(200, "{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}"));
    }

    private void holdsThisSchema() {
        holdsAnotherSchema();
        answers.put(LOOKUP, new Answer(200, "{\"subject\":\"t-value\",\"id\":6,\"version\":2,\"schema\":\"{}\"}"));
    }

    private Checked check() {
        String url = "http://localhost:" + registry.getAddress().getPort();
        return new SchemaCheck(Map.of("schema.registry.url", url, "max.retries", "0"))
                .check(TOPIC)
                .getFirst();
    }

    @Test
    void aSubjectThatIsNotThereIsMissing() {
        assertThat(check())
                .isEqualTo(new Checked("t-value", State.MISSING, Optional.empty(), Optional.empty(), Optional.empty()))
                .returns(false, Checked::isSound);
    }

    @Test
    void aSchemaThatIsRegisteredIsTheSameAlsoBesideANewerOne() {
        holdsThisSchema();

        assertThat(check())
                .isEqualTo(new Checked(
                        "t-value", State.SAME, Optional.of(2), Optional.of(3), Optional.of("FULL_TRANSITIVE")))
                .returns(true, Checked::isSound);
    }

    @Test
    void aWeakerCompatibilityIsNotSound() {
        holdsThisSchema();
        answers.put(LEVEL, new Answer(200, "{\"compatibilityLevel\":\"BACKWARD\"}"));

        assertThat(check()).returns(State.SAME, Checked::state).returns(false, Checked::isSound);
    }

    @Test
    void aSubjectWithoutALevelOfItsOwnIsNotSound() {
        holdsThisSchema();
        answers.remove(LEVEL);

        assertThat(check()).returns(Optional.empty(), Checked::compatibility).returns(false, Checked::isSound);
    }

    @Test
    void theRegistryTellsWhetherAnotherSchemaIsCompatible() {
        holdsAnotherSchema();
        answers.put(COMPATIBLE, new Answer(200, "{\"is_compatible\":true}"));
        assertThat(check().state()).isEqualTo(State.DIFFERS);

        answers.put(COMPATIBLE, new Answer(200, "{\"is_compatible\":false}"));
        assertThat(check().state()).isEqualTo(State.INCOMPATIBLE);
    }

    @Test
    void anOlderVersionCountsAsMuchAsTheLatest() {
        holdsAnotherSchema();
        answers.put(COMPATIBLE, new Answer(200, "{\"is_compatible\":true}"));
        answers.put("GET /subjects/t-value/versions/1", version(1, "\"string\""));

        assertThat(check().state()).isEqualTo(State.INCOMPATIBLE);
    }

    @Test
    void nothingIsChanged() {
        holdsAnotherSchema();
        answers.put(COMPATIBLE, new Answer(200, "{\"is_compatible\":true}"));

        check();

        assertThat(asked)
                .startsWith(LATEST, LEVEL, LOOKUP, COMPATIBLE)
                .allMatch(it -> it.startsWith("GET ") || it.equals(LOOKUP) || it.equals(COMPATIBLE));
    }

    @Test
    void errorsAreToldAsWhenRegistering() {
        answers.put(LATEST, new Answer(500, "{\"error_code\":50001,\"message\":\"x\"}"));
        assertThatThrownBy(this::check).isInstanceOf(RegistryUnreachableException.class);

        answers.put(LATEST, new Answer(403, "{\"error_code\":40301,\"message\":\"x\"}"));
        assertThatThrownBy(this::check)
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessageContaining("these credentials may not do that");

        answers.put(LATEST, new Answer(422, "{\"error_code\":42201,\"message\":\"x\"}"));
        assertThatThrownBy(this::check).isInstanceOf(RegistryRefusedException.class);

        registry.stop(0);
        assertThatThrownBy(this::check)
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessage("the schema registry does not answer");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            asked.add(path);
            exchange.getRequestBody().readAllBytes();
            Answer answer = answers.getOrDefault(path, new Answer(404, "{\"error_code\":40401,\"message\":\"?\"}"));
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}

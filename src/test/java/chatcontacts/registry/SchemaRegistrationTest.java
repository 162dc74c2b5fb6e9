package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.registry.SchemaRegistration.Registered;
import chatcontacts.registry.SchemaRegistration.RegistryRejectedException;
import chatcontacts.registry.SchemaRegistration.RegistryUnreachableException;
import java.util.HashMap;
import java.util.Map;
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
    private static final String LATEST = "GET /subjects/t-value/versions/latest";
    private static final Registered REGISTERED =
            new Registered("t-value", 7, 3, new LatestVersion(3, SchemaDifferences.NONE));

    private final ScriptedRegistry registry = new ScriptedRegistry();
    private final Map<String, Object> settings = new HashMap<>(Map.of("max.retries", "0"));

    @BeforeEach
    void takesEverything() {
        registry.answers("PUT /config/t-value", 200, "{\"compatibility\":\"FULL_TRANSITIVE\"}");
        registry.answers("POST /subjects/t-value/versions", 200, "{\"id\":7}");
        registry.answers(
                "POST /subjects/t-value", 200, "{\"subject\":\"t-value\",\"id\":7,\"version\":3,\"schema\":\"{}\"}");
        registry.answers(
                LATEST,
                200,
                "{\"subject\":\"t-value\",\"id\":7,\"version\":3,\"schema\":"
                        + "\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[]}\"}");
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void setsTheCompatibilityBeforeItRegistersAndTellsIdAndVersion() {
        assertThat(registration().register(TOPIC)).containsExactly(REGISTERED);

        assertThat(registry.asked())
                .containsExactly(
                        "PUT /config/t-value", "POST /subjects/t-value/versions", "POST /subjects/t-value", LATEST);
    }

    @Test
    void aRegistryThatWantsTheSubjectFirstGetsTheCompatibilityAfterwards() {
        registry.answersFirst("PUT /config/t-value", 404, "{\"error_code\":40401,\"message\":\"no subject\"}");

        assertThat(registration().register(TOPIC)).containsExactly(REGISTERED);

        assertThat(registry.asked())
                .containsExactly(
                        "PUT /config/t-value",
                        "POST /subjects/t-value/versions",
                        "PUT /config/t-value",
                        "POST /subjects/t-value",
                        LATEST);
    }

    @Test
    void anIncompatibleSchemaIsRefusedInOurWords() {
        registry.answers("POST /subjects/t-value/versions", 409, "{\"error_code\":409,\"message\":\"long text\"}");

        assertThatThrownBy(() -> registration().register(TOPIC))
                .isInstanceOf(RegistryRejectedException.class)
                .hasMessage("the schema registry rejects t-value: the schema is incompatible with the registered ones"
                        + " (409, error code 409)");
    }

    @Test
    void anErrorOfTheRegistryItselfCountsAsUnreachable() {
        registry.answers("POST /subjects/t-value/versions", 500, "{\"error_code\":50001,\"message\":\"x\"}");

        assertThatThrownBy(() -> registration().register(TOPIC))
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessage("the schema registry responds with 500 for t-value");
    }

    @ParameterizedTest
    @CsvSource({
        "401, the credentials of serde.basic.auth.user.info are rejected",
        "403, the user of serde.basic.auth.user.info lacks permission"
    })
    void aRegistryThatLetsNobodyInCountsAsUnreachable(int status, String words) {
        registry.answers("PUT /config/t-value", status, "{\"error_code\":" + status + ",\"message\":\"x\"}");

        assertThatThrownBy(() -> registration().register(TOPIC))
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessageContaining("rejects t-value: " + words);
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
        registry.close();

        assertThatThrownBy(() -> registration().register(TOPIC))
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessage("the schema registry does not respond");
    }

    private SchemaRegistration registration() {
        settings.put("schema.registry.url", registry.url());
        return new SchemaRegistration(settings);
    }
}

package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.registry.SchemaCheck.Checked;
import chatcontacts.registry.SchemaCheck.SchemaState;
import chatcontacts.registry.SchemaRegistration.RegistryRejectedException;
import chatcontacts.registry.SchemaRegistration.RegistryUnreachableException;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaCheckTest {

    private static final Map<String, Schema> TOPIC =
            Map.of("t", SchemaBuilder.record("R").fields().endRecord());
    private static final String LATEST = "GET /subjects/t-value/versions/latest";
    private static final String LOOKUP = "POST /subjects/t-value";
    private static final String LEVEL = "GET /config/t-value";
    private static final String COMPATIBLE = "POST /compatibility/subjects/t-value/versions/latest";

    private final ScriptedRegistry registry = new ScriptedRegistry();

    @AfterEach
    void close() {
        registry.close();
    }

    private static String version(int version, String schema) {
        return "{\"subject\":\"t-value\",\"id\":" + version + ",\"version\":" + version + ",\"schema\":\""
                + schema.replace("\"", "\\\"") + "\"}";
    }

    private void holdsAnotherSchema() {
        String other = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}";
        registry.answers(LATEST, 200, version(3, other));
        registry.answers("GET /subjects/t-value/versions", 200, "[1,3]");
        registry.answers("GET /subjects/t-value/versions/1", 200, version(1, other));
        registry.answers("GET /subjects/t-value/versions/3", 200, version(3, other));
        registry.answers(LEVEL, 200, "{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}");
    }

    private void holdsThisSchema() {
        holdsAnotherSchema();
        registry.answers(LOOKUP, 200, "{\"subject\":\"t-value\",\"id\":6,\"version\":2,\"schema\":\"{}\"}");
    }

    private Checked check() {
        return new SchemaCheck(Map.of("schema.registry.url", registry.url(), "max.retries", "0"))
                .check(TOPIC)
                .getFirst();
    }

    @Test
    void aSubjectThatIsNotThereIsMissing() {
        assertThat(check())
                .isEqualTo(new Checked(
                        "t-value", SchemaState.MISSING, Optional.empty(), Optional.empty(), Optional.empty()))
                .returns(false, Checked::isUpToDate);
    }

    @Test
    void aSchemaThatIsRegisteredIsTheSameAlsoBesideANewerOne() {
        holdsThisSchema();

        assertThat(check())
                .isEqualTo(new Checked(
                        "t-value",
                        SchemaState.SAME,
                        Optional.of(2),
                        Optional.of(new LatestVersion(3, SchemaDifferences.NONE)),
                        Optional.of("FULL_TRANSITIVE")))
                .returns(true, Checked::isUpToDate);
    }

    @Test
    void aLatestVersionThatLacksSomethingIsNotSoundAndOneThatHasMoreIs() {
        holdsThisSchema();
        String more =
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"default\":1}]}";
        registry.answers(LATEST, 200, version(3, more));
        assertThat(check()).returns(false, Checked::isForeign).returns(true, Checked::isUpToDate);

        registry.answers(LATEST, 200, version(3, "\"string\""));
        assertThat(check()).returns(true, Checked::isForeign).returns(false, Checked::isUpToDate);
    }

    @Test
    void aWeakerCompatibilityIsNotSound() {
        holdsThisSchema();
        registry.answers(LEVEL, 200, "{\"compatibilityLevel\":\"BACKWARD\"}");

        assertThat(check()).returns(SchemaState.SAME, Checked::state).returns(false, Checked::isUpToDate);
    }

    @Test
    void aSubjectWithoutALevelOfItsOwnIsNotSound() {
        holdsThisSchema();
        registry.forgets(LEVEL);

        assertThat(check()).returns(Optional.empty(), Checked::compatibility).returns(false, Checked::isUpToDate);
    }

    @Test
    void theRegistryTellsWhetherAnotherSchemaIsCompatible() {
        holdsAnotherSchema();
        registry.answers(COMPATIBLE, 200, "{\"is_compatible\":true}");
        assertThat(check().state()).isEqualTo(SchemaState.DIFFERS);

        registry.answers(COMPATIBLE, 200, "{\"is_compatible\":false}");
        assertThat(check().state()).isEqualTo(SchemaState.INCOMPATIBLE);
    }

    @Test
    void anOlderVersionCountsAsMuchAsTheLatest() {
        holdsAnotherSchema();
        registry.answers(COMPATIBLE, 200, "{\"is_compatible\":true}");
        registry.answers("GET /subjects/t-value/versions/1", 200, version(1, "\"string\""));

        assertThat(check().state()).isEqualTo(SchemaState.INCOMPATIBLE);
    }

    @Test
    void nothingIsChanged() {
        holdsAnotherSchema();
        registry.answers(COMPATIBLE, 200, "{\"is_compatible\":true}");

        check();

        assertThat(registry.asked())
                .startsWith(LATEST, LEVEL, LOOKUP, COMPATIBLE)
                .allMatch(it -> it.startsWith("GET ") || it.equals(LOOKUP) || it.equals(COMPATIBLE));
    }

    @Test
    void errorsAreToldAsWhenRegistering() {
        registry.answers(LATEST, 500, "{\"error_code\":50001,\"message\":\"x\"}");
        assertThatThrownBy(this::check).isInstanceOf(RegistryUnreachableException.class);

        registry.answers(LATEST, 403, "{\"error_code\":40301,\"message\":\"x\"}");
        assertThatThrownBy(this::check)
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessageContaining("the user of serde.basic.auth.user.info lacks permission");

        registry.answers(LATEST, 422, "{\"error_code\":42201,\"message\":\"x\"}");
        assertThatThrownBy(this::check).isInstanceOf(RegistryRejectedException.class);

        registry.close();
        assertThatThrownBy(this::check)
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessage("the schema registry does not respond");
    }
}

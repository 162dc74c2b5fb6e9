package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

class SchemaDifferencesTest {

    private static final Schema SHIPPED =
            BundledSchemas.byTopic("t", "r", "", "", "").get("t");
    private static final Schema RESULTS =
            BundledSchemas.byTopic("t", "r", "", "", "").get("r");

    private static SchemaDifferences differences(String other) {
        return SchemaDifferences.of(new Schema.Parser().parse(other), SHIPPED);
    }

    @Test
    void theShippedSchemaDoesNotDifferFromItselfNorInNamesOrderAndTextsOfDocs() {
        assertThat(differences(SHIPPED.toString())).isEqualTo(SchemaDifferences.NONE);
        assertThat(differences(SHIPPED.toString()
                        .replace("chatcontacts", "com.example")
                        .replace("ParticipantDetails\"", "Customer\"")
                        .replace("Asks for", "Wants")))
                .isEqualTo(SchemaDifferences.NONE);
    }

    @Test
    void aCanonicalFormLacksDefaultsDocsAndLogicalTypesButNoField() {
        SchemaDifferences differences = differences(SchemaNormalization.toParsingForm(SHIPPED));

        assertThat(differences.missingFields()).isEmpty();
        assertThat(differences.unknownFields()).isEmpty();
        assertThat(differences.missingDefaults()).contains("priority", "clientToken", "persistentChat.rehydrationType");
        assertThat(differences.missingDocs()).contains("instanceId", "participantDetails.displayName");
        assertThat(differences.otherTypes()).contains("startBy is [null, long]");
        assertThat(differences.lacksSomething()).isTrue();
        assertThat(differences.clauses())
                .anyMatch(it -> it.startsWith("lacks defaults: ") && it.contains("priority"))
                .anyMatch(it -> it.startsWith("lacks docs: "));
    }

    @Test
    void aTrimmedSchemaLacksFields() {
        SchemaDifferences differences = differences("""
                {"type":"record","name":"ChatRequest","fields":[
                  {"name":"instanceId","type":"string","doc":"."},{"name":"contactFlowId","type":"string","doc":"."},
                  {"name":"participantDetails","doc":".","type":{"type":"record","name":"P","fields":[
                    {"name":"displayName","type":"string","doc":"."},{"name":"age","type":"int","default":0}]}}]}
                """);

        assertThat(differences.missingFields()).contains("clientToken", "attributes", "initialMessage");
        assertThat(differences.missingDefaults()).isEmpty();
        assertThat(differences.missingDocs()).isEmpty();
        assertThat(differences.otherTypes()).isEmpty();
        assertThat(differences.unknownFields()).containsExactly("participantDetails.age");
    }

    @Test
    void aSchemaThatOnlyHasMoreLacksNothing() {
        String more = SHIPPED.toString()
                .replaceFirst(
                        "\"fields\":\\[", "\"fields\":[{\"name\":\"campaign\",\"type\":\"string\",\"default\":\"\"},");

        assertThat(differences(more).lacksSomething()).isFalse();
        assertThat(differences(more).clauses()).containsExactly("has fields that this release does not know: campaign");
    }

    @Test
    void whatIsNoRecordLacksAll() {
        assertThat(differences("\"string\"").lacksSomething()).isTrue();
    }

    @Test
    void symbolsAndTheirDefaultCount() {
        String fewer = RESULTS.toString()
                .replace("[\"UNKNOWN\",\"STARTED\",\"FAILED\"],\"default\":\"UNKNOWN\"", "[\"UNKNOWN\",\"STARTED\"]");

        SchemaDifferences differences = SchemaDifferences.of(new Schema.Parser().parse(fewer), RESULTS);

        assertThat(differences.missingFields()).containsExactly("status's symbol FAILED");
        assertThat(differences.missingDefaults()).containsExactly("status's symbols");
    }
}

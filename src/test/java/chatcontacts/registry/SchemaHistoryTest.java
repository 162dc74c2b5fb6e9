package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FULL_TRANSITIVE, against every version that there ever was: see {@code schemas/README.md}. */
class SchemaHistoryTest {

    private static final Path SCHEMAS = Path.of("schemas");

    private static Schema current(String name) {
        return parse(SCHEMAS.resolve(name + ".avsc"));
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All versions, the first one first. */
    private static List<Schema> history(String name) {
        List<Schema> versions = new ArrayList<>();
        Path folder = SCHEMAS.resolve("history").resolve(name);
        for (int version = 1; Files.exists(folder.resolve(version + ".avsc")); version++) {
            versions.add(parse(folder.resolve(version + ".avsc")));
        }
        return versions;
    }

    /** What keeps each from reading the other. */
    private static List<String> conflicts(Schema one, Schema other) {
        return Stream.of(
                        SchemaCompatibility.checkReaderWriterCompatibility(one, other),
                        SchemaCompatibility.checkReaderWriterCompatibility(other, one))
                .filter(it -> it.getType() != SchemaCompatibilityType.COMPATIBLE)
                .map(SchemaPairCompatibility::getResult)
                .flatMap(it -> it.getIncompatibilities().stream())
                .map(it -> it.getLocation() + ": " + it.getMessage())
                .toList();
    }

    @Test
    void everySchemaHasAHistoryAndNothingElseHas() throws IOException {
        try (var files = Files.list(SCHEMAS);
                var histories = Files.list(SCHEMAS.resolve("history"))) {
            List<String> names = files.map(it -> it.getFileName().toString())
                    .filter(it -> it.endsWith(".avsc"))
                    .map(it -> it.replace(".avsc", ""))
                    .toList();
            assertThat(histories.map(it -> it.getFileName().toString())).containsExactlyInAnyOrderElementsOf(names);
            assertThat(BundledSchemas.byTopic("a", "b", "c", "d", "e").values())
                    .extracting(Schema::getName)
                    .containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ChatRequest", "ChatResult", "ChatCancellation", "ChatControl", "ChatControlLog"})
    void theCurrentVersionIsTheLastOfItsHistory(String name) throws IOException {
        List<Schema> versions = history(name);
        try (var files = Files.list(SCHEMAS.resolve("history").resolve(name))) {
            assertThat(files.count()).as("files named 1.avsc, 2.avsc, ...").isEqualTo(versions.size());
        }
        assertThat(versions.getLast())
                .as("%s.avsc was changed: copy it to history/%s/%d.avsc", name, name, versions.size() + 1)
                .isEqualTo(current(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ChatRequest", "ChatResult", "ChatCancellation", "ChatControl", "ChatControlLog"})
    void eachVersionReadsEachOther(String name) {
        List<Schema> versions = history(name);
        for (Schema one : versions) {
            for (Schema other : versions) {
                assertThat(conflicts(one, other)).isEmpty();
                assertThat(WriterSchemaChecks.problem(other, one)).isEmpty();
            }
        }
    }

    @Test
    void theCheckLetsAnOptionalFieldPassAndNothingWithoutADefault() {
        String text = current("ChatCancellation").toString();
        String more = "{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}]";
        Schema optional = new Schema.Parser().parse(replaceEnd(text, "," + more));
        Schema required = new Schema.Parser().parse(replaceEnd(text, "," + more.replace(",\"default\":null", "")));

        assertThat(conflicts(current("ChatCancellation"), optional)).isEmpty();
        assertThat(conflicts(current("ChatCancellation"), required)).hasSize(1);
        assertThat(optional).isNotEqualTo(current("ChatCancellation"));
    }

    @Test
    void theCheckLetsANewSymbolPassOnlyWhereTheEnumHasADefault() {
        String text = current("ChatResult").toString();
        String bare = text.replace(",\"default\":\"UNKNOWN\"", "");

        assertThat(conflicts(current("ChatResult"), new Schema.Parser().parse(withNewerReason(text))))
                .isEmpty();
        assertThat(conflicts(new Schema.Parser().parse(bare), new Schema.Parser().parse(withNewerReason(bare))))
                .hasSize(1);
    }

    private static String withNewerReason(String result) {
        return result.replace("\"UNCERTAIN\"]", "\"UNCERTAIN\",\"NEWER\"]");
    }

    private static String replaceEnd(String schema, String field) {
        return schema.substring(0, schema.lastIndexOf(']')) + field + schema.substring(schema.lastIndexOf(']') + 1);
    }
}

package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.registry.ResultReader.ReadResult;
import chatcontacts.registry.ResultReader.ResultUnavailable;
import chatcontacts.registry.ResultReader.UnreadableResult;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers of results live longer than the release that they came with. */
class ResultReaderTest {

    private static final Instant AT = Instant.ofEpochMilli(1_900_000_000_123L);
    private static final Result FAILED = new Result(
            "instance",
            "token",
            new Outcome.Failed(Reason.REJECTED, Optional.empty(), "refused"),
            1,
            Optional.empty(),
            AT,
            AT,
            false,
            new Source("chat-requests", 3, 17),
            Optional.empty());

    private final StubRegistry registry = new StubRegistry();

    @AfterEach
    void close() {
        registry.close();
    }

    private ResultReader.ResultReading read(String writer, String reason) {
        Schema schema = new Schema.Parser().parse(writer);
        registry.holds(EncodedValues.ID, writer);
        GenericRecord failure =
                record(schema.getField("failure").schema().getTypes().get(1));
        failure.put(
                "reason",
                new GenericData.EnumSymbol(
                        failure.getSchema().getField("reason").schema(), reason));
        failure.put("message", "refused");
        GenericRecord source = record(schema.getField("source").schema());
        source.put("topic", "chat-requests");
        source.put("partition", 3);
        source.put("offset", 17L);
        GenericRecord result = record(schema);
        result.put("instanceId", "instance");
        result.put("clientToken", "token");
        result.put(
                "status", new GenericData.EnumSymbol(schema.getField("status").schema(), "FAILED"));
        result.put("failure", failure);
        result.put("attempts", 1);
        result.put("acceptedAt", AT.toEpochMilli());
        result.put("settledAt", AT.toEpochMilli());
        result.put("source", source);
        if (schema.getField("replayed") != null) {
            result.put("replayed", false);
        }
        try (RegistryConnection connection = registry.connect(Map.of())) {
            return connection.resultReader().read("chat-results", EncodedValues.written(schema, result));
        }
    }

    private static GenericRecord record(Schema schema) {
        return new GenericData.Record(schema);
    }

    private static String current() {
        return BundledSchemas.byTopic("", "r", "", "", "").get("r").toString();
    }

    @Test
    void readsWhatThisReleaseWrites() {
        assertThat(read(current(), "REJECTED")).isEqualTo(new ReadResult(FAILED));
    }

    @Test
    void readsAnOlderWriterWithoutAnOptionalField() {
        Schema full = new Schema.Parser().parse(current());
        Schema older = Schema.createRecord("ChatResult", null, "chatcontacts", false);
        older.setFields(full.getFields().stream()
                .filter(it -> !it.name().equals("replayed"))
                .map(it -> new Schema.Field(it, it.schema()))
                .toList());

        assertThat(read(older.toString(), "REJECTED")).isEqualTo(new ReadResult(FAILED));
    }

    @Test
    void readsANewerWriterWithAFieldOfItsOwn() {
        String newer = current()
                .replace(
                        "\"fields\":[{\"name\":\"instanceId\"",
                        "\"fields\":[{\"name\":\"queuePosition\",\"type\":[\"null\",\"int\"],\"default\":null},"
                                + "{\"name\":\"instanceId\"");

        assertThat(newer).isNotEqualTo(current());
        assertThat(read(newer, "REJECTED")).isEqualTo(new ReadResult(FAILED));
    }

    @Test
    void readsAWriterOfAnotherNamespace() {
        assertThat(read(
                        current().replace("\"namespace\":\"chatcontacts\"", "\"namespace\":\"com.example\""),
                        "REJECTED"))
                .isEqualTo(new ReadResult(FAILED));
    }

    @Test
    void saysSoWhenAReasonIsNewerThanItself() {
        String newer = current().replace("\"UNCERTAIN\"]", "\"UNCERTAIN\",\"NEWER\"]");

        assertThat(read(newer, "NEWER")).isInstanceOf(UnreadableResult.class);
        assertThat(read(newer, "REJECTED")).isEqualTo(new ReadResult(FAILED));
    }

    @Test
    void tellsARegistryThatIsOutFromAValueThatIsWrong() {
        registry.failsWith(503, "");
        assertThat(read(current(), "REJECTED")).isInstanceOf(ResultUnavailable.class);
        try (RegistryConnection connection = registry.connect(Map.of())) {
            assertThat(connection.resultReader().read("chat-results", new byte[] {1}))
                    .isInstanceOf(UnreadableResult.class);
        }
    }
}

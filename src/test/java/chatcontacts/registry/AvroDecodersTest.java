package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.request.CancellationDecoder;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.RequestDecoder.Decoded;
import chatcontacts.domain.request.RequestDecoder.Decoding;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestDecoder.Malformed;
import chatcontacts.domain.request.RequestDecoder.Reencoded;
import chatcontacts.domain.request.RequestDecoder.RegistryUnavailable;
import chatcontacts.domain.request.Requests;
import chatcontacts.wire.SingleObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroDecodersTest {

    private static final String TOPIC = "chat-requests";
    private static final String SHIPPED =
            chatcontacts.ChatRequest.getClassSchema().toString();
    private static final String MINIMAL_FIELDS =
            "{\"name\":\"instanceId\",\"type\":\"string\"},{\"name\":\"contactFlowId\",\"type\":\"string\"},"
                    + "{\"name\":\"participantDetails\",\"type\":{\"type\":\"record\",\"name\":\"P\",\"fields\":"
                    + "[{\"name\":\"displayName\",\"type\":\"string\"}]}}";

    private final StubRegistry registry = new StubRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final RegistryConnection connection = registry.connect(Map.of(), nanos::get);
    private final RequestDecoder decoder = connection.requestDecoder();

    @AfterEach
    void close() {
        connection.close();
        registry.close();
    }

    @Test
    void findsARequestOfTheShippedSchemaInItsOriginal() {
        registry.holds(EncodedValues.ID, SHIPPED);
        byte[] value = EncodedValues.shipped(Requests.full());

        assertThat(decoder.decode(TOPIC, value))
                .isEqualTo(new Decoded(Requests.full(), new InOriginal(BundledSchemaRequestReader.SCHEMA, 5)));
        assertThat(new BundledSchemaRequestReader().read(BundledSchemaRequestReader.SCHEMA, value, 5))
                .isEqualTo(Requests.full());
    }

    @Test
    void doesNotMindJavasPropertiesAndTheDocs() {
        String bare = SHIPPED.replace(",\"avro.java.string\":\"String\"", "").replaceAll("\"doc\":\"[^\"]*\",?", "");
        registry.holds(EncodedValues.ID, bare.replace(",}", "}"));

        assertThat(decoder.decode(TOPIC, EncodedValues.shipped(Requests.full())))
                .isEqualTo(new Decoded(Requests.full(), new InOriginal(BundledSchemaRequestReader.SCHEMA, 5)));
    }

    @Test
    void readsARequestWhoseWriterNamesItsRecordsOtherwise() {
        String foreign = SHIPPED.replace("\"namespace\":\"chatcontacts\"", "\"namespace\":\"com.example.shop\"")
                .replace("\"name\":\"ChatRequest\"", "\"name\":\"StartAChat\"")
                .replace("\"SegmentAttributeValue\"", "\"Tree\"")
                .replace("\"name\":\"PersistentChat\"", "\"name\":\"Former\"");
        registry.holds(EncodedValues.ID, foreign);

        Decoded decoded = (Decoded) decoder.decode(TOPIC, EncodedValues.shipped(Requests.full()));

        assertThat(decoded.request()).isEqualTo(Requests.full());
        byte[] again = ((Reencoded) decoded.body()).bytes();
        assertThat(new BundledSchemaRequestReader().read(SingleObject.schema(again), again, SingleObject.HEADER))
                .isEqualTo(Requests.full());
    }

    @Test
    void readsAWriterWithFewerFieldsAndFieldsOfItsOwn() {
        Schema writer = schema(MINIMAL_FIELDS + ",{\"name\":\"own\",\"type\":[\"null\",\"string\"]}");
        GenericRecord person =
                new GenericData.Record(writer.getField("participantDetails").schema());
        person.put("displayName", "Ada");
        GenericRecord record = new GenericData.Record(writer);
        record.put("instanceId", Requests.INSTANCE);
        record.put("contactFlowId", "flow-1");
        record.put("participantDetails", person);
        record.put("own", "ignored");
        registry.holds(EncodedValues.ID, writer.toString());

        Decoded decoded = (Decoded) decoder.decode(TOPIC, EncodedValues.written(writer, record));

        assertThat(decoded.request()).isEqualTo(Requests.minimal());
        assertThat(decoded.body()).isInstanceOf(Reencoded.class);
    }

    @Test
    void namesTheRequiredFieldThatAWriterLacks() {
        Schema writer = schema(MINIMAL_FIELDS.replace("displayName", "name"));
        registry.holds(EncodedValues.ID, writer.toString());

        assertMalformed(
                EncodedValues.framed(EncodedValues.ID, new byte[4]),
                "lacks the required field participantDetails.displayName");
    }

    @Test
    void refusesANullWhereOneIsRequired() {
        Schema writer = schema(MINIMAL_FIELDS.replace(
                "\"instanceId\",\"type\":\"string\"", "\"instanceId\",\"type\":[\"null\",\"string\"]"));
        registry.holds(EncodedValues.ID, writer.toString());

        assertMalformed(
                EncodedValues.framed(EncodedValues.ID, new byte[] {0, 0, 0}),
                "its field instanceId holds null or a type that does not fit the shipped schema");
    }

    @Test
    void refusesTimesInAnotherUnit() {
        Schema writer = schema(MINIMAL_FIELDS
                + ",{\"name\":\"startBy\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}}");
        registry.holds(EncodedValues.ID, writer.toString());

        assertMalformed(
                EncodedValues.framed(EncodedValues.ID, new byte[4]),
                "startBy as timestamp-micros on long, the shipped schema as timestamp-millis on long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"string\"", "\"bytes\"", "{\"type\":\"array\",\"items\":\"int\"}"})
    void refusesAWriterWhoseSchemaIsNoRecord(String schema) {
        registry.holds(EncodedValues.ID, schema.startsWith("\"") ? "{\"type\":" + schema + "}" : schema);

        assertMalformed(EncodedValues.framed(EncodedValues.ID, new byte[4]), "is not a record");
    }

    @ParameterizedTest
    @CsvSource({"JSON, {}", "PROTOBUF, message A {}"})
    void refusesASchemaThatIsNotAvroAndAsksForItOnce(String type, String schema) {
        registry.holds(EncodedValues.ID, schema, type);

        assertMalformed(EncodedValues.framed(EncodedValues.ID, new byte[4]), "is not an Avro schema");
        assertMalformed(EncodedValues.framed(EncodedValues.ID, new byte[4]), "is not an Avro schema");
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void refusesASchemaThatIsNotValidAndAsksForItOnce() {
        registry.holds(EncodedValues.ID, "{\"type\":\"record\"}");

        assertMalformed(EncodedValues.framed(EncodedValues.ID, new byte[4]), "is invalid");
        assertMalformed(EncodedValues.framed(EncodedValues.ID, new byte[4]), "is invalid");
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void refusesWhatIsNotInTheWireFormatWithoutAskingTheRegistry() {
        String secret = "{\"displayName\":\"Ada\"}";
        for (byte[] value : List.of(new byte[0], new byte[4], new byte[] {1, 0, 0, 0, 7, 0}, bytes(secret))) {
            Malformed malformed = (Malformed) decoder.decode(TOPIC, value);
            assertThat(malformed.problem()).contains(value.length + " bytes").doesNotContain("Ada");
        }
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void refusesAValueThatIsCutAnywhereOrTooLong() {
        registry.holds(EncodedValues.ID, SHIPPED);
        byte[] value = EncodedValues.shipped(Requests.full());

        for (int length = 5; length < value.length; length++) {
            assertThat(decoder.decode(TOPIC, Arrays.copyOf(value, length))).isInstanceOf(Malformed.class);
        }
        assertMalformed(Arrays.copyOf(value, value.length + 1), "bytes are left over");
    }

    @Test
    void refusesLengthsThatNoMemoryHolds() {
        registry.holds(EncodedValues.ID, SHIPPED);
        for (long length : List.of(Long.MAX_VALUE, (long) Integer.MAX_VALUE, 2_000_000_000L, -1L, Long.MIN_VALUE)) {
            assertThat(decoder.decode(TOPIC, EncodedValues.framed(EncodedValues.ID, zigzag(length))))
                    .isInstanceOf(Malformed.class);
            ByteArrayOutputStream map = new ByteArrayOutputStream();
            // Three empty texts, then attributes: the map branch, and so many entries.
            map.writeBytes(new byte[] {0, 0, 0, 2});
            map.writeBytes(zigzag(length));
            assertThat(decoder.decode(TOPIC, EncodedValues.framed(EncodedValues.ID, map.toByteArray())))
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void refusesAWriterWhoseArraysCouldClaimBillionsOfItemsInAFewBytes() {
        for (String items : List.of("\"null\"", "{\"type\":\"fixed\",\"name\":\"F\",\"size\":0}")) {
            Schema writer = schema(
                    MINIMAL_FIELDS + ",{\"name\":\"own\",\"type\":{\"type\":\"array\",\"items\":" + items + "}}");
            registry.holds(EncodedValues.ID, writer.toString());
            try (RegistryConnection fresh = registry.connect(Map.of())) {
                Decoding decoding =
                        fresh.requestDecoder().decode(TOPIC, EncodedValues.framed(EncodedValues.ID, new byte[8]));
                assertThat(((Malformed) decoding).problem()).contains("items that take no bytes");
            }
        }
    }

    @Test
    void refusesSegmentAttributesThatNestAsDeepAsAValueIsLong() {
        registry.holds(EncodedValues.ID, SHIPPED);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        // instanceId, contactFlowId and displayName empty; then null up to relatedContactId.
        body.writeBytes(new byte[11]);
        // segmentAttributes: a map of one entry with an empty key.
        body.writeBytes(new byte[] {2, 2, 0});
        for (int level = 0; level < 150_000; level++) {
            // valueString and valueInteger null, valueMap set: one entry with an empty key.
            body.writeBytes(new byte[] {0, 0, 2, 2, 0});
        }

        assertMalformed(EncodedValues.framed(EncodedValues.ID, body.toByteArray()), "nests too deeply");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | {\"error_code\":50001,\"message\":\"store\"}",
                "503 | ",
                "401 | {\"error_code\":401,\"message\":\"who\"}",
                "403 | {\"error_code\":403,\"message\":\"no\"}",
                "429 | {\"error_code\":429,\"message\":\"slow\"}",
                "404 | <html>wrong path</html>",
                "404 | {\"error_code\":40401,\"message\":\"Subject not found\"}",
                "422 | {\"error_code\":42201,\"message\":\"Invalid schema\"}",
                "200 | <html>a portal</html>"
            })
    void waitsForARegistryThatGivesNoFinalWordAndReadsTheValueLater(int status, String body) {
        registry.holds(EncodedValues.ID, SHIPPED);
        byte[] value = EncodedValues.shipped(Requests.full());
        registry.failsWith(status, body == null ? "" : body);

        assertThat(decoder.decode(TOPIC, value)).isInstanceOf(RegistryUnavailable.class);

        registry.recovers();
        assertThat(decoder.decode(TOPIC, value)).isInstanceOf(Decoded.class);
    }

    @Test
    void waitsForARegistryThatKeepsSilent() {
        registry.holds(EncodedValues.ID, SHIPPED);
        registry.keepsSilent();

        assertThat(decoder.decode(TOPIC, EncodedValues.shipped(Requests.full())))
                .isInstanceOf(RegistryUnavailable.class);
        assertThat(registry.requests()).hasSize(1);

        registry.recovers();
        assertThat(decoder.decode(TOPIC, EncodedValues.shipped(Requests.full())))
                .isInstanceOf(Decoded.class);
    }

    @Test
    void waitsForARegistryThatIsDownButNotForSchemasThatItKnows() {
        registry.holds(EncodedValues.ID, SHIPPED);
        byte[] value = EncodedValues.shipped(Requests.full());
        assertThat(decoder.decode(TOPIC, value)).isInstanceOf(Decoded.class);

        registry.close();

        assertThat(decoder.decode(TOPIC, value)).isInstanceOf(Decoded.class);
        assertThat(decoder.decode(TOPIC, EncodedValues.framed(99, new byte[4])))
                .isInstanceOf(RegistryUnavailable.class);
    }

    @Test
    void asksTheRegistryForASchemaOnce() {
        registry.holds(EncodedValues.ID, SHIPPED);
        for (int i = 0; i < 100; i++) {
            decoder.decode(TOPIC, EncodedValues.shipped(Requests.full()));
        }

        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void takesTheUsersSettingsAsTextFromAPropertiesFile() {
        registry.holds(EncodedValues.ID, SHIPPED);
        Map<String, String> settings = Map.of(
                "missing.id.cache.ttl.sec", "60",
                "missing.cache.size", "10",
                "http.connect.timeout.ms", "1000",
                "basic.auth.user.info", "user:password",
                "specific.avro.reader", "false",
                "use.latest.version", "true");
        try (RegistryConnection configured = registry.connect(settings)) {
            assertThat(configured.requestDecoder().decode(TOPIC, EncodedValues.shipped(Requests.full())))
                    .isInstanceOf(Decoded.class);
        }
    }

    @Test
    void readsCancellations() {
        CancellationDecoder cancellations = connection.cancellationDecoder();
        Schema schema = chatcontacts.ChatCancellation.getClassSchema();
        registry.holds(EncodedValues.ID, schema.toString().replace("chatcontacts", "com.example"));
        GenericRecord record = new GenericData.Record(schema);
        record.put("instanceId", "i");
        record.put("clientToken", "t");
        byte[] value = EncodedValues.written(schema, record);

        assertThat(cancellations.decode("chat-cancellations", value))
                .isEqualTo(new CancellationDecoder.DecodedCancellation("i", "t"));
        assertThat(cancellations.decode("chat-cancellations", new byte[3]))
                .isInstanceOf(CancellationDecoder.MalformedCancellation.class);
        assertThat(cancellations.decode("chat-cancellations", Arrays.copyOf(value, value.length - 1)))
                .isInstanceOf(CancellationDecoder.MalformedCancellation.class);
        registry.failsWith(500, "");
        assertThat(cancellations.decode("chat-cancellations", EncodedValues.framed(98, new byte[2])))
                .isInstanceOf(CancellationDecoder.UndecodedCancellation.class);
    }

    private void assertMalformed(byte[] value, String problem) {
        Decoding decoding = decoder.decode(TOPIC, value);
        assertThat(decoding).isInstanceOf(Malformed.class);
        assertThat(((Malformed) decoding).problem()).contains(problem).contains(value.length + " bytes");
    }

    private static Schema schema(String fields) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Mine\",\"namespace\":\"com.example\",\"fields\":[" + fields
                        + "]}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zigzag(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return out.toByteArray();
    }
}

package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.request.CancellationDecoder.MalformedCancellation;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.RequestDecoder.Decoded;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestDecoder.Malformed;
import chatcontacts.domain.request.RequestDecoder.OtherType;
import chatcontacts.domain.request.Requests;
import chatcontacts.testkit.service.CapturedLog;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What writers' schemas and their values mean: text, types, logical types and unions of event types. */
class WriterSchemaTest {

    private static final String TOPIC = "chat-requests";
    private static final String SHIPPED =
            chatcontacts.ChatRequest.getClassSchema().toString();
    private static final String BEGINNING = "{\"type\":\"record\",\"name\":\"Mine\",\"namespace\":\"m\",\"fields\":["
            + "{\"name\":\"instanceId\",\"type\":\"string\"},{\"name\":\"contactFlowId\",\"type\":\"string\"},"
            + "{\"name\":\"participantDetails\",\"type\":{\"type\":\"record\",\"name\":\"P\",\"fields\":"
            + "[{\"name\":\"displayName\",\"type\":\"string\"}]}}";
    private static final String MINE = BEGINNING + "]}";
    private static final String ORDER =
            "{\"type\":\"record\",\"name\":\"OrderPlaced\",\"namespace\":\"shop\",\"fields\":[{\"name\":\"order\",\"type\":\"string\"}]}";

    private final StubRegistry registry = new StubRegistry();
    private final List<Integer> unknownFields = new ArrayList<>();
    private final List<String> records = new ArrayList<>();
    private final RegistryConnection connection = registry.connect(Map.of());
    private final Writers writers = new Writers(new WriterMetrics() {
        @Override
        public void written(String schema, boolean withoutClientToken) {
            records.add(schema + (withoutClientToken ? " without a token" : ""));
        }

        @Override
        public void unknownFields(int fields) {
            unknownFields.add(fields);
        }
    });
    private final RequestDecoder decoder = connection.requestDecoder(writers);

    @AfterEach
    void close() {
        connection.close();
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FF", "FE", "C0AF", "EDA080", "F8888080", "41C3", "EFBFBD80"})
    void textThatIsNotUtf8IsMalformedAndItsFieldIsNamed(String hex) {
        registry.holds(EncodedValues.ID, SHIPPED);
        byte[] bad = HexFormat.of().parseHex(hex);

        assertMalformed(request("i", "f", bad), "its field participantDetails.displayName is not valid UTF-8");
        assertMalformed(request(bad, bytes("f"), bytes("n")), "its field instanceId is not valid UTF-8");
        assertMalformed(withAttribute(bad, bytes("v")), "its field attributes is not valid UTF-8");
        assertMalformed(withAttribute(bytes("k"), bad), "its field attributes is not valid UTF-8");
    }

    @Test
    void theReplacementCharacterItselfAndAllOtherTextIsRead() {
        registry.holds(EncodedValues.ID, SHIPPED);
        for (String name : List.of("\uFFFD", "a\uFFFDb\uD83D\uDE00", "\u0000", "\uFFFF", "J\u00F6rg")) {
            Decoded decoded = (Decoded) decoder.decode(TOPIC, request("i", "f", bytes(name)));
            assertThat(decoded.request().call().displayName()).isEqualTo(name);
        }
    }

    @Test
    void textOfACancellationThatIsNotUtf8IsMalformed() {
        registry.holds(
                EncodedValues.ID, chatcontacts.ChatCancellation.getClassSchema().toString());
        byte[] value = EncodedValues.framed(EncodedValues.ID, new byte[] {2, 'i', 2, (byte) 0xFF});

        assertThat(connection.cancellationDecoder().decode("chat-cancellations", value))
                .isInstanceOfSatisfying(
                        MalformedCancellation.class,
                        it -> assertThat(it.problem()).contains("its field clientToken is not valid UTF-8"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attributes | \"string\" | attributes as string, the shipped schema as [null, map of string]",
                "attributes | {\"type\":\"map\",\"values\":\"long\"} | attributes as long, the shipped schema as string",
                "attributes | {\"type\":\"map\",\"values\":\"bytes\"} | attributes as bytes, the shipped schema as string",
                "attributes | {\"type\":\"array\",\"items\":\"string\"} | attributes as array of string",
                "clientToken | \"bytes\" | clientToken as bytes, the shipped schema as string",
                "clientToken | {\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4} | clientToken as decimal on bytes",
                "clientToken | {\"type\":\"string\",\"logicalType\":\"iso-date\"} | clientToken as iso-date on string",
                "clientToken | [\"null\",\"long\"] | clientToken as [null, long], the shipped schema as [null, string]",
                "startBy | {\"type\":\"long\",\"logicalType\":\"timestamp-micros\"} | startBy as timestamp-micros on long",
                "startBy | {\"type\":\"long\",\"logicalType\":\"local-timestamp-millis\"} | startBy as local-timestamp-millis",
                "requestedAt | {\"type\":\"int\",\"logicalType\":\"date\"} | requestedAt as date on int",
                "requestedAt | {\"type\":\"int\",\"logicalType\":\"time-millis\"} | requestedAt as time-millis on int",
                "priority | {\"type\":\"int\",\"logicalType\":\"date\"} | priority as date on int"
            })
    void aMisfitNamesTheFieldAndBothTypes(String field, String type, String problem) {
        registry.holds(
                EncodedValues.ID, BEGINNING + ",{\"name\":\"" + field.strip() + "\",\"type\":" + type.strip() + "}]}");
        byte[] value = EncodedValues.framed(EncodedValues.ID, new byte[] {0, 0, 0, 0});
        if (type.contains("\"null\"")) {
            value = EncodedValues.framed(EncodedValues.ID, new byte[] {0, 0, 0, 2, 4});
            assertMalformed(value, "its field clientToken holds null or a type that does not fit the shipped schema");
        } else {
            assertMalformed(value, "its writer's schema has " + problem.strip());
        }
    }

    @Test
    void aUuidIsTheTextThatItIs() {
        registry.holds(
                EncodedValues.ID,
                BEGINNING + ",{\"name\":\"clientToken\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"}}]}");
        Decoded decoded = (Decoded) decoder.decode(
                TOPIC, EncodedValues.framed(EncodedValues.ID, new byte[] {2, 'i', 2, 'f', 2, 'n', 2, 't'}));

        assertThat(decoded.request().clientToken()).contains("t");
    }

    @Test
    void nullValuesOfAttributesAreNamed() {
        registry.holds(
                EncodedValues.ID,
                BEGINNING
                        + ",{\"name\":\"attributes\",\"type\":{\"type\":\"map\",\"values\":[\"null\",\"string\"]}}]}");

        assertMalformed(
                EncodedValues.framed(EncodedValues.ID, new byte[] {0, 0, 0, 2, 2, 'k', 0, 0}),
                "its field attributes holds null");
    }

    @Test
    void fieldsThatAreNotKnownAreToldOnceForEachSchema() {
        String more = ",{\"name\":\"contactAttributes\",\"type\":[\"null\",\"string\"]}]}";
        registry.holds(
                EncodedValues.ID,
                BEGINNING.replace("\"string\"}]}}", "\"string\"},{\"name\":\"age\",\"type\":\"int\"}]}}") + more);
        byte[] value = EncodedValues.framed(EncodedValues.ID, new byte[] {2, 'i', 2, 'f', 2, 'n', 2, 0});
        try (CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < 5; i++) {
                assertThat(decoder.decode(TOPIC, value)).isInstanceOf(Decoded.class);
            }
            assertThat(log.ours())
                    .containsExactly(
                            "A writer's schema has no clientToken: a request that this writer sends twice starts two chats",
                            "A writer's schema has fields that this service does not know: their values are"
                                    + " not passed on");
            assertThat(log.texts()).anyMatch(it -> it.contains("[participantDetails.age, contactAttributes]"));
        }
        assertThat(unknownFields).containsExactly(2);
    }

    @Test
    void writersAreListedWithTheirRecordsAndWhatTheyLack() {
        String withToken = BEGINNING + ",{\"name\":\"clientToken\",\"type\":[\"null\",\"string\"],\"default\":null}]}";
        registry.holds(EncodedValues.ID, MINE);
        registry.holds(8, withToken);
        registry.holds(9, SHIPPED);
        byte[] body = {2, 'i', 2, 'f', 2, 'n', 0};
        try (CapturedLog log = new CapturedLog()) {
            decoder.decode(TOPIC, EncodedValues.framed(EncodedValues.ID, Arrays.copyOf(body, 6)));
            decoder.decode(TOPIC, EncodedValues.framed(8, body));
            decoder.decode(TOPIC, EncodedValues.framed(8, body));
            decoder.decode(TOPIC, EncodedValues.framed(9, EncodedValues.body(Requests.full())));
            assertThat(log.ours())
                    .containsExactly(
                            "A writer's schema has no clientToken: a request that this writer sends twice starts two chats",
                            "A writer's schema lacks fields of this release: this writer cannot set them");
        }

        List<Writers.Writer> listed = writers.list();
        assertThat(listed).extracting(Writers.Writer::schema).containsExactly("8", "7", "9");
        assertThat(listed).extracting(Writers.Writer::records).containsExactly(2L, 1L, 1L);
        assertThat(listed.get(0).subject()).contains(TOPIC + "-value");
        assertThat(listed.get(0).missingFields()).contains("attributes").doesNotContain("clientToken");
        assertThat(listed.get(1).missingFields()).contains("clientToken");
        assertThat(listed.get(2).missingFields()).isEmpty();
        assertThat(records).containsExactly("7 without a token", "8", "8", "9");
    }

    @Test
    void recordsOfTypesThatAreNoRequestsHaveNoWriterOfOurs() {
        registry.holds(EncodedValues.ID, ORDER);

        assertThat(decoder.decode(TOPIC, EncodedValues.framed(EncodedValues.ID, new byte[] {2, 'o'})))
                .isInstanceOf(OtherType.class);

        assertThat(writers.list()).isEmpty();
    }

    @Test
    void writersAreBoundedAndSoAreTheNamesThatTheyChose() {
        String name = "x".repeat(1_000);
        String strange = BEGINNING + ",{\"name\":\"" + name + "\",\"type\":\"string\",\"default\":\"\"}]}";
        for (int id = 1; id <= Writers.MAX_WRITERS + 3; id++) {
            registry.holds(id, id == 1 ? strange : MINE);
            decoder.decode(TOPIC, EncodedValues.framed(id, new byte[] {2, 'i', 2, 'f', 2, 'n'}));
        }

        assertThat(writers.list()).hasSize(Writers.MAX_WRITERS + 1);
        assertThat(writers.list().getLast())
                .isEqualTo(new Writers.Writer(Writers.OTHER, Optional.empty(), 3, List.of(), List.of()));
        assertThat(records).endsWith("other without a token");
        assertThat(writers.list())
                .flatExtracting(Writers.Writer::unknownFields)
                .containsExactly("x".repeat(100) + "...");
    }

    @Test
    void theRequestsBranchOfAUnionIsReadWhereItLies() {
        registry.holds(EncodedValues.ID, "[\"null\"," + ORDER + "," + SHIPPED + "]");
        byte[] shipped = EncodedValues.shipped(Requests.full());
        byte[] value = ByteBuffer.allocate(shipped.length + 1)
                .put(shipped, 0, 5)
                .put((byte) 4)
                .put(shipped, 5, shipped.length - 5)
                .array();

        assertThat(decoder.decode(TOPIC, value))
                .isEqualTo(new Decoded(Requests.full(), new InOriginal(BundledSchemaRequestReader.SCHEMA, 6)));
        assertThat(new BundledSchemaRequestReader().read(BundledSchemaRequestReader.SCHEMA, value, 6))
                .isEqualTo(Requests.full());
    }

    @Test
    void anotherBranchIsOfAnotherTypeByName() {
        registry.holds(EncodedValues.ID, "[\"null\"," + ORDER + "," + MINE + "]");

        assertThat(decoder.decode(TOPIC, EncodedValues.framed(EncodedValues.ID, new byte[] {2, 2, 'o'})))
                .isInstanceOfSatisfying(
                        OtherType.class, it -> assertThat(it.problem()).contains("it is of type shop.OrderPlaced"));
        assertThat(decoder.decode(TOPIC, EncodedValues.framed(EncodedValues.ID, new byte[] {0})))
                .isInstanceOfSatisfying(
                        OtherType.class, it -> assertThat(it.problem()).contains("it is of type null"));
        assertThat(decoder.decode(
                        TOPIC, EncodedValues.framed(EncodedValues.ID, new byte[] {4, 2, 'i', 2, 'f', 2, 'n'})))
                .isInstanceOf(Decoded.class);
    }

    @Test
    void aBranchThatShouldBeARequestAndIsNotIsMalformed() {
        registry.holds(EncodedValues.ID, "[\"null\"," + MINE.replace("displayName", "name") + "]");

        assertMalformed(
                EncodedValues.framed(EncodedValues.ID, new byte[] {2, 0, 0, 0}),
                "lacks the required field participantDetails.displayName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "06", "01", "FFFFFFFFFF", "FF"})
    void aValueThatNamesNoBranchIsMalformed(String hex) {
        registry.holds(EncodedValues.ID, "[\"null\"," + MINE + "]");

        assertMalformed(
                EncodedValues.framed(EncodedValues.ID, HexFormat.of().parseHex(hex)),
                "it does not say which type of its writer's union it is");
    }

    @Test
    void aRecordOfItsOwnSchemaWithNothingOfARequestIsOfAnotherType() {
        registry.holds(EncodedValues.ID, ORDER);

        assertThat(decoder.decode(TOPIC, EncodedValues.framed(EncodedValues.ID, new byte[] {2, 'o'})))
                .isInstanceOf(OtherType.class);
    }

    private void assertMalformed(byte[] value, String problem) {
        assertThat(decoder.decode(TOPIC, value))
                .isInstanceOfSatisfying(
                        Malformed.class, it -> assertThat(it.problem()).contains(problem));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static byte[] request(String instance, String flow, byte[] name) {
        return request(bytes(instance), bytes(flow), name);
    }

    private static byte[] request(byte[] instance, byte[] flow, byte[] name) {
        return EncodedValues.framed(EncodedValues.ID, body(instance, flow, name, new byte[] {0}));
    }

    private static byte[] withAttribute(byte[] key, byte[] value) {
        ByteArrayOutputStream map = new ByteArrayOutputStream();
        map.writeBytes(new byte[] {2, 2});
        text(map, key);
        text(map, value);
        map.write(0);
        return EncodedValues.framed(EncodedValues.ID, body(bytes("i"), bytes("f"), bytes("n"), map.toByteArray()));
    }

    /** All fields behind attributes are null or have their defaults. */
    private static byte[] body(byte[] instance, byte[] flow, byte[] name, byte[] attributes) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, instance);
        text(body, flow);
        text(body, name);
        body.writeBytes(attributes);
        byte[] good = EncodedValues.shipped(Requests.minimal());
        byte[] minimal = Arrays.copyOfRange(good, 5, good.length);
        int begun = 3 + Requests.INSTANCE.length() + "flow-1".length() + "Ada".length();
        body.writeBytes(Arrays.copyOfRange(minimal, begun + 1, minimal.length));
        return body.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, byte[] bytes) {
        out.write(2 * bytes.length);
        out.writeBytes(bytes);
    }
}

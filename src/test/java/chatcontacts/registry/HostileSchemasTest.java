package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.RequestDecoder.Decoded;
import chatcontacts.domain.request.RequestDecoder.Decoding;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestDecoder.Malformed;
import chatcontacts.domain.request.RequestDecoder.OtherType;
import chatcontacts.domain.request.RequestDecoder.Reencoded;
import chatcontacts.domain.request.Requests;
import chatcontacts.testkit.service.CapturedLog;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Writers' schemas as only broken or hostile producers register them, drawn by lot: other types and logical types, unions of event
 * types, references, ids in headers. Each value ends in one way, and what is read is what dispatch reads. As many as the system
 * property {@code fuzz.schemas} says, with the seed {@code fuzz.seed}.
 */
class HostileSchemasTest {

    private static final int ROUNDS = Integer.getInteger("fuzz.schemas", 300);
    private static final String TOPIC = "chat-requests";

    private static final List<String> TYPES = List.of(
            "\"string\"",
            "\"bytes\"",
            "\"int\"",
            "\"long\"",
            "\"null\"",
            "\"double\"",
            "[\"null\",\"string\"]",
            "[\"string\",\"null\"]",
            "[\"null\",\"long\",\"string\"]",
            "{\"type\":\"map\",\"values\":\"string\"}",
            "{\"type\":\"map\",\"values\":[\"null\",\"bytes\"]}",
            "{\"type\":\"array\",\"items\":\"null\"}",
            "{\"type\":\"array\",\"items\":\"string\"}",
            "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}",
            "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}",
            "{\"type\":\"long\",\"logicalType\":\"local-timestamp-millis\"}",
            "{\"type\":\"int\",\"logicalType\":\"date\"}",
            "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9}",
            "{\"type\":\"string\",\"logicalType\":\"uuid\"}",
            "{\"type\":\"fixed\",\"name\":\"F\",\"size\":0}",
            "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\"]}",
            "\"Mine\"",
            "\"referred.Person\"");

    private static final List<String> FIELDS = List.of(
            "clientToken",
            "startBy",
            "priority",
            "requestedAt",
            "attributes",
            "customerId",
            "segmentAttributes",
            "own");

    private final SplittableRandom random = new SplittableRandom(Long.getLong("fuzz.seed", 1));
    private final StubRegistry registry = new StubRegistry();
    private final RegistryConnection connection = registry.connect(Map.of("http.read.timeout.ms", "20000"));
    private final RequestDecoder decoder = connection.requestDecoder();

    @AfterEach
    void close() {
        connection.close();
        registry.close();
    }

    @Test
    void everyValueEndsInOneWay() {
        registry.holds(
                "person",
                1,
                "{\"type\":\"record\",\"name\":\"Person\",\"namespace\":\"referred\",\"fields\":"
                        + "[{\"name\":\"displayName\",\"type\":\"string\"}]}",
                List.of());
        int read = 0;
        int malformed = 0;
        int others = 0;
        try (CapturedLog quiet = new CapturedLog()) {
            for (int id = 1; id <= ROUNDS; id++) {
                registry.holds(
                        id,
                        schema(),
                        Map.of("references", List.of(StubRegistry.reference("referred.Person", "person", 1))));
                for (int i = 0; i < 5; i++) {
                    byte[] body = body();
                    boolean inHeader = random.nextBoolean();
                    byte[] framed = EncodedValues.framed(id, body);
                    byte[] value = inHeader ? body : framed;
                    Decoding decoding = decoder.decode(
                            TOPIC, value, inHeader ? Optional.of(Arrays.copyOf(framed, 5)) : Optional.empty());
                    switch (decoding) {
                        case Decoded it -> {
                            read++;
                            assertThat(again(value, it)).isEqualTo(it.request());
                        }
                        case Malformed it -> {
                            malformed++;
                            assertThat(it.problem())
                                    .contains(value.length + " bytes")
                                    .hasSizeLessThan(1_000);
                        }
                        case OtherType it -> others++;
                        case RequestDecoder.RegistryUnavailable it -> throw new AssertionError(it.problem());
                    }
                }
            }
            assertThat(quiet.texts()).noneMatch(text -> text.contains("ERROR"));
        }
        assertThat(List.of(read, malformed, others)).as("all ways are taken").allMatch(it -> it > ROUNDS / 50);
    }

    /** Two bytes that mark it and eight of the fingerprint, by Avro's specification. */
    private static final int SINGLE_OBJECT_HEADER = 10;

    private static DecodedRequest again(byte[] value, Decoded decoded) {
        return switch (decoded.body()) {
            case InOriginal it -> new BundledSchemaRequestReader().read(it.schema(), value, it.offset());
            case Reencoded it ->
                new BundledSchemaRequestReader()
                        .read(BundledSchemaRequestReader.SCHEMA, it.bytes(), SINGLE_OBJECT_HEADER);
        };
    }

    private String schema() {
        String person = random.nextInt(4) == 0
                ? "\"referred.Person\""
                : "{\"type\":\"record\",\"name\":\"P\",\"fields\":[{\"name\":\"displayName\",\"type\":"
                        + (random.nextInt(8) == 0 ? pick(TYPES) : "\"string\"") + "}]}";
        StringBuilder fields = new StringBuilder();
        for (String field : List.of("instanceId", "contactFlowId")) {
            fields.append("{\"name\":\"" + field + "\",\"type\":"
                    + (random.nextInt(10) == 0 ? pick(TYPES) : "\"string\"") + "},");
        }
        fields.append("{\"name\":\"participantDetails\",\"type\":" + person + "}");
        String more = pick(FIELDS);
        if (random.nextInt(3) > 0) {
            fields.append(",{\"name\":\"" + more + "\",\"type\":" + pick(TYPES) + "}");
        }
        String mine = "{\"type\":\"record\",\"name\":\"Mine\",\"fields\":[" + fields + "]}";
        String order = "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"o\",\"type\":\"string\"}]}";
        return switch (random.nextInt(6)) {
            case 0 -> "[\"null\"," + mine + "]";
            case 1 -> "[" + order + "," + mine + ",\"string\"]";
            case 2 -> order;
            default -> mine;
        };
    }

    /** Three texts and some bytes more, often damaged; or a whole request of the shipped schema. */
    private byte[] body() {
        if (random.nextInt(10) == 0) {
            byte[] shipped = EncodedValues.shipped(Requests.full());
            return Arrays.copyOfRange(shipped, 5, shipped.length);
        }
        byte[] good = {2, 'i', 2, 'f', 2, 'n'};
        int before = random.nextInt(2);
        byte[] body = new byte[before + good.length + random.nextInt(4)];
        if (before == 1) {
            body[0] = (byte) (2 * random.nextInt(3));
        }
        System.arraycopy(good, 0, body, before, good.length);
        if (random.nextInt(4) == 0) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return body;
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}

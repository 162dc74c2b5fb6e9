package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.RequestDecoder.Decoded;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestDecoder.Malformed;
import chatcontacts.domain.request.RequestDecoder.RegistryUnavailable;
import chatcontacts.domain.request.Requests;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How writers' schemas are had: by id, header and reference, and what a registry's refusals mean. */
class SchemaFetchingTest {

    private static final String TOPIC = "chat-requests";
    private static final String SHIPPED =
            chatcontacts.ChatRequest.getClassSchema().toString();
    private static final String PERSON =
            "{\"type\":\"record\",\"name\":\"Person\",\"namespace\":\"p\",\"fields\":[{\"name\":\"displayName\",\"type\":\"string\"}]}";
    private static final String REFERRING =
            "{\"type\":\"record\",\"name\":\"Mine\",\"fields\":[{\"name\":\"instanceId\",\"type\":\"string\"},"
                    + "{\"name\":\"contactFlowId\",\"type\":\"string\"},{\"name\":\"participantDetails\",\"type\":\"p.Person\"}]}";

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
    void anUnknownIdIsAskedForForSomeSecondsThenMalformedForAWhileAndThenAskedForAgain() {
        assertUnavailable(99);
        pass(Duration.ofSeconds(2));
        assertUnavailable(99);
        pass(Duration.ofSeconds(2));
        assertMalformed(99, "the registry has no schema with id 99");
        int asked = registry.requests().size();
        assertMalformed(99, "the registry has no schema with id 99");
        assertThat(registry.requests()).hasSize(asked);

        registry.holds(99, SHIPPED);
        pass(Duration.ofSeconds(31));
        assertThat(decoder.decode(TOPIC, value(99))).isInstanceOf(Decoded.class);
    }

    @Test
    void aSchemaThatAFollowerGetsLateIsReadAndNotCondemned() {
        assertUnavailable(99);
        registry.holds(99, SHIPPED);

        assertThat(decoder.decode(TOPIC, value(99))).isInstanceOf(Decoded.class);
    }

    @Test
    void whoMakesUpIdsHoldsUpHisPartitionTwiceAMinuteAtMost() {
        assertUnavailable(1_001);
        assertUnavailable(1_002);
        for (int id = 1_003; id < 1_100; id++) {
            assertMalformed(id, "the registry has no schema with id " + id);
        }
        pass(Duration.ofMinutes(1));
        assertUnavailable(2_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 422})
    void anIdThatIsRefusedWhileOthersAreHadIsMalformedAfterABound(int status) {
        registry.holds(EncodedValues.ID, SHIPPED);
        assertThat(decoder.decode(TOPIC, value(EncodedValues.ID))).isInstanceOf(Decoded.class);
        registry.refuses("/schemas/ids/99", status);

        assertUnavailable(99);
        pass(Duration.ofSeconds(29));
        assertUnavailable(99);
        pass(Duration.ofSeconds(2));
        assertMalformed(
                99,
                "the registry refuses schema id 99 (" + status + ", error code " + status + "00) while it responds");

        registry.refuses("/schemas/ids/99", 0);
        registry.holds(99, SHIPPED);
        pass(Duration.ofSeconds(31));
        assertThat(decoder.decode(TOPIC, value(99))).isInstanceOf(Decoded.class);
    }

    @Test
    void aRegistryThatRefusesEverythingIsWaitedFor() {
        registry.failsWith(403, "{\"error_code\":40301,\"message\":\"no\"}");
        for (int i = 0; i < 100; i++) {
            assertUnavailable(99);
            pass(Duration.ofSeconds(10));
        }
    }

    @Test
    void referencesAreFetchedFirst() {
        refer(StubRegistry.reference("p.Person", "person", 3));
        registry.holds("person", 3, PERSON, List.of());

        assertThat(decoder.decode(TOPIC, minimal())).isInstanceOf(Decoded.class);
    }

    @Test
    void aReferenceThatCannotBeHadNowIsWaitedFor() {
        refer(StubRegistry.reference("p.Person", "person", 3));
        registry.refuses("/subjects/person/versions/3", 503);
        for (int i = 0; i < 10; i++) {
            assertThat(decoder.decode(TOPIC, minimal())).isInstanceOf(RegistryUnavailable.class);
            pass(Duration.ofSeconds(60));
        }
        registry.holds("person", 3, PERSON, List.of());
        registry.refuses("/subjects/person/versions/3", 0);

        assertThat(decoder.decode(TOPIC, minimal())).isInstanceOf(Decoded.class);
    }

    @Test
    void aReferenceThatDoesNotExistIsMalformedAfterABoundAndNotForGood() {
        refer(StubRegistry.reference("p.Person", "person", 3));
        registry.refuses("/subjects/person/versions/3", 404);
        assertThat(decoder.decode(TOPIC, minimal())).isInstanceOf(RegistryUnavailable.class);
        pass(Duration.ofSeconds(31));
        assertThat(((Malformed) decoder.decode(TOPIC, minimal())).problem())
                .contains("the registry refuses person version 3 to which schema id 7 refers (404");

        registry.holds("person", 3, PERSON, List.of());
        registry.refuses("/subjects/person/versions/3", 0);
        pass(Duration.ofSeconds(31));
        assertThat(decoder.decode(TOPIC, minimal())).isInstanceOf(Decoded.class);
    }

    @Test
    void referencesThatGoInCirclesAreMalformed() {
        refer(StubRegistry.reference("a", "a", 1));
        registry.holds("a", 1, PERSON, List.of(StubRegistry.reference("b", "b", 1)));
        registry.holds("b", 1, PERSON, List.of(StubRegistry.reference("a", "a", 1)));

        assertThat(((Malformed) decoder.decode(TOPIC, minimal())).problem()).contains("refers to itself");
    }

    @Test
    void aSchemaWithARuleForItsReadersIsRefusedAsSuch() {
        Map<String, Object> rule = Map.of(
                "name", "hideNames", "kind", "TRANSFORM", "mode", "WRITEREAD", "type", "ENCRYPT", "disabled", false);
        registry.holds(EncodedValues.ID, SHIPPED, Map.of("ruleSet", Map.of("domainRules", List.of(rule))));

        assertMalformed(EncodedValues.ID, "has the rule hideNames of type ENCRYPT for its readers");
    }

    @Test
    void rulesForWritersAndThoseThatAreSwitchedOffDoNotMatter() {
        Map<String, Object> writers = Map.of(
                "name",
                "check",
                "kind",
                "CONDITION",
                "mode",
                "WRITE",
                "type",
                "CEL",
                "expr",
                "true",
                "disabled",
                false);
        Map<String, Object> off =
                Map.of("name", "off", "kind", "TRANSFORM", "mode", "WRITEREAD", "type", "ENCRYPT", "disabled", true);
        registry.holds(EncodedValues.ID, SHIPPED, Map.of("ruleSet", Map.of("domainRules", List.of(writers, off))));

        assertThat(decoder.decode(TOPIC, value(EncodedValues.ID))).isInstanceOf(Decoded.class);
    }

    @Test
    void readsAnIdFromTheHeader() {
        registry.holds(EncodedValues.ID, SHIPPED);
        byte[] header =
                ByteBuffer.allocate(5).put((byte) 0).putInt(EncodedValues.ID).array();

        assertThat(decoder.decode(TOPIC, bare(), Optional.of(header)))
                .isEqualTo(new Decoded(Requests.full(), new InOriginal(BundledSchemaRequestReader.SCHEMA, 0)));
    }

    @Test
    void readsAGuidFromTheHeader() {
        UUID guid = UUID.fromString("12345678-9abc-def0-1234-56789abcdef0");
        registry.holds(guid, SHIPPED);

        for (int i = 0; i < 3; i++) {
            assertThat(decoder.decode(TOPIC, bare(), Optional.of(header(guid))))
                    .isEqualTo(new Decoded(Requests.full(), new InOriginal(BundledSchemaRequestReader.SCHEMA, 0)));
        }
        assertThat(registry.requests()).singleElement().asString().startsWith("GET /schemas/guids/" + guid);
    }

    @Test
    void anUnknownGuidIsLikeAnUnknownId() {
        UUID guid = new UUID(1, 2);
        assertThat(decoder.decode(TOPIC, bare(), Optional.of(header(guid)))).isInstanceOf(RegistryUnavailable.class);
        pass(Duration.ofSeconds(4));
        assertThat(((Malformed) decoder.decode(TOPIC, bare(), Optional.of(header(guid)))).problem())
                .contains("by its header: the registry has no schema with GUID " + guid);
    }

    @Test
    void aGuidIsUnknownToARegistryWithoutGuids() {
        UUID guid = new UUID(1, 2);
        registry.refuses("/schemas/guids/" + guid, 404);
        assertThat(decoder.decode(TOPIC, bare(), Optional.of(header(guid)))).isInstanceOf(RegistryUnavailable.class);
        pass(Duration.ofSeconds(4));
        assertThat(decoder.decode(TOPIC, bare(), Optional.of(header(guid)))).isInstanceOf(Malformed.class);
    }

    @Test
    void aValueThatCannotBeReadNamesTheHeaderThatWasThere() {
        registry.holds(EncodedValues.ID, SHIPPED);
        byte[] header =
                ByteBuffer.allocate(5).put((byte) 0).putInt(EncodedValues.ID).array();

        assertThat(((Malformed) decoder.decode(TOPIC, new byte[] {1}, Optional.of(header))).problem())
                .contains("written with schema id 7 of its header");
        for (byte[] odd : List.of(new byte[0], new byte[] {0, 1}, new byte[17], new byte[] {2, 0, 0, 0, 7})) {
            assertThat(((Malformed) decoder.decode(TOPIC, bare(), Optional.of(odd))).problem())
                    .contains("the schema id in its header has " + odd.length + " bytes");
        }
    }

    private static byte[] header(UUID guid) {
        return ByteBuffer.allocate(17)
                .put((byte) 1)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();
    }

    private static byte[] bare() {
        byte[] value = EncodedValues.shipped(Requests.full());
        return Arrays.copyOfRange(value, 5, value.length);
    }

    private static byte[] value(int id) {
        byte[] value = EncodedValues.shipped(Requests.full());
        ByteBuffer.wrap(value).putInt(1, id);
        return value;
    }

    /** Instance, flow and name, each of one letter. */
    private static byte[] minimal() {
        return EncodedValues.framed(EncodedValues.ID, new byte[] {2, 'i', 2, 'f', 2, 'n'});
    }

    private void refer(Map<String, Object> reference) {
        registry.holds(EncodedValues.ID, REFERRING, Map.of("references", List.of(reference)));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void assertUnavailable(int id) {
        assertThat(decoder.decode(TOPIC, value(id))).isInstanceOf(RegistryUnavailable.class);
    }

    private void assertMalformed(int id, String problem) {
        assertThat(((Malformed) decoder.decode(TOPIC, value(id))).problem()).contains(problem);
    }
}

package chatcontacts.connect;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.ChatRequest;
import chatcontacts.ChatStreamingConfiguration;
import chatcontacts.InitialMessage;
import chatcontacts.ParticipantConfiguration;
import chatcontacts.ParticipantDetails;
import chatcontacts.PersistentChat;
import chatcontacts.SegmentAttributeValue;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.ParticipantCredentials.Connection;
import chatcontacts.domain.outcome.ParticipantCredentials.Socket;
import chatcontacts.registry.BundledSchemaRequestReader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Field by field, from the bytes of an Avro request to the JSON that Connect gets over HTTP: what is there arrives as it is,
 * what is absent leaves no trace.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParameterMappingTest {

    private static final String REQUIRED = """
            {"InstanceId": "i", "ContactFlowId": "f", "ParticipantDetails": {"DisplayName": "Zoë \uD83D\uDE00"},
             "ClientToken": "t"}""";

    private final ObjectMapper json = new ObjectMapper();
    private final BundledSchemaRequestReader reader = new BundledSchemaRequestReader();
    private RawServer server;
    private TestLane lane;

    /** A field of the request that may be absent, and what Connect must see of it; nothing if it has no name there. */
    record Optionally(String field, Consumer<ChatRequest> set, String name, String seen) {
        @Override
        public String toString() {
            return field;
        }
    }

    private static Optionally sent(String field, String name, String seen, Consumer<ChatRequest> set) {
        return new Optionally(field, set, name, seen);
    }

    private static Optionally kept(String field, Consumer<ChatRequest> set) {
        return new Optionally(field, set, "", "");
    }

    static List<Optionally> fields() {
        return List.of(
                sent(
                        "attributes",
                        "Attributes",
                        "{\"a-B_1\": \"\", \"ü\": \"\\\"\\n\\u0000\"}",
                        it -> it.setAttributes(Map.of("a-B_1", "", "ü", "\"\n\0"))),
                sent(
                        "participantConfiguration",
                        "ParticipantConfiguration",
                        "{\"ResponseMode\": \"COMPLETE\"}",
                        it -> it.setParticipantConfiguration(new ParticipantConfiguration("COMPLETE"))),
                sent(
                        "initialMessage",
                        "InitialMessage",
                        "{\"ContentType\": \"text/markdown\", \"Content\": \"# 1\"}",
                        it -> it.setInitialMessage(new InitialMessage("text/markdown", "# 1"))),
                sent("chatDurationInMinutes", "ChatDurationInMinutes", "60", it -> it.setChatDurationInMinutes(60)),
                sent(
                        "supportedMessagingContentTypes",
                        "SupportedMessagingContentTypes",
                        "[\"text/markdown\", \"text/plain\", \"application/json\"]",
                        it -> it.setSupportedMessagingContentTypes(
                                List.of("text/markdown", "text/plain", "application/json"))),
                sent(
                        "persistentChat",
                        "PersistentChat",
                        "{\"RehydrationType\": \"ENTIRE_PAST_SESSION\", \"SourceContactId\": \"c-0\"}",
                        it -> it.setPersistentChat(new PersistentChat("ENTIRE_PAST_SESSION", "c-0"))),
                sent("relatedContactId", "RelatedContactId", "\"c-1\"", it -> it.setRelatedContactId("c-1")),
                sent("segmentAttributes", "SegmentAttributes", """
                        {"connect:Subtype": {"ValueString": ""}, "n": {"ValueInteger": 0}, "a": {"ValueArn": "arn:x"},
                         "m": {"ValueMap": {"l": {"ValueList": [{"ValueString": "s"}, {"ValueMap": {}}]}}}}""", it -> it.setSegmentAttributes(segments())),
                sent("customerId", "CustomerId", "\"c/9\"", it -> it.setCustomerId("c/9")),
                sent(
                        "disconnectOnCustomerExit",
                        "DisconnectOnCustomerExit",
                        "[\"AGENT\"]",
                        it -> it.setDisconnectOnCustomerExit(List.of("AGENT"))),
                sent(
                        "connectionTypes",
                        "ConnectionTypes",
                        "[\"CONNECTION_CREDENTIALS\", \"WEBSOCKET\"]",
                        it -> it.setConnectionTypes(List.of("CONNECTION_CREDENTIALS", "WEBSOCKET"))),
                sent(
                        "chatStreamingConfiguration",
                        "ChatStreamingConfiguration",
                        "{\"StreamingEndpointArn\": \"arn:\\\"ü\"}",
                        it -> it.setChatStreamingConfiguration(new ChatStreamingConfiguration("arn:\"ü"))),
                kept("startBy", it -> it.setStartBy(Instant.EPOCH)),
                kept("notBefore", it -> it.setNotBefore(Instant.EPOCH)),
                kept("fairnessKey", it -> it.setFairnessKey("k")),
                kept("requestedAt", it -> it.setRequestedAt(Instant.EPOCH)),
                kept("priority", it -> it.setPriority(9)));
    }

    private static Map<String, SegmentAttributeValue> segments() {
        var text = new SegmentAttributeValue();
        text.setValueString("");
        var inner = new SegmentAttributeValue();
        inner.setValueString("s");
        var whole = new SegmentAttributeValue();
        whole.setValueInteger(0);
        var arn = new SegmentAttributeValue();
        arn.setValueArn("arn:x");
        var empty = new SegmentAttributeValue();
        empty.setValueMap(Map.of());
        var list = new SegmentAttributeValue();
        list.setValueList(List.of(inner, empty));
        var map = new SegmentAttributeValue();
        map.setValueMap(Map.of("l", list));
        return Map.of("connect:Subtype", text, "n", whole, "a", arn, "m", map);
    }

    @BeforeAll
    void start() {
        server = RawServer.that(RawServer.respond(200, "", """
                {"ContactId":"c","ParticipantId":"p","ParticipantToken":"t","ContinuedFromContactId":"d",
                 "ConnectionCredentials":{"ConnectionToken":"k","Expiry":"1970-01-01T00:00:01Z"},
                 "Websocket":{"Url":"wss://u","ConnectionExpiry":"1970-01-01T00:00:02Z"},"StreamingId":"s"}"""));
        lane = TestLane.at(server.uri());
    }

    @AfterAll
    void stop() {
        lane.close();
        server.close();
    }

    @ParameterizedTest
    @MethodSource("fields")
    void oneFieldAloneArrivesAndNothingElse(Optionally field) throws Exception {
        ChatRequest request = required();
        field.set().accept(request);

        assertThat(seen(request)).isEqualTo(expected(List.of(field)));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void oneFieldThatIsAbsentLeavesNoTraceAndAllOthersArrive(Optionally absent) throws Exception {
        List<Optionally> others = fields().stream()
                .filter(it -> !it.field().equals(absent.field()))
                .toList();
        ChatRequest request = required();
        others.forEach(it -> it.set().accept(request));

        assertThat(seen(request)).isEqualTo(expected(others));
    }

    @Test
    void everyFieldOfTheSchemaIsAmongThese() {
        assertThat(ChatRequest.getClassSchema().getFields().stream()
                        .map(Schema.Field::name)
                        .collect(Collectors.toSet()))
                .containsAll(fields().stream().map(Optionally::field).toList())
                .hasSize(fields().size() + 4)
                .contains("instanceId", "contactFlowId", "participantDetails", "clientToken");
    }

    @Test
    void allFieldsOfTheResponseComeBack() throws Exception {
        ChatRequest request = required();
        request.setConnectionTypes(List.of("WEBSOCKET", "CONNECTION_CREDENTIALS"));
        request.setChatStreamingConfiguration(new ChatStreamingConfiguration("arn"));
        var credentials = ParticipantCredentials.of(
                "t",
                Optional.of(new Connection("k", Optional.of(Instant.ofEpochSecond(1)))),
                Optional.of(new Socket("wss://u", Optional.of(Instant.ofEpochSecond(2)))));

        assertThat(start(request))
                .isEqualTo(new CallResult.ChatStarted(
                        "c", "p", credentials, Optional.of("d"), Optional.of("s"), Optional.empty()));
    }

    @Test
    void anEmptyParticipantConfigurationIsSentAsItIs() throws Exception {
        ChatRequest request = required();
        request.setParticipantConfiguration(new ParticipantConfiguration());
        ObjectNode expected = expected(List.of());
        expected.set("ParticipantConfiguration", json.createObjectNode());

        assertThat(seen(request)).isEqualTo(expected);
    }

    @Test
    void whatWasNotAskedForIsNotLookedFor() throws Exception {
        assertThat(start(required()))
                .isEqualTo(new CallResult.ChatStarted(
                        "c",
                        "p",
                        ParticipantCredentials.of("t"),
                        Optional.of("d"),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static ChatRequest required() {
        return ChatRequest.newBuilder()
                .setInstanceId("i")
                .setContactFlowId("f")
                .setParticipantDetails(new ParticipantDetails("Zoë \uD83D\uDE00"))
                .setClientToken("t")
                .build();
    }

    private ObjectNode expected(List<Optionally> present) throws Exception {
        ObjectNode expected = (ObjectNode) json.readTree(REQUIRED);
        for (Optionally field : present) {
            if (!field.name().isEmpty()) {
                expected.set(field.name(), json.readTree(field.seen()));
            }
        }
        return expected;
    }

    private JsonNode seen(ChatRequest request) throws Exception {
        start(request);
        return json.readTree(server.requests().getLast().body());
    }

    private CallResult start(ChatRequest request) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        var out = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<>(ChatRequest.class).write(request, out);
        out.flush();
        var read = reader.read(BundledSchemaRequestReader.SCHEMA, bytes.toByteArray(), 0);
        return lane.starter()
                .start(read.call(), read.clientToken().orElseThrow())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }
}

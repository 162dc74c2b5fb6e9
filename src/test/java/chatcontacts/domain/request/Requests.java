package chatcontacts.domain.request;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests for tests: one with the required parameters only, one with every parameter, and variations of it. */
public final class Requests {

    /** An instance id as Connect makes them. */
    public static final String INSTANCE = "8b2cd6a4-1f0e-4f1b-9d37-5c8f3a6e2b10";

    private Requests() {}

    /** Required parameters only. */
    public static DecodedRequest minimal() {
        return of(StartChat.of(INSTANCE, "flow-1", "Ada"));
    }

    /** That call, and nothing for the service itself. */
    public static DecodedRequest of(StartChat call) {
        return new DecodedRequest(
                call,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                DecodedRequest.DEFAULT_PRIORITY,
                Optional.empty(),
                Optional.empty());
    }

    /** Every parameter, but for relatedContactId, which cannot stand beside persistentChat. */
    public static DecodedRequest full() {
        return new DecodedRequest(
                fullCall().build(),
                Optional.of("token/1"),
                Optional.of(Instant.ofEpochMilli(1_900_000_000_123L)),
                Optional.of(Instant.ofEpochMilli(1_700_000_000_789L)),
                3,
                Optional.of("tenant-1"),
                Optional.of(Instant.ofEpochMilli(1_800_000_000_456L)));
    }

    /** Every parameter, to be varied. */
    public static CallBuilder fullCall() {
        CallBuilder call = call();
        call.attributes = Optional.of(Map.of("tier", "gold", "lang", "grüezi"));
        call.initialMessage = Optional.of(new InitialMessage("text/plain", "Hello, I need help"));
        call.chatDurationInMinutes = Optional.of(120);
        call.contentTypes = Optional.of(List.of(
                "text/plain",
                "application/vnd.amazonaws.connect.message.interactive",
                "application/vnd.amazonaws.connect.message.interactive.response"));
        call.persistentChat = Optional.of(new PersistentChat(Optional.of("FROM_SEGMENT"), Optional.of("contact-0")));
        call.segmentAttributes = Optional.of(Map.of(
                "connect:Subtype",
                new SegmentValue.Text("connect:Guide"),
                "level",
                new SegmentValue.Whole(-7),
                "where",
                new SegmentValue.Arn("arn:aws:connect:eu-west-2:123456789012:instance/x"),
                "more",
                new SegmentValue.Group(Map.of(
                        "list",
                        new SegmentValue.Sequence(List.of(new SegmentValue.Text("a"), new SegmentValue.Whole(2)))))));
        call.customerId = Optional.of("customer-9");
        call.participantConfiguration = Optional.of(new ParticipantConfiguration(Optional.of("INCREMENTAL")));
        call.disconnectOnCustomerExit = Optional.of(List.of("AGENT"));
        call.connectionTypes = Optional.of(List.of("WEBSOCKET", "CONNECTION_CREDENTIALS"));
        call.streamingEndpointArn = Optional.of("arn:aws:sns:eu-west-2:123456789012:chats");
        return call;
    }

    /** Required parameters only, to be varied. */
    public static CallBuilder call() {
        return new CallBuilder();
    }

    /** A call under construction; its fields are set directly. */
    public static final class CallBuilder {
        public String instanceId = INSTANCE;
        public String contactFlowId = "flow-1";
        public String displayName = "Ada";
        public Optional<Map<String, String>> attributes = Optional.empty();
        public Optional<InitialMessage> initialMessage = Optional.empty();
        public Optional<Integer> chatDurationInMinutes = Optional.empty();
        public Optional<List<String>> contentTypes = Optional.empty();
        public Optional<PersistentChat> persistentChat = Optional.empty();
        public Optional<String> relatedContactId = Optional.empty();
        public Optional<Map<String, SegmentValue>> segmentAttributes = Optional.empty();
        public Optional<String> customerId = Optional.empty();
        public Optional<ParticipantConfiguration> participantConfiguration = Optional.empty();
        public Optional<List<String>> disconnectOnCustomerExit = Optional.empty();
        public Optional<List<String>> connectionTypes = Optional.empty();
        public Optional<String> streamingEndpointArn = Optional.empty();

        public StartChat build() {
            return new StartChat(
                    instanceId,
                    contactFlowId,
                    displayName,
                    attributes,
                    initialMessage,
                    chatDurationInMinutes,
                    contentTypes,
                    persistentChat,
                    relatedContactId,
                    segmentAttributes,
                    customerId,
                    participantConfiguration,
                    disconnectOnCustomerExit,
                    connectionTypes,
                    streamingEndpointArn);
        }
    }
}

package chatcontacts.testkit.connect;

import chatcontacts.ChatRequest;
import chatcontacts.ChatStreamingConfiguration;
import chatcontacts.InitialMessage;
import chatcontacts.ParticipantConfiguration;
import chatcontacts.ParticipantDetails;
import chatcontacts.PersistentChat;
import chatcontacts.SegmentAttributeValue;
import chatcontacts.testkit.connect.StartParams.Message;
import chatcontacts.testkit.connect.StartParams.Persistence;
import chatcontacts.testkit.connect.StartParams.SegmentAttribute;
import chatcontacts.testkit.connect.StartParams.Streaming;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request with every parameter that can stand together, and what Connect must see of it. */
public final class FullRequest {

    /** The contact that it continues. */
    public static final String SOURCE_CONTACT = "3f0a1c1e-7a3b-4a59-9f0e-0d6a4b0f9c11";

    private static final String NAME = "Ada Gr\u00fc\u00dfe \uD83D\uDE42 \"quoted\"";
    private static final Map<String, String> ATTRIBUTES =
            Map.of("order", "17", "empty", "", "umlaut_key-1", "Gr\u00fc\u00dfe\n\t\\");
    private static final String MESSAGE = "*bold*\n\u0007 {\"json\": \"\u2028\"}";
    private static final String INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive";
    private static final List<String> TYPES =
            List.of(INTERACTIVE + ".response", "text/plain", INTERACTIVE, "application/json", "text/markdown");
    private static final List<String> CONNECTION_TYPES = List.of("WEBSOCKET", "CONNECTION_CREDENTIALS");
    private static final String ARN = "arn:aws:sns:eu-central-1:123456789012:topic";

    private FullRequest() {}

    public static ChatRequest of(String instanceId, String flow, String token) {
        return ChatRequest.newBuilder()
                .setInstanceId(instanceId)
                .setContactFlowId(flow)
                .setClientToken(token)
                .setParticipantDetails(new ParticipantDetails(NAME))
                .setAttributes(ATTRIBUTES)
                .setParticipantConfiguration(new ParticipantConfiguration("COMPLETE"))
                .setInitialMessage(new InitialMessage("text/markdown", MESSAGE))
                .setChatDurationInMinutes(10_080)
                .setSupportedMessagingContentTypes(TYPES)
                .setPersistentChat(new PersistentChat("FROM_SEGMENT", SOURCE_CONTACT))
                .setSegmentAttributes(Map.of(
                        "connect:Subtype", text("connect:Guide"),
                        "empty", text(""),
                        "tree", tree()))
                .setCustomerId("customer/17 \u00e4")
                .setDisconnectOnCustomerExit(List.of("AGENT"))
                .setConnectionTypes(CONNECTION_TYPES)
                .setChatStreamingConfiguration(new ChatStreamingConfiguration(ARN))
                .build();
    }

    private static SegmentAttributeValue tree() {
        SegmentAttributeValue whole = new SegmentAttributeValue();
        whole.setValueInteger(Integer.MIN_VALUE);
        SegmentAttributeValue arn = new SegmentAttributeValue();
        arn.setValueArn(ARN);
        SegmentAttributeValue list = new SegmentAttributeValue();
        list.setValueList(List.of(text("first"), whole, arn));
        SegmentAttributeValue map = new SegmentAttributeValue();
        map.setValueMap(Map.of("list", list, "inner", text("\u00e9")));
        return map;
    }

    private static SegmentAttributeValue text(String value) {
        SegmentAttributeValue text = new SegmentAttributeValue();
        text.setValueString(value);
        return text;
    }

    /** The parameters of the call that it asks for. */
    public static StartParams asConnectMustSeeIt(String flow) {
        SegmentAttribute list = new SegmentAttribute(
                null,
                null,
                null,
                List.of(
                        attribute("first", null),
                        attribute(null, (long) Integer.MIN_VALUE),
                        new SegmentAttribute(null, null, null, null, ARN)),
                null);
        SegmentAttribute tree =
                new SegmentAttribute(null, null, Map.of("list", list, "inner", attribute("\u00e9", null)), null, null);
        return new StartParams(
                flow,
                NAME,
                ATTRIBUTES,
                "COMPLETE",
                new Message("text/markdown", MESSAGE),
                10_080L,
                TYPES,
                new Persistence("FROM_SEGMENT", SOURCE_CONTACT),
                null,
                Map.of(
                        "connect:Subtype", attribute("connect:Guide", null),
                        "empty", attribute("", null),
                        "tree", tree),
                "customer/17 \u00e4",
                List.of("AGENT"),
                CONNECTION_TYPES,
                new Streaming(ARN),
                List.of());
    }

    private static SegmentAttribute attribute(@Nullable String text, @Nullable Long whole) {
        return new SegmentAttribute(text, whole, null, null, null);
    }
}

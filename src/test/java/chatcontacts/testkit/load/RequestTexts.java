package chatcontacts.testkit.load;

import chatcontacts.ChatRequest;
import chatcontacts.ChatStreamingConfiguration;
import chatcontacts.InitialMessage;
import chatcontacts.ParticipantConfiguration;
import chatcontacts.ParticipantDetails;
import chatcontacts.PersistentChat;
import chatcontacts.SegmentAttributeValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Fills requests with a customer's texts. Each of them holds the word {@link #WORD}: a search for it finds every place into
 * which customer text has leaked. Not thread-safe.
 */
public final class RequestTexts {

    /** In every display name, attribute, message and customer id, sound or not. */
    public static final String WORD = "confidential";

    private static final String INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive";

    /** All of them, since a first message must be of a type that the participant takes. */
    private static final List<String> ALL_TYPES =
            List.of("text/plain", "text/markdown", "application/json", INTERACTIVE, INTERACTIVE + ".response");

    private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:chats";

    private final SplittableRandom random;
    private int number;

    RequestTexts(SplittableRandom random) {
        this.random = random;
    }

    /** A sound request: each optional parameter of the call is there in a third of them. */
    ChatRequest request(String instanceId, String flow, String token) {
        number++;
        ChatRequest request = ChatRequest.newBuilder()
                .setInstanceId(instanceId)
                .setContactFlowId(flow)
                .setClientToken(token)
                .setParticipantDetails(new ParticipantDetails("Ada, " + WORD + " " + number + " \uD83D\uDE42"))
                .build();
        if (third()) {
            request.setAttributes(Map.of("order", WORD + " " + number, "language", "de-" + WORD, "empty", ""));
        }
        if (third()) {
            request.setParticipantConfiguration(
                    new ParticipantConfiguration(random.nextBoolean() ? "INCREMENTAL" : "COMPLETE"));
        }
        if (third()) {
            request.setInitialMessage(message());
        }
        if (third()) {
            request.setChatDurationInMinutes(60 + random.nextInt(10_021));
        }
        if (third()) {
            request.setSupportedMessagingContentTypes(ALL_TYPES);
        }
        if (third()) {
            request.setCustomerId(WORD + "-" + number);
        }
        if (third()) {
            request.setSegmentAttributes(segments());
        }
        if (third()) {
            request.setConnectionTypes(
                    random.nextBoolean() ? List.of("WEBSOCKET") : List.of("CONNECTION_CREDENTIALS", "WEBSOCKET"));
        }
        if (third()) {
            request.setDisconnectOnCustomerExit(List.of("AGENT"));
        }
        if (third()) {
            request.setChatStreamingConfiguration(new ChatStreamingConfiguration(TOPIC));
        }
        switch (random.nextInt(6)) {
            case 0 ->
                request.setPersistentChat(new PersistentChat(
                        "ENTIRE_PAST_SESSION", UUID.randomUUID().toString()));
            case 1 -> request.setRelatedContactId(UUID.randomUUID().toString());
            default -> {}
        }
        if (random.nextInt(20) == 0) {
            request.setSegmentAttributes(Map.of("connect:Subtype", text("connect:Guide")));
            request.setSupportedMessagingContentTypes(ALL_TYPES);
        }
        return request;
    }

    private boolean third() {
        return random.nextInt(3) == 0;
    }

    private InitialMessage message() {
        return switch (random.nextInt(4)) {
            case 0 -> new InitialMessage("text/markdown", "**" + WORD + "** " + number);
            case 1 -> new InitialMessage("application/json", "{\"" + WORD + "\":" + number + "}");
            case 2 -> new InitialMessage(INTERACTIVE + ".response", "{\"action\":\"" + WORD + "\"}");
            default -> new InitialMessage("text/plain", WORD + " " + "x".repeat(random.nextInt(1_000)));
        };
    }

    private static Map<String, SegmentAttributeValue> segments() {
        SegmentAttributeValue whole = new SegmentAttributeValue();
        whole.setValueInteger(-7);
        SegmentAttributeValue arn = new SegmentAttributeValue();
        arn.setValueArn("arn:aws:sns:eu-central-1:123456789012:" + WORD);
        SegmentAttributeValue list = new SegmentAttributeValue();
        list.setValueList(List.of(text(WORD + " in a list"), whole));
        SegmentAttributeValue map = new SegmentAttributeValue();
        map.setValueMap(Map.of("inner", text(WORD), "list", list, "arn", arn));
        return Map.of("plain", text(""), "tree", map);
    }

    private static SegmentAttributeValue text(String value) {
        SegmentAttributeValue text = new SegmentAttributeValue();
        text.setValueString(value);
        return text;
    }

    /** Makes the request break one rule, in any of many ways. */
    void spoil(ChatRequest request) {
        switch (random.nextInt(9)) {
            case 0 -> request.setParticipantDetails(new ParticipantDetails(WORD.repeat(30)));
            case 1 -> request.setAttributes(Map.of("not " + WORD, WORD));
            case 2 -> request.setAttributes(Map.of("large", WORD.repeat(3_000)));
            case 3 -> request.setInitialMessage(new InitialMessage("text/" + WORD, WORD));
            case 4 -> request.setInitialMessage(new InitialMessage("text/plain", WORD.repeat(1_500)));
            case 5 -> request.setChatDurationInMinutes(59);
            case 6 -> request.setSupportedMessagingContentTypes(List.of(WORD));
            case 7 -> request.setCustomerId(WORD.repeat(20));
            default -> {
                Map<String, SegmentAttributeValue> segments = new HashMap<>(segments());
                segments.put(WORD + " key", new SegmentAttributeValue());
                request.setSegmentAttributes(segments);
            }
        }
    }
}

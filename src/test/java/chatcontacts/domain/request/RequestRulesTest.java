package chatcontacts.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.request.Requests.CallBuilder;
import chatcontacts.domain.request.SegmentValue.Ambiguous;
import chatcontacts.domain.request.SegmentValue.Arn;
import chatcontacts.domain.request.SegmentValue.Group;
import chatcontacts.domain.request.SegmentValue.Sequence;
import chatcontacts.domain.request.SegmentValue.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RequestRulesTest {

    private static final String EMOJI = "\uD83D\uDE00";
    private static final String GUIDE_TYPE = "application/vnd.amazonaws.connect.message.interactive";
    private static final String RESPONSE_TYPE = "application/vnd.amazonaws.connect.message.interactive.response";

    private final RequestRules rules = new RequestRules(MessageLimits.DOCUMENTED);

    @Test
    void acceptsARequestWithTheRequiredParametersOnly() {
        assertThat(rules.check(Requests.minimal())).isEmpty();
    }

    @Test
    void acceptsARequestWithEveryParameter() {
        assertThat(rules.check(Requests.full())).isEmpty();
    }

    @Test
    void boundsTheInstanceId() {
        accepts(call -> call.instanceId = "i".repeat(100));
        refuses("instanceId", call -> call.instanceId = "");
        refuses("instanceId", call -> call.instanceId = "i".repeat(101));
    }

    @Test
    void takesAnArnOnlyIfItIsThatOfAnInstance() {
        accepts(call -> call.instanceId = "arn:aws-us-gov:connect:us-gov-west-1:123456789012:instance/i");
        refuses("instanceId", call -> call.instanceId = "arn:aws:connect:us-east-1:123456789012:queue/i");
    }

    @Test
    void boundsTheFlow() {
        accepts(call -> call.contactFlowId = "f".repeat(500));
        refuses("contactFlowId", call -> call.contactFlowId = "f".repeat(501));
        refuses("contactFlowId", call -> call.contactFlowId = "");
    }

    @Test
    void boundsTheDisplayNameInCodePoints() {
        accepts(call -> call.displayName = EMOJI.repeat(256));
        refuses("participantDetails.displayName", call -> call.displayName = "n".repeat(257));
        refuses("participantDetails.displayName", call -> call.displayName = "");
    }

    @Test
    void boundsTheAttributesInUtf8Bytes() {
        accepts(call -> call.attributes = Optional.of(Map.of("key", "v".repeat(32_768 - 3))));
        accepts(call -> call.attributes = Optional.of(Map.of("k", "ü".repeat(16_383))));
        refuses("attributes", call -> call.attributes = Optional.of(Map.of("key", "v".repeat(32_768 - 2))));
        refuses("attributes", call -> call.attributes = Optional.of(Map.of("k", "ü".repeat(16_384))));
    }

    @Test
    void allowsLettersDigitsDashesAndUnderscoresInAttributeKeys() {
        accepts(call -> call.attributes = Optional.of(Map.of("Az09_-", "")));
        for (String key : List.of("", "a b", "a.b", "a:b", "é", EMOJI, "a\u0000", "a\n")) {
            refuses("attributes", call -> call.attributes = Optional.of(Map.of(key, "v")));
        }
    }

    @Test
    void knowsTheResponseModes() {
        accepts(call ->
                call.participantConfiguration = Optional.of(new ParticipantConfiguration(Optional.of("INCREMENTAL"))));
        accepts(call ->
                call.participantConfiguration = Optional.of(new ParticipantConfiguration(Optional.of("COMPLETE"))));
        refuses(
                "participantConfiguration.responseMode",
                call -> call.participantConfiguration =
                        Optional.of(new ParticipantConfiguration(Optional.of("complete"))));
    }

    @Test
    void boundsTheBytesOfAnInitialMessage() {
        int limit = 16_384;
        MessageLimits.TYPES.forEach(type -> {
            accepts(message(type, "x"));
            accepts(message(type, "x".repeat(limit)));
            accepts(message(type, EMOJI.repeat(limit / 4)));
            refuses("initialMessage.content", message(type, ""));
            refuses("initialMessage.content", message(type, "x".repeat(limit + 1)));
            refuses("initialMessage.content", message(type, EMOJI.repeat(limit / 4) + "x"));
        });
    }

    @Test
    void knowsTheTypesOfInitialMessages() {
        refuses("initialMessage.contentType", message(GUIDE_TYPE, "x"));
        refuses("initialMessage.contentType", message("TEXT/PLAIN", "x"));
        refuses("initialMessage.contentType", message("", "x"));
        assertThat(MessageLimits.TYPES).hasSize(4).allSatisfy(type -> accepts(message(type, "x")));
    }

    @Test
    void takesOtherLimitsOfInitialMessages() {
        RequestRules others = new RequestRules(new MessageLimits(1, 2, 3, 4));
        Map.of("text/plain", 1, "text/markdown", 2, "application/json", 3, RESPONSE_TYPE, 4)
                .forEach((type, limit) -> {
                    CallBuilder call = Requests.call();
                    message(type, "x".repeat(limit)).accept(call);
                    assertThat(others.check(Requests.of(call.build()))).isEmpty();
                    message(type, "x".repeat(limit + 1)).accept(call);
                    assertThat(others.check(Requests.of(call.build())))
                            .extracting(Fault::toString)
                            .containsExactly("initialMessage.content: " + (limit + 1)
                                    + " UTF-8 bytes, allowed are 1 to " + limit);
                });
    }

    @Test
    void boundsTheClientToken() {
        assertThat(rules.check(withToken("t".repeat(500)))).isEmpty();
        assertThat(rules.check(withToken("a b/ü"))).isEmpty();
        assertThat(rules.check(withToken("t".repeat(501))))
                .extracting(Fault::toString)
                .containsExactly("clientToken: 501 characters, allowed are 0 to 500");
    }

    @Test
    void boundsTheDuration() {
        accepts(call -> call.chatDurationInMinutes = Optional.of(60));
        accepts(call -> call.chatDurationInMinutes = Optional.of(10_080));
        refuses("chatDurationInMinutes", call -> call.chatDurationInMinutes = Optional.of(59));
        refuses("chatDurationInMinutes", call -> call.chatDurationInMinutes = Optional.of(10_081));
    }

    @Test
    void wantsPlainTextAmongTheSupportedTypes() {
        accepts(call -> call.contentTypes =
                Optional.of(List.of("application/json", "text/markdown", GUIDE_TYPE, RESPONSE_TYPE, "text/plain")));
        refuses("supportedMessagingContentTypes", call -> call.contentTypes = Optional.of(List.of("application/json")));
        accepts(call -> call.contentTypes = Optional.of(List.of()));
        refuses(
                "supportedMessagingContentTypes",
                call -> call.contentTypes = Optional.of(List.of("text/plain", "text/html")));
    }

    @Test
    void wantsBothHalvesOfAPersistentChat() {
        accepts(persistent("ENTIRE_PAST_SESSION", "c".repeat(256)));
        refuses("persistentChat.rehydrationType", persistent(null, "c"));
        refuses("persistentChat.rehydrationType", persistent("from_segment", "c"));
        refuses("persistentChat.sourceContactId", persistent("FROM_SEGMENT", null));
        refuses("persistentChat.sourceContactId", persistent("FROM_SEGMENT", ""));
        refuses("persistentChat.sourceContactId", persistent("FROM_SEGMENT", "c".repeat(257)));
    }

    @Test
    void allowsARelatedContactOnlyWithoutAPersistentChat() {
        accepts(call -> call.relatedContactId = Optional.of("c".repeat(256)));
        refuses("relatedContactId", call -> call.relatedContactId = Optional.of(""));
        refuses("relatedContactId", call -> call.relatedContactId = Optional.of("c".repeat(257)));
        refuses("relatedContactId", call -> {
            persistent("FROM_SEGMENT", "c").accept(call);
            call.relatedContactId = Optional.of("c");
        });
    }

    @Test
    void boundsTheKeysOfSegmentAttributesOnEveryLevel() {
        accepts(segment("connect:Subtype", new Text("connect:SMS")));
        accepts(segment("k".repeat(128), new Text("")));
        for (String key : List.of("", "k".repeat(129), "a b", "a.b", "é")) {
            refuses("segmentAttributes", segment(key, new Text("v")));
            refuses("segmentAttributes", segment("a", new Group(Map.of(key, new Text("v")))));
        }
    }

    @Test
    void boundsTheTextsOfSegmentAttributesOnEveryLevel() {
        accepts(segment("a", new Text("v".repeat(1024))));
        refuses("segmentAttributes.*.valueString", segment("a", new Text("v".repeat(1025))));
        refuses("segmentAttributes.*.valueString", segment("a", new Sequence(List.of(new Text("v".repeat(1025))))));
    }

    @Test
    void wantsExactlyOneKindInEachSegmentValue() {
        refuses("segmentAttributes", segment("a", new Ambiguous(0)));
        refuses("segmentAttributes", segment("a", new Group(Map.of("b", new Ambiguous(2)))));
    }

    @Test
    void boundsTheDepthOfSegmentAttributes() {
        accepts(segment("a", nested(10, new Arn("arn"))));
        refuses("segmentAttributes", segment("a", nested(11, new Arn("arn"))));
        refuses("segmentAttributes", segment("a", nested(5_000, new Arn("arn"))));
    }

    @Test
    void wantsBothInteractiveTypesForAGuide() {
        Consumer<CallBuilder> guide = segment("connect:Subtype", new Text("connect:Guide"));
        refuses("supportedMessagingContentTypes", guide);
        refuses(
                "supportedMessagingContentTypes",
                guide.andThen(call -> call.contentTypes = Optional.of(List.of("text/plain", GUIDE_TYPE))));
        accepts(guide.andThen(
                call -> call.contentTypes = Optional.of(List.of("text/plain", GUIDE_TYPE, RESPONSE_TYPE))));
    }

    @Test
    void boundsTheCustomerId() {
        accepts(call -> call.customerId = Optional.of("c".repeat(128)));
        refuses("customerId", call -> call.customerId = Optional.of(""));
        refuses("customerId", call -> call.customerId = Optional.of("c".repeat(129)));
    }

    @Test
    void boundsThePriority() {
        for (int priority : List.of(0, 5, 9)) {
            assertThat(rules.check(withPriority(priority))).isEmpty();
        }
        for (int priority : List.of(-1, 10, Integer.MAX_VALUE)) {
            assertThat(rules.check(withPriority(priority)))
                    .extracting(Fault::field)
                    .containsExactly("priority");
        }
    }

    @Test
    void tellsEveryFaultAtOnceButNeverWhatWasWritten() {
        String secret = "sesame open";
        CallBuilder call = Requests.call();
        call.instanceId = "arn:" + secret;
        call.displayName = secret.repeat(100);
        call.attributes = Optional.of(Map.of(secret, secret));
        call.initialMessage = Optional.of(new InitialMessage(secret, secret));
        call.contentTypes = Optional.of(List.of(secret));
        call.persistentChat = Optional.of(new PersistentChat(Optional.of(secret), Optional.of(secret.repeat(100))));
        call.segmentAttributes = Optional.of(Map.of(secret, new Text(secret.repeat(100))));
        call.customerId = Optional.of(secret.repeat(100));
        call.participantConfiguration = Optional.of(new ParticipantConfiguration(Optional.of(secret)));

        List<Fault> faults = rules.check(Requests.of(call.build()));

        assertThat(faults)
                .extracting(Fault::field)
                .containsExactly(
                        "instanceId",
                        "participantDetails.displayName",
                        "attributes",
                        "participantConfiguration.responseMode",
                        "initialMessage.contentType",
                        "supportedMessagingContentTypes",
                        "supportedMessagingContentTypes",
                        "persistentChat.rehydrationType",
                        "persistentChat.sourceContactId",
                        "segmentAttributes",
                        "segmentAttributes.*.valueString",
                        "customerId");
        assertThat(faults).noneSatisfy(fault -> assertThat(fault.toString()).containsIgnoringCase("sesame"));
    }

    @Test
    void tellsABoundedNumberOfFaults() {
        Map<String, SegmentValue> many = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            many.put("k" + i, new Ambiguous(0));
        }
        CallBuilder call = Requests.call();
        call.segmentAttributes = Optional.of(many);

        assertThat(rules.check(Requests.of(call.build())))
                .hasSize(RequestRules.MAX_FAULTS)
                .last()
                .hasToString("request: 981 more errors");
    }

    private void accepts(Consumer<CallBuilder> change) {
        assertThat(faultsOf(change)).isEmpty();
    }

    private void refuses(String field, Consumer<CallBuilder> change) {
        assertThat(faultsOf(change)).extracting(Fault::field).containsExactly(field);
    }

    private List<Fault> faultsOf(Consumer<CallBuilder> change) {
        CallBuilder call = Requests.call();
        change.accept(call);
        return rules.check(Requests.of(call.build()));
    }

    private static Consumer<CallBuilder> message(String type, String content) {
        return call -> call.initialMessage = Optional.of(new InitialMessage(type, content));
    }

    private static Consumer<CallBuilder> persistent(String type, String contactId) {
        return call -> call.persistentChat =
                Optional.of(new PersistentChat(Optional.ofNullable(type), Optional.ofNullable(contactId)));
    }

    private static Consumer<CallBuilder> segment(String key, SegmentValue value) {
        return call -> call.segmentAttributes = Optional.of(Map.of(key, value));
    }

    private static SegmentValue nested(int levels, SegmentValue innermost) {
        SegmentValue value = innermost;
        for (int i = 0; i < levels; i++) {
            value = i % 2 == 0 ? new Group(Map.of("k", value)) : new Sequence(List.of(value));
        }
        return value;
    }

    private static DecodedRequest withToken(String token) {
        return new DecodedRequest(
                Requests.minimal().call(),
                Optional.of(token),
                Optional.empty(),
                Optional.empty(),
                5,
                Optional.empty(),
                Optional.empty());
    }

    private static DecodedRequest withPriority(int priority) {
        return new DecodedRequest(
                Requests.minimal().call(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                priority,
                Optional.empty(),
                Optional.empty());
    }
}

package chatcontacts.testkit.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterCheckTest {

    private static final String INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive";

    private final ConnectRules rules = new ConnectRules();

    /** The three required fields and whatever else is given. */
    private static String body(String more) {
        return """
                {"InstanceId":"i","ContactFlowId":"f","ParticipantDetails":{"DisplayName":"Ada"},%s "ClientToken":"t"}""".formatted(more.isEmpty() ? "" : more + ",");
    }

    private Optional<ConnectResponse.Refused> check(String body) {
        StartChatJson call = StartChatJson.read(body);
        return ParameterCheck.of(call.instanceId(), call.params(), call.clientToken(), rules);
    }

    private void accepts(String more) {
        assertThat(check(body(more))).as(more).isEmpty();
    }

    private void refuses(String more) {
        assertThat(check(body(more))).as(more).isPresent();
    }

    @Test
    void takesTheLeastAndTheMost() {
        accepts("");
        accepts("""
                "Attributes":{"a-B_9":"x"},"ParticipantConfiguration":{"ResponseMode":"INCREMENTAL"},
                "InitialMessage":{"ContentType":"text/plain","Content":"hi"},"ChatDurationInMinutes":60,
                "SupportedMessagingContentTypes":["text/plain","text/markdown"],"CustomerId":"c",
                "PersistentChat":{"RehydrationType":"FROM_SEGMENT","SourceContactId":"s"},
                "SegmentAttributes":{"connect:Subtype":{"ValueString":""},"n":{"ValueInteger":3},
                "m":{"ValueMap":{"k":{"ValueList":[{"ValueArn":"arn:aws:x"}]}}}}""");
        accepts("\"RelatedContactId\":\"r\"");
        accepts("\"ChatDurationInMinutes\":10080,\"CustomerId\":null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"ContactFlowId\":\"f\",\"ParticipantDetails\":{\"DisplayName\":\"Ada\"}}",
                "{\"InstanceId\":\"i\",\"ParticipantDetails\":{\"DisplayName\":\"Ada\"}}",
                "{\"InstanceId\":\"i\",\"ContactFlowId\":\"f\"}",
                "{\"InstanceId\":\"i\",\"ContactFlowId\":\"f\",\"ParticipantDetails\":{}}",
                "{\"InstanceId\":\"\",\"ContactFlowId\":\"f\",\"ParticipantDetails\":{\"DisplayName\":\"Ada\"}}",
                "{\"InstanceId\":\"i\",\"ContactFlowId\":\"f\",\"ParticipantDetails\":{\"DisplayName\":\"\"}}"
            })
    void refusesWhatLacksARequiredField(String body) {
        assertThat(check(body)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Attributes\":{\"a.b\":\"x\"}",
                "\"Attributes\":{\"\":\"x\"}",
                "\"ParticipantConfiguration\":{\"ResponseMode\":\"SOMETIMES\"}",
                "\"InitialMessage\":{\"ContentType\":\"text/plain\"}",
                "\"InitialMessage\":{\"Content\":\"hi\"}",
                "\"InitialMessage\":{\"ContentType\":\"text/plain\",\"Content\":\"\"}",
                "\"InitialMessage\":{\"ContentType\":\"" + INTERACTIVE + "\",\"Content\":\"hi\"}",
                "\"ChatDurationInMinutes\":59",
                "\"ChatDurationInMinutes\":10081",
                "\"SupportedMessagingContentTypes\":[\"text/markdown\"]",
                "\"SupportedMessagingContentTypes\":[\"text/plain\",\"text/html\"]",
                "\"SupportedMessagingContentTypes\":[]",
                "\"PersistentChat\":{\"SourceContactId\":\"s\"}",
                "\"PersistentChat\":{\"RehydrationType\":\"FROM_SEGMENT\"}",
                "\"PersistentChat\":{\"RehydrationType\":\"SOME\",\"SourceContactId\":\"s\"}",
                "\"RelatedContactId\":\"\"",
                "\"RelatedContactId\":\"r\",\"PersistentChat\":{\"RehydrationType\":\"FROM_SEGMENT\","
                        + "\"SourceContactId\":\"s\"}",
                "\"SegmentAttributes\":{\"a b\":{\"ValueString\":\"x\"}}",
                "\"SegmentAttributes\":{\"a\":{}}",
                "\"SegmentAttributes\":{\"a\":{\"ValueString\":\"x\",\"ValueInteger\":1}}",
                "\"SegmentAttributes\":{\"a\":{\"ValueMap\":{\"b\":{}}}}",
                "\"SegmentAttributes\":{\"a\":{\"ValueList\":[{}]}}",
                "\"CustomerId\":\"\"",
                "\"DisconnectOnCustomerExit\":[]",
                "\"DisconnectOnCustomerExit\":[\"CUSTOMER\"]",
                "\"ConnectionTypes\":[]",
                "\"ConnectionTypes\":[\"WEBSOCKET\",\"WEBSOCKET\"]",
                "\"ConnectionTypes\":[\"WEBRTC_CONNECTION\"]",
                "\"ChatStreamingConfiguration\":{}",
                "\"ChatStreamingConfiguration\":{\"StreamingEndpointArn\":\"\"}",
                "\"ParticipantRole\":\"AGENT\"",
                "\"InitialMessage\":{\"ContentType\":\"text/plain\",\"Content\":\"hi\",\"Colour\":\"red\"}"
            })
    void refusesWhatBreaksARule(String more) {
        refuses(more);
    }

    @ParameterizedTest
    @CsvSource({
        "CustomerId, 128",
        "RelatedContactId, 256",
    })
    void countsTheCharactersOfOptionalFields(String field, int most) {
        accepts("\"%s\":\"%s\"".formatted(field, "\uD83D\uDE00".repeat(most)));
        refuses("\"%s\":\"%s\"".formatted(field, "x".repeat(most + 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/markdown", "application/json", INTERACTIVE + ".response"})
    void boundsTheBytesOfTheInitialMessage(String type) {
        int most = 16_384;
        String message = "\"InitialMessage\":{\"ContentType\":\"%s\",\"Content\":\"%s\"}";
        accepts(message.formatted(type, "x".repeat(most)));
        accepts(message.formatted(type, "é".repeat(most / 2)));
        refuses(message.formatted(type, "é".repeat(most / 2 + 1)));
        refuses(message.formatted(type, "x".repeat(most + 1)));
        rules.messageLimit(type, most + 1);
        accepts(message.formatted(type, "x".repeat(most + 1)));
    }

    @Test
    void countsTheBytesOfAttributes() {
        accepts("\"Attributes\":{\"ab\":\"%s\"}".formatted("é".repeat(16_383)));
        refuses("\"Attributes\":{\"abc\":\"%s\"}".formatted("é".repeat(16_383)));
    }

    @Test
    void boundsKeysAndTextOfSegmentAttributes() {
        accepts("\"SegmentAttributes\":{\"%s\":{\"ValueString\":\"%s\"}}".formatted("k".repeat(128), "v".repeat(1024)));
        refuses("\"SegmentAttributes\":{\"%s\":{\"ValueString\":\"\"}}".formatted("k".repeat(129)));
        refuses("\"SegmentAttributes\":{\"k\":{\"ValueString\":\"%s\"}}".formatted("v".repeat(1025)));
    }

    @Test
    void takesWhatSaysHowTheCustomerConnectsAndLeaves() {
        accepts("\"DisconnectOnCustomerExit\":[\"AGENT\"]");
        accepts("\"ConnectionTypes\":[\"CONNECTION_CREDENTIALS\",\"WEBSOCKET\"]");
        accepts("\"ChatStreamingConfiguration\":{\"StreamingEndpointArn\":\"arn:aws:sns:eu-west-2:1:t\"}");
    }

    @Test
    void wantsBothInteractiveTypesForAGuide() {
        String guide = "\"SegmentAttributes\":{\"connect:Subtype\":{\"ValueString\":\"connect:Guide\"}}";
        refuses(guide);
        refuses(guide + ",\"SupportedMessagingContentTypes\":[\"text/plain\",\"%s\"]".formatted(INTERACTIVE));
        accepts(guide
                + ",\"SupportedMessagingContentTypes\":[\"text/plain\",\"%s\",\"%<s.response\"]"
                        .formatted(INTERACTIVE));
    }

    @Test
    void refusesADurationWhereTheAccountMaySetNone() {
        rules.allowChatDuration(false);
        refuses("\"ChatDurationInMinutes\":60");
        accepts("");
    }

    @Test
    void boundsInstanceFlowNameAndToken() {
        String body = "{\"InstanceId\":\"%s\",\"ContactFlowId\":\"%s\",\"ParticipantDetails\":{\"DisplayName\":\"%s\"},"
                + "\"ClientToken\":\"%s\"}";
        assertThat(check(body.formatted("i".repeat(100), "f".repeat(500), "n".repeat(256), "t".repeat(500))))
                .isEmpty();
        assertThat(check(body.formatted("i".repeat(101), "f", "n", "t"))).isPresent();
        assertThat(check(body.formatted("i", "f".repeat(501), "n", "t"))).isPresent();
        assertThat(check(body.formatted("i", "f", "n".repeat(257), "t"))).isPresent();
        assertThat(check(body.formatted("i", "f", "n", "t".repeat(501)))).isPresent();
    }
}

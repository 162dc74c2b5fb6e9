package chatcontacts.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.request.Requests.CallBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How the customer connects, leaves and is streamed; when the chat may start, and with whom it shares its turn. */
class ConnectionRulesTest {

    private static final String TOPIC = "arn:aws:sns:eu-west-2:123456789012:chats_1-a";
    private static final Instant AT = Instant.ofEpochMilli(1_900_000_000_000L);

    private final RequestRules rules = new RequestRules(MessageLimits.DOCUMENTED);

    @Test
    void onlyTheAgentIsDisconnectedWhenTheCustomerLeaves() {
        assertThat(disconnecting("AGENT")).isEmpty();
        assertThat(disconnecting()).isEmpty();
        for (String[] others : new String[][] {{"CUSTOMER"}, {"agent"}, {""}, {"AGENT", "AGENT"}, {"AGENT", "x"}}) {
            assertThat(disconnecting(others))
                    .containsExactly("disconnectOnCustomerExit: must hold AGENT, once, and nothing else");
        }
    }

    @Test
    void aConnectionIsOfTwoTypesEachOnce() {
        assertThat(connecting("WEBSOCKET")).isEmpty();
        assertThat(connecting("CONNECTION_CREDENTIALS", "WEBSOCKET")).isEmpty();
        assertThat(connecting()).isEmpty();
        for (String[] others : new String[][] {
            {"WEBRTC_CONNECTION"},
            {"AUTHENTICATION_SESSION"},
            {"websocket"},
            {"WEBSOCKET", "WEBSOCKET"},
            {"WEBSOCKET", ""}
        }) {
            assertThat(connecting(others))
                    .containsExactly("connectionTypes: must hold one or both of CONNECTION_CREDENTIALS, WEBSOCKET,"
                            + " each once");
        }
    }

    @Test
    void aChatIsStreamedToAStandardTopic() {
        assertThat(streaming(TOPIC)).isEmpty();
        assertThat(streaming("arn:aws-cn:sns:cn-north-1:123456789012:t")).isEmpty();
        for (String other : List.of(
                TOPIC + ".fifo",
                "arn:aws:sqs:eu-west-2:123456789012:chats",
                "arn:aws:sns:eu-west-2:123456789012:",
                "arn:aws:sns:eu-west-2:123456789012:t:a-subscription",
                "chats")) {
            assertThat(streaming(other))
                    .containsExactly(
                            "chatStreamingConfiguration.streamingEndpointArn: is not the ARN of a standard SNS topic");
        }
        assertThat(streaming(""))
                .containsExactly("chatStreamingConfiguration.streamingEndpointArn: 0 characters, allowed are 1 to 350");
    }

    @Test
    void aChatStartsBeforeItMustHaveStarted() {
        assertThat(times(AT, Optional.of(AT.plusMillis(1)))).isEmpty();
        assertThat(times(AT, Optional.empty())).isEmpty();
        assertThat(times(AT, Optional.of(AT))).containsExactly("notBefore: must be before startBy");
        assertThat(times(AT, Optional.of(AT.minusMillis(1)))).containsExactly("notBefore: must be before startBy");
    }

    @Test
    void aFairnessKeyIsShort() {
        assertThat(fair("k")).isEmpty();
        assertThat(fair("\uD83D\uDE00".repeat(64))).isEmpty();
        assertThat(fair("")).containsExactly("fairnessKey: 0 characters, allowed are 1 to 64");
        assertThat(fair("k".repeat(65))).containsExactly("fairnessKey: 65 characters, allowed are 1 to 64");
    }

    private List<String> disconnecting(String... participants) {
        return faults(call -> call.disconnectOnCustomerExit = Optional.of(List.of(participants)));
    }

    private List<String> connecting(String... types) {
        return faults(call -> call.connectionTypes = Optional.of(List.of(types)));
    }

    private List<String> streaming(String arn) {
        return faults(call -> call.streamingEndpointArn = Optional.of(arn));
    }

    private List<String> times(Instant notBefore, Optional<Instant> startBy) {
        return faults(new DecodedRequest(
                Requests.minimal().call(),
                Optional.empty(),
                startBy,
                Optional.of(notBefore),
                5,
                Optional.empty(),
                Optional.empty()));
    }

    private List<String> fair(String key) {
        return faults(new DecodedRequest(
                Requests.minimal().call(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                5,
                Optional.of(key),
                Optional.empty()));
    }

    private List<String> faults(Consumer<CallBuilder> change) {
        CallBuilder call = Requests.call();
        change.accept(call);
        return faults(Requests.of(call.build()));
    }

    private List<String> faults(DecodedRequest request) {
        return rules.check(request).stream().map(Fault::toString).toList();
    }
}

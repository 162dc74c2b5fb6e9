package chatcontacts.connect;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.ParticipantCredentials.Connection;
import chatcontacts.domain.outcome.ParticipantCredentials.Socket;
import chatcontacts.domain.request.Requests;
import chatcontacts.domain.request.Requests.CallBuilder;
import chatcontacts.domain.request.StartChat;
import chatcontacts.testkit.connect.AccessKeys;
import chatcontacts.testkit.connect.ConnectSimulator;
import chatcontacts.testkit.connect.StartParams;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.connect.model.StartChatContactRequest;
import software.amazon.awssdk.services.connect.model.StartChatContactResponse;

/** What Connect has and the SDK lacks, over real HTTP with the real SDK. */
class NewerMembersTest {

    private static final String STARTED = """
            {"ContactId":"c","Websocket":{"New":[{}],"Url":"wss://x/ü","ConnectionExpiry":"2026-11-29T10:00:00Z"},
             "StreamingId":"s","ConnectionCredentials":{"Expiry":"2026-11-30T10:00:00Z","ConnectionToken":"k"},
             "ParticipantId":"p","ParticipantToken":"t"%s}""";

    private static final CallResult ALL = new CallResult.ChatStarted(
            "c",
            "p",
            ParticipantCredentials.of(
                    "t",
                    Optional.of(new Connection("k", Optional.of(Instant.parse("2026-11-30T10:00:00Z")))),
                    Optional.of(new Socket("wss://x/ü", Optional.of(Instant.parse("2026-11-29T10:00:00Z"))))),
            Optional.empty(),
            Optional.of("s"),
            Optional.empty());

    private static final CallResult NONE = new CallResult.ChatStarted(
            "c", "p", ParticipantCredentials.of("t"), Optional.empty(), Optional.empty(), Optional.empty());

    private static StartChat connecting() {
        CallBuilder call = Requests.call();
        call.connectionTypes = Optional.of(List.of("WEBSOCKET", "CONNECTION_CREDENTIALS"));
        call.streamingEndpointArn = Optional.of("arn:aws:sns:eu-west-2:123456789012:chats");
        call.disconnectOnCustomerExit = Optional.of(List.of("AGENT"));
        call.displayName = "Zoë \uD83D\uDE00";
        return call.build();
    }

    private static CallResult start(TestLane lane, StartChat call, String token) throws Exception {
        return lane.starter().start(call, token).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static CallResult answerTo(RawServer.Behaviour behaviour) throws Exception {
        try (RawServer server = RawServer.that(behaviour);
                TestLane lane = TestLane.at(server.uri())) {
            return start(lane, connecting(), "t");
        }
    }

    /** If this fails, the SDK has learned of a member: take its line out of the table and map it like the others. */
    @Test
    void theSdkKnowsNoneOfThem() {
        assertThat(StartChatContactRequest.builder().build().sdkFields())
                .extracting(SdkField::locationName)
                .contains("InstanceId")
                .doesNotContainAnyElementsOf(NewerMembers.OF_REQUEST.stream()
                        .map(NewerMembers.OfRequest::name)
                        .toList());
        assertThat(StartChatContactResponse.builder().build().sdkFields())
                .extracting(SdkField::locationName)
                .contains("ContactId")
                .doesNotContainAnyElementsOf(NewerMembers.OF_RESPONSE);
    }

    @Test
    void theyAreWithinTheSignatureAndTheirAnswersComeBack() throws Exception {
        try (ConnectSimulator connect = ConnectSimulator.start(it -> it.rules().rateUnlimited());
                TestLane lane = TestLane.at(connect.uri())) {
            connect.believe(new AccessKeys().with("AKIDTEST", "secret"));

            CallResult.ChatStarted started = (CallResult.ChatStarted) start(lane, connecting(), "a");

            StartParams seen = connect.stats().received().getFirst().params();
            assertThat(seen.connectionTypes()).containsExactly("WEBSOCKET", "CONNECTION_CREDENTIALS");
            assertThat(seen.disconnectOnCustomerExit()).containsExactly("AGENT");
            assertThat(seen.chatStreaming())
                    .isEqualTo(new StartParams.Streaming("arn:aws:sns:eu-west-2:123456789012:chats"));
            assertThat(seen.displayName()).isEqualTo("Zoë \uD83D\uDE00");
            assertThat(seen.undocumented()).isEmpty();
            assertThat(started.streamingId()).isPresent();
            assertThat(started.credentials().connection().orElseThrow().expiry())
                    .isPresent();
            assertThat(started.credentials().websocket().orElseThrow().url()).startsWith("wss://");
            assertThat(start(lane, Requests.minimal().call(), "b")).isInstanceOf(CallResult.ChatStarted.class);
            assertThat(connect.callers()).hasSize(2);
        }
    }

    @Test
    void theReceivingSideKnowsAWrongSignature() throws Exception {
        try (ConnectSimulator connect = ConnectSimulator.start(it -> it.rules().rateUnlimited());
                TestLane lane = TestLane.at(connect.uri())) {
            connect.believe(new AccessKeys().with("AKIDTEST", "another secret"));

            assertThat(start(lane, connecting(), "a").failure()).contains("InvalidSignatureException");
            assertThat(connect.callers()).isEmpty();
        }
    }

    @Test
    void aRepeatedCallForAChatThatHasEndedBringsNoWebsocket() throws Exception {
        try (ConnectSimulator connect = ConnectSimulator.start(it -> it.rules().rateUnlimited());
                TestLane lane = TestLane.at(connect.uri())) {
            CallResult.ChatStarted first = (CallResult.ChatStarted) start(lane, connecting(), "a");
            CallResult.ChatStarted again = (CallResult.ChatStarted) start(lane, connecting(), "a");
            connect.change(it -> it.model().endOldestChat(Requests.INSTANCE, Instant.now()));
            CallResult.ChatStarted late = (CallResult.ChatStarted) start(lane, connecting(), "a");

            assertThat(again.credentials().websocket().orElseThrow().url())
                    .isEqualTo(first.credentials().websocket().orElseThrow().url());
            assertThat(late.contactId()).isEqualTo(first.contactId());
            assertThat(late.credentials().websocket()).isEmpty();
            assertThat(late.credentials().connection()).isPresent();
            assertThat(late.streamingId()).isEqualTo(first.streamingId());
        }
    }

    @Test
    void whatCannotBeReturnedIsAnError() throws Exception {
        try (ConnectSimulator connect =
                        ConnectSimulator.start(it -> it.rules().rateUnlimited().allowConnecting(false));
                TestLane lane = TestLane.at(connect.uri())) {
            assertThat(start(lane, connecting(), "a")).isInstanceOf(CallResult.Unavailable.class);
            assertThat(start(lane, Requests.minimal().call(), "b")).isInstanceOf(CallResult.ChatStarted.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10_000})
    void anAnswerInChunksIsReadWhole(int size) throws Exception {
        String body = STARTED.formatted("").replace("ü", "\\u00fc");

        assertThat(answerTo(
                        RawServer.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(body, size))))
                .isEqualTo(ALL);
    }

    private static String chunked(String text, int size) {
        StringBuilder chunks = new StringBuilder();
        for (int at = 0; at < text.length(); at += size) {
            String chunk = text.substring(at, Math.min(text.length(), at + size));
            chunks.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return chunks.append("0\r\n\r\n").toString();
    }

    @Test
    void anAnswerOfAnyLengthStartsTheChatAndOnlySoMuchOfItIsKept() throws Exception {
        int bare = STARTED.formatted("").getBytes(StandardCharsets.UTF_8).length;
        String most = ",\"New\":\"" + "x".repeat(BodyCopy.MAX_BYTES - bare - 9) + "\"";

        assertThat(answerTo(RawServer.respond(200, "", STARTED.formatted(most))))
                .isEqualTo(ALL);
        assertThat(answerTo(RawServer.respond(200, "", STARTED.formatted(most + " "))))
                .isEqualTo(NONE);
        assertThat(answerTo(RawServer.respond(200, "", STARTED.formatted(most.replace("x", "xxxxx")))))
                .isEqualTo(NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'Websocket':null,'ConnectionCredentials':[{'ConnectionToken':'k'}],'StreamingId':{'a':['b']}}",
                "{'Websocket':{},'ConnectionCredentials':{'ConnectionToken':''},'StreamingId':''}",
                "{'Websocket':{'Url':5},'ConnectionCredentials':'k','StreamingId':7}",
                "{'Nested':{'Websocket':{'Url':'u'},'StreamingId':'s'}}",
                "[]",
                "{",
                "''",
                "{'Websocket'"
            })
    void whatCannotBeReadIsAbsent(String body) {
        assertThat(NewerResponseMembers.of(bytes(body))).isEqualTo(NewerResponseMembers.NONE);
    }

    @Test
    void whatStandsBeforeAFaultIsRead() {
        assertThat(NewerResponseMembers.of(bytes("{'StreamingId':'s','Websocket':{'Url':"))
                        .streamingId())
                .contains("s");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-29T10:00:00Z, 2026-11-29T10:00:00Z",
        "2026-11-29T10:00:00.123456Z, 2026-11-29T10:00:00.123456Z",
        "2026-11-29T11:00:00.5+01:00, 2026-11-29T10:00:00.500Z",
        "2026-11-29T10:00:00, 2026-11-29T10:00:00Z",
        "' 2026-11-29T10:00:00.000Z ', 2026-11-29T10:00:00Z",
        "tomorrow,",
        "2026-13-29T10:00:00Z,",
        "1764410400,"
    })
    void timesAreIso8601InWhateverForm(String text, String time) {
        Optional<Instant> expiry = Optional.ofNullable(time).map(Instant::parse);

        assertThat(NewerResponseMembers.of(bytes("{'Websocket':{'Url':'u','ConnectionExpiry':'" + text + "'},"
                        + "'ConnectionCredentials':{'ConnectionToken':'k','Expiry':'" + text + "'}}")))
                .isEqualTo(new NewerResponseMembers(
                        Optional.of(new Connection("k", expiry)),
                        Optional.of(new Socket("u", expiry)),
                        Optional.empty()));
    }

    @Test
    void nothingIsPrintedOfWhatOpensAChat() {
        assertThat(ALL.toString()).isEqualTo("Started[contactId=c, ...]");
        assertThat(((CallResult.ChatStarted) ALL).credentials().toString()).isEqualTo("ParticipantCredentials[...]");
        assertThat(NewerResponseMembers.of(
                                bytes("{'Websocket':{'Url':'u-1'},'ConnectionCredentials':{'ConnectionToken':'k-1'}}"))
                        .toString())
                .doesNotContain("u-1")
                .doesNotContain("k-1");
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}

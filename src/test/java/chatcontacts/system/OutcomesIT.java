package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ChatResult;
import chatcontacts.FailureReason;
import chatcontacts.InitialMessage;
import chatcontacts.ParticipantDetails;
import chatcontacts.ResultStatus;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.connect.TokenUse;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.RunningService;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each kind of record ends as the contracts say, through real servers and the real AWS client. */
@ExtendWith(LocalServers.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutcomesIT {

    private static final String FLOW = "ffffffff-0000-4000-8000-000000000001";
    private static final LocalInstance WIDE = new LocalInstance("wide", "wide-0001", 1_000, true);
    private static final LocalInstance NARROW = new LocalInstance("narrow", "narrow-0001", 1, true);

    private RunningService stage;

    @BeforeAll
    void start(LocalServers servers) {
        SimulatedLane lane = new SimulatedLane(
                "default",
                List.of(WIDE, NARROW),
                500,
                800,
                connect -> connect.rules().knowFlow(FLOW));
        stage = new RunningService(
                servers,
                "outcomes",
                List.of(lane),
                Map.of("instances.unlisted", "reject", "hold.backoff.max.ms", "500"));
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    private static ChatRequest request(String token) {
        return ChatRequest.newBuilder()
                .setInstanceId(WIDE.id())
                .setContactFlowId(FLOW)
                .setParticipantDetails(new ParticipantDetails("Ada"))
                .setClientToken(token)
                .build();
    }

    private static String token() {
        return "token/" + UUID.randomUUID();
    }

    private RecordMetadata send(ChatRequest request) {
        return RunningService.written(stage.sender().send("any key", request));
    }

    private RecordMetadata send(byte[] key, byte[] value, Map<String, String> headers) {
        var record = new ProducerRecord<>(stage.environment().topics().requests(), key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return RunningService.written(stage.sender().send(record));
    }

    /** The record became both a FAILED result and a dead letter, for that reason. Returns the headers of the dead letter. */
    private Map<String, String> assertFailed(RecordMetadata written, FailureReason reason) {
        assertThat(stage.result(written).getFailure().getReason()).isEqualTo(reason);
        Map<String, String> headers = RunningService.headers(stage.deadLetter(written));
        assertThat(headers).containsEntry("chat.reason", reason.name());
        return headers;
    }

    @Test
    void aRepeatedTokenGetsTheOneContactOfItsFirst() {
        String token = token();
        ChatRequest byId = request(token);
        ChatRequest byArn = request(token);
        byArn.setInstanceId(WIDE.arn());
        byArn.setPriority(0);

        List<RecordMetadata> written = List.of(send(byId), send(byId), send(byArn));
        List<ChatResult> results = written.stream().map(stage::result).toList();
        ChatResult later = stage.result(send(byId));

        assertThat(results).extracting(it -> it.getContact().getContactId()).containsOnly(contact(later));
        assertThat(results).extracting(ChatResult::getReplayed).containsExactlyInAnyOrder(false, true, true);
        assertThat(later.getReplayed()).isTrue();
        assertThat(stage.connect().token(WIDE.id(), token)).isEqualTo(new TokenUse(1, 1));
    }

    @Test
    void aRepeatGetsTheSameWebsocketAsTheFirstWhetherTheChatHasEndedOrNot() {
        ChatRequest request = request(token());
        request.setConnectionTypes(List.of("WEBSOCKET"));
        ChatResult first = stage.result(send(request));
        assertThat(first.getContact().getWebsocket().getUrl()).startsWith("wss://");
        assertThat(first.getContact().getConnectionCredentials()).isNull();

        stage.connect().change(it -> it.model().endChat(first.getContact().getContactId(), Instant.now()));
        ChatResult later = stage.result(send(request));

        assertThat(later.getReplayed()).isTrue();
        assertThat(later.getContact().getWebsocket())
                .isEqualTo(first.getContact().getWebsocket());
        assertThat(later.getContact().getParticipantToken())
                .isEqualTo(first.getContact().getParticipantToken());
    }

    private static String contact(ChatResult result) {
        return result.getContact().getContactId();
    }

    @Test
    void aTokenThatWasUsedForOtherContentIsRefused() {
        String token = token();
        stage.result(send(request(token)));
        ChatRequest other = request(token);
        other.setInitialMessage(new InitialMessage("text/plain", "something else"));

        RecordMetadata written = send(other);

        assertFailed(written, FailureReason.TOKEN_REUSED);
        assertThat(stage.connect().token(WIDE.id(), token)).isEqualTo(new TokenUse(1, 1));
    }

    @Test
    void aRequestWithoutATokenGetsOneOfItsOwn() {
        RecordMetadata one = send(request(null));
        RecordMetadata other = send(request(null));

        ChatResult first = stage.result(one);
        ChatResult second = stage.result(other);

        assertThat(UUID.fromString(first.getClientToken())).isNotEqualTo(UUID.fromString(second.getClientToken()));
        assertThat(contact(first)).isNotEqualTo(contact(second));
        assertThat(stage.resultRecord(one).key())
                .isEqualTo(first.getClientToken().getBytes(StandardCharsets.UTF_8));
        assertThat(stage.connect().token(WIDE.id(), first.getClientToken())).isEqualTo(new TokenUse(1, 1));
    }

    @Test
    void anInvalidRequestBecomesADeadLetterByteForByteAndAFailedResult() {
        ChatRequest invalid = request("invalid " + UUID.randomUUID());
        invalid.setChatDurationInMinutes(59);
        byte[] key = {0, 1, -1};
        byte[] value = stage.sender().bytes(invalid);

        RecordMetadata written = send(
                key,
                value,
                Map.of("correlation", "7", "chat.reason", "of an earlier round", "chat.redrive.count", "2"));
        ConsumerRecord<byte[], byte[]> letter = stage.deadLetter(written);
        ChatResult result = stage.result(written);

        assertThat(letter.key()).isEqualTo(key);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(letter.headers()).extracting(Header::key).doesNotHaveDuplicates();
        Map<String, String> headers = RunningService.headers(letter);
        assertThat(headers)
                .containsEntry("correlation", "7")
                .containsEntry("__streams.errors.topic", written.topic())
                .containsEntry("__streams.errors.partition", Integer.toString(written.partition()))
                .containsEntry("__streams.errors.offset", Long.toString(written.offset()))
                .containsEntry("__streams.errors.message", result.getFailure().getMessage())
                .containsEntry("chat.reason", "INVALID")
                .containsEntry("chat.attempts", "0")
                .containsEntry("chat.client.token", invalid.getClientToken())
                .containsEntry("chat.maybe.started", "false")
                .containsEntry("chat.redrive.count", "2")
                .containsKeys("__streams.errors.exception", "chat.service.version")
                .doesNotContainKeys(
                        "__streams.errors.stacktrace", "chat.error.code", "chat.first.call.at", "chat.aws.request.id");
        assertThat(Instant.parse(headers.get("chat.first.seen")))
                .isBeforeOrEqualTo(Instant.parse(headers.get("chat.failed.at")));
        assertThat(result.getStatus()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.getContact()).isNull();
        assertThat(result.getFailure().getReason()).isEqualTo(FailureReason.INVALID);
        assertThat(result.getFailure().getMessage()).contains("chatDurationInMinutes");
        assertThat(RunningService.headers(stage.resultRecord(written))).isEqualTo(Map.of("correlation", "7"));
        assertThat(stage.count(written)).isEqualTo(2);
    }

    @Test
    void whatIsNoRequestBecomesADeadLetterAlone() {
        byte[] garbage = "no Avro".getBytes(StandardCharsets.UTF_8);
        byte[] unknownSchema = {0, 0, 15, 66, 63, 1, 2};
        RecordMetadata text = send(null, garbage, Map.of());
        RecordMetadata schema = send(null, unknownSchema, Map.of());
        RecordMetadata nothing = send("k".getBytes(StandardCharsets.UTF_8), null, Map.of("a", "b"));

        ConsumerRecord<byte[], byte[]> textLetter = stage.deadLetter(text);
        ConsumerRecord<byte[], byte[]> schemaLetter = stage.deadLetter(schema);
        ConsumerRecord<byte[], byte[]> nothingLetter = stage.deadLetter(nothing);

        assertThat(textLetter.key()).isNull();
        assertThat(textLetter.value()).isEqualTo(garbage);
        assertThat(schemaLetter.value()).isEqualTo(unknownSchema);
        assertThat(nothingLetter.key()).isEqualTo("k".getBytes(StandardCharsets.UTF_8));
        assertThat(nothingLetter.value()).isNull();
        assertThat(RunningService.headers(nothingLetter)).containsEntry("a", "b");
        assertThat(List.of(textLetter, schemaLetter, nothingLetter))
                .extracting(letter -> RunningService.headers(letter).get("chat.reason"))
                .containsOnly("MALFORMED");
        // Whatever comes behind them has its result: so theirs, if there were any, would be there as well.
        stage.result(send(request(token())));
        assertThat(List.of(stage.count(text), stage.count(schema), stage.count(nothing)))
                .containsOnly(1L);
    }

    @Test
    void whatConnectRefusesIsRejectedWithItsCode() {
        ChatRequest lost = request(token());
        lost.setContactFlowId("no such flow");

        RecordMetadata written = send(lost);

        assertThat(stage.result(written).getAttempts()).isEqualTo(1);
        assertThat(stage.result(written).getFailure().getErrorCode()).isEqualTo("ResourceNotFoundException");
        assertThat(assertFailed(written, FailureReason.REJECTED))
                .containsEntry("chat.error.code", "ResourceNotFoundException")
                .containsEntry("chat.attempts", "1")
                .containsKey("chat.first.call.at");
    }

    @Test
    void anInstanceThatIsNotConfiguredIsUnknown() {
        ChatRequest stray = request(token());
        stray.setInstanceId("elsewhere");

        RecordMetadata written = send(stray);

        assertFailed(written, FailureReason.UNKNOWN_INSTANCE);
    }

    @Test
    void aRequestThatMayNotStartAnyMoreExpires() {
        ChatRequest late = request(token());
        late.setStartBy(Instant.now().minusSeconds(1));

        RecordMetadata written = send(late);

        assertFailed(written, FailureReason.EXPIRED);
        assertThat(stage.connect().token(WIDE.id(), late.getClientToken())).isEqualTo(new TokenUse(0, 0));
    }

    @Test
    void aWaitingRequestThatIsTakenBackIsCancelledAndOneThatMayNotWaitExpires() {
        assertThat(stage.connect().startForeignChat(NARROW.id())).isTrue();
        ChatRequest waiting = request(token());
        ChatRequest hasty = request(token());
        ChatRequest patient = request(token());
        List.of(waiting, hasty, patient).forEach(it -> it.setInstanceId(NARROW.id()));
        hasty.setStartBy(Instant.now().plusSeconds(2));

        RecordMetadata cancelled = send(waiting);
        RecordMetadata expired = send(hasty);
        RecordMetadata started = send(patient);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> stage.http().metrics().sum("chat_waiting") >= 3);
        RunningService.written(stage.sender().cancel(NARROW.arn(), waiting.getClientToken()));

        assertThat(stage.result(cancelled).getFailure().getReason()).isEqualTo(FailureReason.CANCELLED);
        assertThat(stage.result(expired).getFailure().getReason()).isEqualTo(FailureReason.EXPIRED);
        assertThat(stage.connect().endOldestChat(NARROW.id())).isTrue();
        assertThat(stage.result(started).getStatus()).isEqualTo(ResultStatus.STARTED);
        assertThat(stage.connect().token(NARROW.id(), waiting.getClientToken()).contacts())
                .isZero();
    }
}

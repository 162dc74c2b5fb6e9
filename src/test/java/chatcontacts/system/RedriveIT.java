package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.ChatRequest;
import chatcontacts.ChatResult;
import chatcontacts.FailureReason;
import chatcontacts.ParticipantDetails;
import chatcontacts.ResultStatus;
import chatcontacts.testkit.connect.CallFault;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.connect.TokenUse;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.RunningService;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dead letters are sent again by the command, and what comes of it, through real servers. */
@ExtendWith(LocalServers.Shared.class)
final class RedriveIT {

    private static final LocalInstance INSTANCE = new LocalInstance("one", "one-0001", 1_000, true);
    private static final String FLOW = "flow";

    private RunningService stage;

    @BeforeEach
    void start(LocalServers servers) {
        SimulatedLane lane = new SimulatedLane(
                "default",
                List.of(INSTANCE),
                500,
                800,
                connect -> connect.rules().knowFlow(FLOW));
        String name = "redrive" + Long.toString(System.nanoTime(), 36);
        stage = new RunningService(servers, name, List.of(lane), Map.of("retry.max.attempts", "1"));
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    private RecordMetadata send(String token, String flow) {
        ChatRequest request = ChatRequest.newBuilder()
                .setInstanceId(INSTANCE.id())
                .setContactFlowId(flow)
                .setParticipantDetails(new ParticipantDetails("Ada"))
                .setClientToken(token)
                .build();
        var record = new ProducerRecord<>(
                stage.environment().topics().requests(),
                token.getBytes(StandardCharsets.UTF_8),
                stage.sender().bytes(request));
        record.headers().add("traceparent", new byte[] {1, 2});
        return RunningService.written(stage.sender().send(record));
    }

    private static String token(String kind) {
        return kind + " " + UUID.randomUUID();
    }

    private List<ConsumerRecord<byte[], byte[]>> redriven(String token) {
        return stage.environment().committed(stage.environment().topics().requests()).stream()
                .filter(it -> new String(it.key(), StandardCharsets.UTF_8).equals(token))
                .filter(it -> it.headers().lastHeader("chat.redrive.count") != null)
                .toList();
    }

    private static RecordMetadata at(ConsumerRecord<byte[], byte[]> record) {
        return new RecordMetadata(new TopicPartition(record.topic(), record.partition()), record.offset(), 0, 0, 0, 0);
    }

    @Test
    void aRejectedRequestStartsOnceItsCauseIsMended() {
        String token = token("rejected");
        RecordMetadata first = send(token, "mended flow");
        ConsumerRecord<byte[], byte[]> letter = stage.deadLetter(first);
        stage.connect().change(it -> it.rules().knowFlow("mended flow"));

        String dryRun = stage.environment().command("redrive", "--dry-run", "--list");
        assertThat(dryRun).contains("REJECTED", "ResourceNotFoundException", INSTANCE.id(), "1 would be sent");
        assertThat(redriven(token)).isEmpty();

        String done = stage.environment().command("redrive", "--json");

        assertThat(done).contains("\"sent\":1,", "\"byReason\":{\"REJECTED\":{\"found\":1,\"sent\":1}}");
        List<ConsumerRecord<byte[], byte[]>> again = redriven(token);
        assertThat(again).singleElement().satisfies(record -> {
            assertThat(record.value()).isEqualTo(letter.value());
            assertThat(record.headers())
                    .extracting(it -> it.key())
                    .containsExactlyInAnyOrder(
                            "traceparent",
                            "chat.client.token",
                            "chat.first.call.at",
                            "chat.first.seen",
                            "chat.region",
                            "chat.maybe.started",
                            "chat.redrive.count");
            assertThat(record.headers().lastHeader("traceparent").value()).containsExactly(1, 2);
            assertThat(new String(
                            record.headers().lastHeader("chat.redrive.count").value(), StandardCharsets.UTF_8))
                    .isEqualTo("1");
        });
        ChatResult result = stage.result(at(again.getFirst()));
        assertThat(result.getStatus()).isEqualTo(ResultStatus.STARTED);
        assertThat(result.getReplayed()).isFalse();
        assertThat(stage.connect().token(INSTANCE.id(), token)).isEqualTo(new TokenUse(2, 1));

        assertThat(stage.environment().command("redrive", "--json")).contains("\"found\":0,", "\"sent\":0,");
    }

    @Test
    void anUncertainRequestIsSentAgainOnlyWhenNamedAndFindsItsOneContact() {
        String token = token("uncertain");
        stage.connect().change(it -> it.faults().nextOfToken(token::equals, 1, new CallFault.CutAfter()));
        RecordMetadata first = send(token, FLOW);
        assertThat(stage.result(first).getFailure().getReason()).isEqualTo(FailureReason.UNCERTAIN);
        stage.deadLetter(first);

        assertThat(stage.environment().command("redrive", "--json"))
                .contains("\"sent\":0,", "\"skipped\":{\"NOT_NAMED\":{\"number\":1,");
        assertThat(redriven(token)).isEmpty();
        assertThat(stage.environment().command("redrive", "--reason", "UNCERTAIN"))
                .contains("1 sent");

        ChatResult result = stage.result(at(redriven(token).getFirst()));
        assertThat(result.getStatus()).isEqualTo(ResultStatus.STARTED);
        assertThat(stage.connect().token(INSTANCE.id(), token).contacts()).isEqualTo(1);
    }

    @Test
    void anInterruptedRunGoesOnWithoutSendingTwice() {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tokens.add(token("interrupted " + i));
            stage.deadLetter(send(tokens.get(i), "flow of tomorrow"));
        }
        stage.connect().change(it -> it.rules().knowFlow("flow of tomorrow"));

        assertThat(stage.environment().command("redrive", "--max", "2")).contains("2 sent", "the next run continues");
        KafkaProducer<byte[], byte[]> killed = killedRun(tokens.getFirst());
        assertThat(stage.environment().command("redrive", "--json", "--max", "1"))
                .contains("\"sent\":1,");
        killed.close();
        assertThat(stage.environment().command("redrive", "--json", "--offsets", "0", "--offsets", "1:0-"))
                .contains("\"dryRun\":false");
        stage.environment().command("redrive", "--rate", "50");

        assertThat(tokens).allSatisfy(token -> assertThat(redriven(token)).hasSize(1));
    }

    /** A run that was killed between sending and committing. */
    private KafkaProducer<byte[], byte[]> killedRun(String token) {
        var topics = stage.environment().topics();
        var producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        stage.environment().servers().kafka().bootstrapServers(),
                        "transactional.id",
                        stage.environment().load().settings().applicationId() + "-redrive"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        var record = new ProducerRecord<byte[], byte[]>(
                topics.requests(), token.getBytes(StandardCharsets.UTF_8), new byte[] {7});
        record.headers().add("chat.redrive.count", new byte[] {'1'});
        producer.send(record);
        producer.flush();
        return producer;
    }

    @Test
    void anExpiredRequestNeedsANewDeadline() {
        String token = token("expired");
        ChatRequest late = ChatRequest.newBuilder()
                .setInstanceId(INSTANCE.arn())
                .setContactFlowId(FLOW)
                .setParticipantDetails(new ParticipantDetails("Ada"))
                .setClientToken(token)
                .setStartBy(Instant.now().minusSeconds(1))
                .build();
        stage.deadLetter(RunningService.written(stage.sender().send(token, late)));

        assertThat(stage.environment().command("redrive", "--instance", "one", "--since", "1h"))
                .contains("its startBy has passed");
        assertThat(stage.environment().command("redrive", "--instance", "other"))
                .contains("1 not selected by the options");
        assertThat(stage.environment().command("redrive", "--instance", "one", "--start-by", "10m"))
                .contains("1 sent");

        assertThat(stage.result(at(redriven(token).getFirst())).getStatus()).isEqualTo(ResultStatus.STARTED);
    }
}

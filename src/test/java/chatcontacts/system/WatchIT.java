package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ChatResult;
import chatcontacts.ParticipantDetails;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.RunningService;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the command shows of results and dead letters, through real servers. */
@ExtendWith(LocalServers.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WatchIT {

    private static final LocalInstance INSTANCE = new LocalInstance("one", "one-0001", 1_000, true);
    private static final List<SimulatedLane> LANES = List.of(new SimulatedLane(
            "default", List.of(INSTANCE), 500, 800, connect -> connect.rules().knowFlow("flow")));

    private RunningService stage;

    @BeforeAll
    void start(LocalServers servers) {
        stage = new RunningService(servers, "watch", LANES, Map.of());
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    private RecordMetadata send(String token, String flow) {
        ChatRequest request = ChatRequest.newBuilder()
                .setInstanceId(INSTANCE.arn())
                .setContactFlowId(flow)
                .setParticipantDetails(new ParticipantDetails("Ada"))
                .setClientToken(token)
                .build();
        return RunningService.written(stage.sender().send(token, request));
    }

    private static String token() {
        return UUID.randomUUID().toString();
    }

    @Test
    void participantTokensAreHiddenUnlessWanted() {
        String token = token();
        ChatResult result = stage.result(send(token, "flow"));
        String secret = result.getContact().getParticipantToken();
        String[] words = {"watch", "--from-beginning", "--client-token", token, "--max", "1"};

        String table = stage.environment().command(words);
        assertThat(table)
                .contains("STARTED", INSTANCE.id(), token, result.getContact().getContactId(), "[hidden]")
                .doesNotContain(secret, "Ada");
        assertThat(stage.environment().command(with(words, "--json")))
                .startsWith("{\"kind\":\"result\",")
                .contains("\"status\":\"STARTED\"", "\"participantToken\":\"[hidden]\"")
                .doesNotContain(secret);
        assertThat(stage.environment().command(with(words, "--json", "--show-participant-token")))
                .contains("\"participantToken\":\"" + secret + "\"");
    }

    private static String[] with(String[] words, String... more) {
        return Stream.of(words, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    @Test
    void aFailureIsSeenAsResultAndDeadLetter() {
        String token = token();
        RecordMetadata written = send(token, "no such flow");
        stage.result(written);
        stage.deadLetter(written);

        List<String> lines = stage.environment()
                .command(
                        "watch",
                        "--since",
                        "1h",
                        "--instance",
                        "one",
                        "--reason",
                        "REJECTED",
                        "--client-token",
                        token,
                        "--status",
                        "FAILED",
                        "--max",
                        "2",
                        "--json")
                .lines()
                .toList();

        assertThat(lines)
                .hasSize(2)
                .allMatch(it -> it.contains("\"reason\":\"REJECTED\"") && it.contains("ResourceNotFoundException"))
                .allMatch(it -> it.contains("\"instanceId\":\"" + INSTANCE.id() + "\""))
                .anyMatch(it -> it.startsWith("{\"kind\":\"result\""))
                .anyMatch(it -> it.startsWith("{\"kind\":\"deadLetter\""));
        assertThat(stage.environment()
                        .command("watch", "--from-beginning", "--instance", "other", "--for", "2s", "--json"))
                .isEmpty();
    }

    @Test
    void whatComesWhileItRunsIsShownAtOnce() {
        String token = token();
        var watching = CompletableFuture.supplyAsync(() ->
                stage.environment().command("watch", "--client-token", token, "--max", "1", "--for", "60s", "--json"));
        await("the watch to see one").atMost(Duration.ofSeconds(60)).until(() -> {
            send(token, "flow"); // a repeat is answered too: it need not be the first that the watch sees
            return watching.isDone();
        });

        assertThat(watching.join()).contains("\"clientToken\":\"" + token + "\"", "\"status\":\"STARTED\"");
    }

    @Test
    void aResultThatCannotBeReadIsShownAsSuchAndDoesNotEndIt(LocalServers servers) {
        try (var environment = new LocalEnvironment(servers, "unreadable", LANES, Map.of())) {
            environment.setUp();
            String results = environment.topics().results();
            byte[] key = "some token".getBytes(StandardCharsets.UTF_8);
            RunningService.written(stage.sender().send(new ProducerRecord<>(results, 0, key, new byte[] {9, 9})));
            RunningService.written(stage.sender().send(new ProducerRecord<>(results, 0, key, null)));

            List<String> lines = environment
                    .command("watch", "--from-beginning", "--client-token", "some token", "--max", "2", "--json")
                    .lines()
                    .toList();

            assertThat(lines)
                    .hasSize(2)
                    .allMatch(it -> it.startsWith("{\"kind\":\"unreadable\",\"place\":\"" + results + "-0@"));
            assertThat(lines.getFirst()).contains("too short");
        }
    }
}

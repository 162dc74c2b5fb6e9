package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.ResultStatus;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.CommandOutput;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.RunningService;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator steers the service with its commands, through real servers. */
@ExtendWith(LocalServers.Shared.class)
final class ControlIT {

    private static final LocalInstance SALES = new LocalInstance("sales", "sales-0001", 1_000, false);

    private static final LocalInstance HELP = new LocalInstance("help", "help-0001", 1_000, false);
    private static final LocalInstance ABROAD = new LocalInstance("abroad", "abroad-0001", 1_000, false);

    /** More than is fetched at once. */
    private static final int BACKLOG = 20_000;

    private final ObjectMapper json = new ObjectMapper();

    private static CommandOutput control(LocalEnvironment environment, String... words) {
        List<String> all = new ArrayList<>(List.of("control"));
        all.addAll(List.of(words));
        return environment.end("", all.toArray(String[]::new));
    }

    /** A command that is done, and what its answer says. */
    private JsonNode done(RunningService stage, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--why", "a test", "--by", "ada", "--wait", "--json"));
        CommandOutput ended = control(stage.environment(), all.toArray(String[]::new));
        assertThat(ended.code()).as(ended.complained()).isZero();
        JsonNode answer = read(ended.printed().lines().toList().getLast());
        assertThat(answer.get("status").asText()).isEqualTo("DONE");
        return answer;
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Once it says so of the request with that token. */
    private static void awaitStatus(RunningService stage, String token, String said) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> stage.http()
                        .get("/api/v1/request?instanceId=sales-0001&clientToken=" + token)
                        .body()
                        .contains(said));
    }

    @Test
    void waitingRequestsAreReorderedExtendedAndMoved(LocalServers servers) {
        List<SimulatedLane> lanes = List.of(
                new SimulatedLane("default", List.of(SALES, HELP), 500, 800, connect -> {}),
                new SimulatedLane("second", List.of(ABROAD), 500, 800, connect -> {}));
        try (RunningService stage = new RunningService(servers, "moved", lanes, Map.of())) {
            done(stage, "pause", "--instance", "sales");
            RecordMetadata stays = send(stage, "stays");
            RecordMetadata next = send(stage, "next door");
            RecordMetadata far = send(stage, "far");
            for (String token : List.of("stays", "next%20door", "far")) {
                awaitStatus(stage, token, "\"state\":\"WAITING\"");
            }

            JsonNode prioritized = done(stage, "prioritize", "--instance", "sales", "--token", "stays", "--to", "0");
            assertThat(prioritized.get("changed").asInt()).isEqualTo(1);
            JsonNode extended = done(
                    stage, "extend", "--instance", "sales", "--token", "stays", "--start-by", "2030-01-01T00:00:00Z");
            assertThat(extended.get("changed").asInt()).isEqualTo(1);
            awaitStatus(stage, "stays", "\"priority\":0");

            String[] nextDoor = {
                "move",
                "--instance",
                "sales",
                "--to",
                "help",
                "--token",
                "next door",
                "--contact-flow",
                "flow=other-flow"
            };
            List<String> dryRun = new ArrayList<>(List.of(nextDoor));
            dryRun.add("--dry-run");
            assertThat(done(stage, dryRun.toArray(String[]::new)).get("changed").asInt())
                    .isEqualTo(1);
            assertThat(done(stage, nextDoor).get("changed").asInt()).isEqualTo(1);
            assertThat(done(stage, "move", "--instance", "sales", "--to", "abroad", "--token", "far")
                            .get("changed")
                            .asInt())
                    .isEqualTo(1);

            assertThat(stage.result(next).getStatus()).isEqualTo(ResultStatus.STARTED);
            assertThat(stage.result(next).getInstanceId()).isEqualTo("help-0001");
            assertThat(stage.result(next).getMovedFrom().getInstanceId()).isEqualTo("sales-0001");
            assertThat(stage.result(far).getInstanceId()).isEqualTo("abroad-0001");
            assertThat(stage.environment().connect("second").stats().calls()).isEqualTo(1);
            awaitStatus(stage, "far", "\"state\":\"MOVED\",\"movedToLane\":\"second\"");
            RecordMetadata again = send(stage, "far");
            assertThat(stage.result(again).getReplayed()).isTrue();
            assertThat(stage.environment().connect("second").stats().calls()).isEqualTo(1);

            done(stage, "resume", "--instance", "sales");
            assertThat(stage.result(stays).getInstanceId()).isEqualTo("sales-0001");
            assertThat(stage.result(stays).getMovedFrom()).isNull();
            assertThat(done(stage, "drain", "--lane", "default").get("after").asText())
                    .startsWith("paused, nothing in flight");
        }
    }

    /** A process that begins with a backlog, of which nobody has read anything. */
    @Test
    void aPauseOvertakesTheRequestsThatWereThereBefore(LocalServers servers) {
        SimulatedLane lane = new SimulatedLane(
                "default",
                List.of(new LocalInstance("sales", "sales-0001", BACKLOG, false)),
                5_000,
                5_000,
                connect -> {});
        try (RunningService stage = new RunningService(servers, "backlog", List.of(lane), Map.of())) {
            stage.stopService();
            for (int i = 0; i < BACKLOG; i++) {
                stage.sender().send("backlog " + i, request("backlog " + i));
            }
            send(stage, "last");
            stage.startService();
            await().atMost(Duration.ofSeconds(60)).until(() -> taken(stage) > 0);
            done(stage, "pause");

            assertThat(taken(stage)).isLessThan(BACKLOG * 0.75);
        }
    }

    private static double taken(RunningService stage) {
        return stage.connect().stats().calls() + stage.http().metrics().sum("chat_waiting");
    }

    private static RecordMetadata send(RunningService stage, String token) {
        return RunningService.written(stage.sender().send(token, request(token)));
    }

    private static ChatRequest request(String token) {
        return ChatRequest.newBuilder()
                .setInstanceId(SALES.arn())
                .setContactFlowId("flow")
                .setParticipantDetails(new ParticipantDetails("Ada"))
                .setClientToken(token)
                .build();
    }

    @Test
    void whatAnOperatorSetsOutlivesARestartAndIsShownEverywhere(LocalServers servers) {
        SimulatedLane lane = new SimulatedLane("default", List.of(SALES), 500, 800, connect -> {});
        try (RunningService stage = new RunningService(servers, "steered", List.of(lane), Map.of())) {
            assertThat(done(stage, "pause", "--lane", "default", "--dry-run")
                            .get("after")
                            .asText())
                    .isEqualTo("paused");
            assertThat(done(stage, "pause").get("before").asText()).isEqualTo("not paused");
            RecordMetadata waiting = send(stage, "waits");
            stage.stopService();
            stage.startService();

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> stage.http()
                            .get("/api/v1/request?instanceId=sales-0001&clientToken=waits")
                            .body()
                            .contains("\"blockedBy\":[\"LANE_PAUSED\"]"));
            assertThat(stage.http().get("/api/v1/lanes").body())
                    .contains("\"kind\":\"PAUSE\",\"text\":\"paused\"", "\"by\":\"ada\",\"why\":\"a test\"");
            assertThat(stage.http().metrics().sum("chat_override")).isPositive();
            assertThat(control(stage.environment(), "list").printed()).contains("PAUSE", "ada", "a test");
            assertThat(stage.connect().stats().calls()).isZero();

            done(stage, "resume");
            assertThat(stage.result(waiting).getStatus()).isEqualTo(ResultStatus.STARTED);
            assertThat(control(stage.environment(), "list").printed()).isEqualTo("Nothing is in force.\n");

            CommandOutput refused = control(
                    stage.environment(), "limit", "--rate", "501", "--why", "too much", "--by", "ada", "--wait");
            assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
            assertThat(refused.printed()).contains("REFUSED", "lanes.default.rate.max");
            done(stage, "limit", "--instance", "sales", "--quota", "7", "--for", "1h");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> stage.http()
                            .get("/api/v1/instances")
                            .body()
                            .contains("\"quota\":7,\"quotaSource\":\"OPERATOR\""));
            done(stage, "limit", "--instance", "sales", "--clear");

            String log = control(stage.environment(), "log", "--since", "1h", "--for", "1s", "--json")
                    .printed();
            assertThat(log.lines()
                            .map(this::read)
                            .map(it -> it.get("verb").asText() + " "
                                    + it.get("status").asText()))
                    .containsExactly(
                            "PAUSE DONE", "PAUSE DONE", "RESUME DONE", "LIMIT REFUSED", "LIMIT DONE", "LIMIT DONE");
        }
    }
}

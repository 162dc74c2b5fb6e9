package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.app.Main;
import chatcontacts.testkit.connect.CallFault;
import chatcontacts.testkit.connect.ConnectError;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.JavaProcess;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.CommandOutput;
import chatcontacts.testkit.service.RunningService;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit} against a real broker, a real registry, and the service before a simulated Connect. */
@ExtendWith(LocalServers.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SubmitIT {

    private static final String FLOW = "ffffffff-0000-4000-8000-000000000001";
    private static final String DOCUMENT = """
            {"InstanceId": "wide-0001", "ContactFlowId": "%s", "ParticipantDetails": {"DisplayName": "Ada"},
             "InitialMessage": {"ContentType": "text/plain", "Content": "Hello"}, "ClientToken": "%s"}""";

    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    private Path folder;

    private RunningService stage;

    @BeforeAll
    void start(LocalServers servers) {
        SimulatedLane lane = new SimulatedLane(
                "default",
                List.of(
                        new LocalInstance("wide", "wide-0001", 1_000, true),
                        new LocalInstance("full", "full-0001", 1, true)),
                500,
                800,
                connect -> connect.rules().knowFlow(FLOW));
        stage = new RunningService(servers, "submit", List.of(lane), Map.of());
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    private CommandOutput submit(String flow, String... more) {
        List<String> words = new ArrayList<>(List.of("submit", "--contact-flow-id", flow));
        words.addAll(List.of("--participant-details", "DisplayName=Ada"));
        words.addAll(List.of(more));
        if (!words.contains("--instance-id")) {
            words.addAll(List.of("--instance-id", "wide-0001"));
        }
        return stage.environment().end("", words.toArray(String[]::new));
    }

    @Test
    void oneRequestIsSentAndItsContactPrintedAsTheAwsCliPrintsIt() throws IOException {
        String token = "token/" + UUID.randomUUID();
        Path document = Files.writeString(folder.resolve("request.json"), DOCUMENT.formatted(FLOW, token));

        CommandOutput ended = stage.environment().end("", "submit", "--wait", "--cli-input-json", "file://" + document);

        assertThat(ended.code()).as(ended.complained()).isZero();
        JsonNode answer = json.readTree(ended.printed());
        assertThat(answer.fieldNames()).toIterable().containsExactly("ContactId", "ParticipantId", "ParticipantToken");
        assertThat(stage.connect().token("wide-0001", token).contacts()).isOne();
        assertThat(stage.environment().end("", "submit", "--wait", "--cli-input-json", "file://" + document))
                .as("a repeat names the same contact")
                .extracting(CommandOutput::printed)
                .isEqualTo(ended.printed());
    }

    @Test
    void aPersistentChatNamesTheContactThatItContinues() throws IOException {
        CommandOutput ended =
                submit(FLOW, "--wait", "--persistent-chat", "RehydrationType=FROM_SEGMENT,SourceContactId=former");

        assertThat(ended.code()).as(ended.complained()).isZero();
        assertThat(json.readTree(ended.printed()).get("ContinuedFromContactId").asText())
                .isEqualTo("former");
    }

    @Test
    void whatTheCustomerConnectsWithIsPrintedAsTheAwsCliPrintsIt() throws IOException {
        CommandOutput ended = submit(
                FLOW,
                "--wait",
                "--connection-types",
                "WEBSOCKET",
                "CONNECTION_CREDENTIALS",
                "--disconnect-on-customer-exit",
                "AGENT",
                "--chat-streaming-configuration",
                "StreamingEndpointArn=arn:aws:sns:eu-central-1:123456789012:chats");

        assertThat(ended.code()).as(ended.complained()).isZero();
        JsonNode answer = json.readTree(ended.printed());
        assertThat(answer.fieldNames())
                .toIterable()
                .containsExactly(
                        "ContactId",
                        "ParticipantId",
                        "ParticipantToken",
                        "ConnectionCredentials",
                        "Websocket",
                        "StreamingId");
        assertThat(answer.get("Websocket").get("Url").asText()).startsWith("wss://");
        assertThat(answer.get("ConnectionCredentials").get("Expiry").asText()).endsWith("Z");
    }

    @Test
    void aRequestThatConnectRefusesEndsWith3() {
        CommandOutput ended = submit("unknown-flow", "--wait");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.complained()).contains("FAILED, REJECTED: ").contains("ResourceNotFoundException");
        assertThat(ended.printed()).isEmpty();
    }

    @Test
    void anOutcomeThatDoesNotComeInTimeEndsWith4() {
        stage.connect().startForeignChat("full-0001");

        CommandOutput ended = submit(FLOW, "--wait", "--timeout", "1s", "--instance-id", "full-0001");

        assertThat(ended.code()).isEqualTo(4);
        assertThat(ended.complained()).contains("no outcome within 1000 ms; it was sent to submit-chat-requests");
    }

    @Test
    void whatIsOpenWhenItIsStoppedIsToldWithItsToken() throws IOException {
        String token = "stopped-" + UUID.randomUUID();
        stage.connect()
                .change(it -> it.faults()
                        .nextOfToken(token::equals, 100, new CallFault.Instead(ConnectError.INTERNAL_SERVICE)));
        List<String> words = List.of(
                "submit",
                "--wait",
                "--json",
                "--cli-input-json",
                DOCUMENT.formatted(FLOW, token),
                "--config",
                stage.environment().settingsFile().toString());
        try (var process = JavaProcess.start("submit-stopped", folder, List.of(), Main.class, words)) {
            await("its first call")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> stage.connect().token("wide-0001", token).calls() > 0);

            assertThat(process.stop()).isEqualTo(4);

            assertThat(Files.readString(process.output()))
                    .contains("sent to submit-chat-requests, partition ")
                    .contains("outcome unknown, client token " + token)
                    .contains("\"status\":\"UNCONFIRMED\"")
                    .contains("stopped before the end: 1 requests open");
        }
    }

    @Test
    void manyAreSentFromStandardInputAndEachIsAnswered() {
        String input = IntStream.range(0, 50)
                .mapToObj(i -> DOCUMENT.formatted(i == 7 ? "unknown-flow" : FLOW, "bulk/" + UUID.randomUUID())
                        .replace("\n", " "))
                .collect(Collectors.joining("\n"));

        CommandOutput ended = stage.environment()
                .end(input + "\n{\"InstanceId\": \"wide-0001\"}\n", "submit", "--bulk", "--wait", "--json");

        assertThat(ended.code()).as(ended.complained()).isEqualTo(2);
        assertThat(ended.printed().lines()).hasSize(51);
        assertThat(ended.printed().lines().filter(it -> it.contains("\"STARTED\"")))
                .hasSize(49);
        assertThat(ended.printed())
                .contains("{\"line\":8,\"status\":\"FAILED\"", "{\"line\":51,\"status\":\"INVALID\"")
                .doesNotContain("ParticipantToken");
        assertThat(ended.complained())
                .contains("line 51: contactFlowId: is required")
                .contains("51 requests: 50 sent, 1 invalid, 49 started, 1 failed, 0 timed out");
    }
}

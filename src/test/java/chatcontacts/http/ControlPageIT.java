package chatcontacts.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.ResultStatus;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.RunningService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An operator steers the running service with the buttons of its page, in a real browser and through a real broker. */
@ExtendWith(LocalServers.Shared.class)
final class ControlPageIT {

    private static final String TOKEN = "a-token-of-operators";
    private static final LocalInstance SALES = new LocalInstance("sales", "sales-0001", 1_000, false);

    @TempDir
    private Path profile;

    @Test
    void theButtonsOfThePagePauseAndResumeALane(LocalServers servers) {
        Optional<Path> program = Chromium.installed();
        Assumptions.assumeTrue(program.isPresent(), "no Chromium is installed");
        SimulatedLane lane = new SimulatedLane("default", List.of(SALES), 500, 800, connect -> {});
        try (RunningService stage =
                        new RunningService(servers, "buttons", List.of(lane), Map.of("http.control.token", TOKEN));
                Chromium browser = Chromium.start(program.get(), profile);
                Tab tab = browser.open()) {
            tab.go("http://127.0.0.1:" + stage.http().port() + "/");
            until(tab, "#state", "Running");
            String chip = "#lanes .lane-head .chip";

            give(tab, "pause", "Connect has an incident");
            until(tab, chip, "Paused");
            RecordMetadata waiting = send(stage);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> stage.http()
                            .get("/api/v1/request?instanceId=sales-0001&clientToken=waits")
                            .body()
                            .contains("\"blockedBy\":[\"LANE_PAUSED\"]"));
            assertThat(tab.text("#lanes [data-f=overrides]")).contains("by ada (over HTTP): Connect has an incident.");
            assertThat(stage.connect().stats().calls()).isZero();

            give(tab, "resume", "it is over");
            assertThat(stage.result(waiting).getStatus()).isEqualTo(ResultStatus.STARTED);
            until(tab, chip, "");
            assertThat(tab.complaints()).isEmpty();
            String log = stage.environment()
                    .end("", "control", "log", "--since", "1h", "--for", "1s", "--json")
                    .printed();
            assertThat(log.lines()
                            .map(it -> it.replaceAll(
                                    ".*\"status\":\"(\\w+)\",\"verb\":\"(\\w+)\".*\"dryRun\":(\\w+).*", "$2 $1 $3")))
                    .containsExactly("PAUSE DONE true", "PAUSE DONE false", "RESUME DONE true", "RESUME DONE false");
        }
    }

    private static void give(Tab tab, String verb, String why) {
        tab.ask("document.querySelector('[aria-label=\"Steer lane default\"]').click()");
        tab.ask("document.querySelector('dialog [data-verb=" + verb + "]').click()");
        fill(tab, "steer-why", why);
        fill(tab, "steer-by", "ada");
        fill(tab, "steer-token", TOKEN);
        tab.ask("document.querySelector('dialog [data-f=try]').click()");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !tab.ask("document.querySelector('dialog [data-f=act]').disabled")
                        .asBoolean());
        assertThat(tab.text("dialog [role=status]")).startsWith("It would be: ");
        tab.ask("document.querySelector('dialog [data-f=act]').click()");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> tab.text("dialog [role=status]").startsWith("Done: "));
        tab.ask("document.querySelector('dialog [data-f=close]').click()");
    }

    private static void fill(Tab tab, String id, String text) {
        tab.ask("document.getElementById('" + id + "').focus();document.activeElement.value = ''");
        tab.type(text);
    }

    private static void until(Tab tab, String selector, String text) {
        await().atMost(Duration.ofSeconds(60)).until(() -> tab.text(selector).equals(text));
    }

    private static RecordMetadata send(RunningService stage) {
        return RunningService.written(stage.sender()
                .send(
                        "waits",
                        ChatRequest.newBuilder()
                                .setInstanceId(SALES.arn())
                                .setContactFlowId("flow")
                                .setParticipantDetails(new ParticipantDetails("Ada"))
                                .setClientToken("waits")
                                .build()));
    }
}

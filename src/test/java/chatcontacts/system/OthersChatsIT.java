package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ChatResult;
import chatcontacts.ParticipantDetails;
import chatcontacts.ResultStatus;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.RunningService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is told of instances in which others start chats, or nobody yet. */
@ExtendWith(LocalServers.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OthersChatsIT {

    /** Of whose chats no contact event tells. */
    private static final LocalInstance SHARED = new LocalInstance("shared", "shared-0001", 10, false);

    private static final LocalInstance IDLE = new LocalInstance("idle", "idle-0001", 10, true);
    private static final String UNLISTED = "unlisted-0001";

    private RunningService stage;

    @BeforeAll
    void start(LocalServers servers) {
        SimulatedLane lane = new SimulatedLane("default", List.of(SHARED, IDLE), 500, 800, connect -> {});
        stage = new RunningService(
                servers, "others", List.of(lane), Map.of("lanes.default.cloudwatch.active.chats", "true"));
        stage.connect().startForeignChat(SHARED.id());
        stage.connect().startForeignChat(SHARED.id());
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    private boolean shows(String metric, String instance, double value) {
        return stage.http()
                .metrics()
                .body()
                .lines()
                .anyMatch(it -> it.startsWith(metric + "{")
                        && it.contains("instance_id=\"" + instance + "\"")
                        && it.endsWith(" " + value));
    }

    private String start(String instance, String token) {
        ChatResult result = stage.result(RunningService.written(stage.sender()
                .send(
                        token,
                        ChatRequest.newBuilder()
                                .setInstanceId(instance)
                                .setContactFlowId("flow")
                                .setParticipantDetails(new ParticipantDetails("Ada"))
                                .setClientToken(token)
                                .build())));
        assertThat(result.getStatus()).isEqualTo(ResultStatus.STARTED);
        return result.getContact().getContactId();
    }

    @Test
    void instancesAreToldOfBeforeAnythingHappensAndWhatOthersUseOfThem() {
        await().atMost(Duration.ofMinutes(2)).until(() -> shows("chat_quota", IDLE.id(), 10));
        await().atMost(Duration.ofMinutes(2)).until(() -> shows("chat_cloudwatch_active", SHARED.id(), 2));
        assertThat(shows("chat_cloudwatch_active", IDLE.id(), 0)).isTrue();
        assertThat(stage.http().get("/api/v1/instances").body()).contains("\"cloudWatchChats\":2");
    }

    @Test
    void anUnlistedInstanceIsListedFromItsFirstChatOn() {
        String contact = start(UNLISTED, "first");
        await().atMost(Duration.ofMinutes(1)).until(() -> shows("chat_known", UNLISTED, 1));

        assertThat(stage.connect().endChat(contact)).isTrue();
        await().atMost(Duration.ofMinutes(1)).until(() -> shows("chat_known", UNLISTED, 0));
        assertThat(stage.http().get("/api/v1/instances").body()).contains(UNLISTED);
    }
}

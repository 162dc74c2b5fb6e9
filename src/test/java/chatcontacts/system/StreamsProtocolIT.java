package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.ResultStatus;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.RunningService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.StreamsGroupMemberDescription;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dispatch has its tasks shared out by the broker, {@code group.protocol=streams}, and keeps its place in its group; intake stays classic. */
@ExtendWith(LocalServers.Shared.class)
final class StreamsProtocolIT {

    private static final LocalInstance WIDE = new LocalInstance("wide", "wide-0001", 10_000, false);

    @Test
    void aRestartTakesItsOldPlaceAndLosesNothing(LocalServers servers) {
        SimulatedLane lane = new SimulatedLane("default", List.of(WIDE), 500, 800, connect -> {});
        try (RunningService stage =
                new RunningService(servers, "streams", List.of(lane), Map.of("kafka.group.protocol", "streams"))) {
            List<RecordMetadata> requests = new ArrayList<>(send(stage));
            assertThat(requests)
                    .allSatisfy(of -> assertThat(stage.result(of).getStatus()).isEqualTo(ResultStatus.STARTED));
            String group = stage.environment().load().settings().dispatchApplicationId();
            List<String> before = members(servers, group);
            assertThat(before).hasSize(1).doesNotContain("");

            stage.stopService();
            assertThat(members(servers, group)).as("its place is kept").isEqualTo(before);
            requests.addAll(send(stage));
            stage.startService();

            assertThat(requests).allSatisfy(of -> {
                assertThat(stage.result(of).getStatus()).isEqualTo(ResultStatus.STARTED);
                assertThat(stage.count(of)).isEqualTo(1);
            });
            assertThat(members(servers, group)).isEqualTo(before);
            assertThat(stage.connect().stats().tokensWithSeveralContacts()).isZero();
            await().atMost(Duration.ofSeconds(30)).until(() -> stage.http().isReady());
        }
    }

    private static List<RecordMetadata> send(RunningService stage) {
        List<RecordMetadata> written = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ChatRequest request = ChatRequest.newBuilder()
                    .setInstanceId(WIDE.id())
                    .setContactFlowId("flow")
                    .setParticipantDetails(new ParticipantDetails("Ada"))
                    .build();
            written.add(RunningService.written(stage.sender().send("key " + i, request)));
        }
        return written;
    }

    /** The names of the group's static members; empty for one that has none. */
    private static List<String> members(LocalServers servers, String group) {
        try (Admin admin = servers.kafka().admin()) {
            return admin.describeStreamsGroups(List.of(group)).all().get().get(group).members().stream()
                    .map(StreamsGroupMemberDescription::instanceId)
                    .map(it -> it.orElse(""))
                    .sorted()
                    .toList();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

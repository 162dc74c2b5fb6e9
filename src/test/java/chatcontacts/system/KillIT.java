package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.InitialMessage;
import chatcontacts.ParticipantDetails;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LiveFiles;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.OutcomeCounts;
import chatcontacts.testkit.service.RequestSender;
import chatcontacts.testkit.service.RunningService;
import chatcontacts.testkit.service.ServiceMetrics;
import chatcontacts.testkit.service.ServiceProcess;
import chatcontacts.wire.StateNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed ({@code kill -9}) in the middle of its work, and goes on from the state on its disk. */
@ExtendWith(LocalServers.Shared.class)
final class KillIT {

    private static final LocalInstance SMALL = new LocalInstance("small", "small-0001", 5, false);
    private static final SimulatedLane LANE = new SimulatedLane("default", List.of(SMALL), 200, 200, connect -> {});
    /** More than RocksDB keeps in one write buffer (16 MiB), which is what a kill takes from it. */
    private static final int REQUESTS = 2_500;

    private static final String LONG_TEXT = "\"" + "x".repeat(11_000) + "\"";
    private static final int KILLS = 2;

    private static final Map<String, String> SETTINGS = Map.of(
            "instances.small.concurrent.chats",
            "100000", // more than Connect grants: the service goes on to try
            "hold.backoff.ms",
            "100",
            "hold.backoff.max.ms",
            "100");

    private static final Duration LONGEST = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @Test
    void readsAgainOnlyWhatRocksDbHadNotFlushedAndWipesNothing(LocalServers servers) throws IOException {
        try (LocalEnvironment environment = new LocalEnvironment(servers, "kill", List.of(LANE), SETTINGS);
                RequestSender sender = prepared(environment);
                OutcomeCounts outcomes = new OutcomeCounts(environment);
                ServiceProcess service =
                        new ServiceProcess("service", folder, environment.settings(), ServiceProcess.SMALL)) {
            service.start();
            service.awaitReady();
            List<RecordMetadata> requests = send(sender);
            try (ServiceMetrics http = service.http()) {
                await().atMost(LONGEST).until(() -> http.metrics().sum("chat_waiting") == REQUESTS - SMALL.quota());
                Map<Path, String> stores = stores();
                assertThat(stores).isNotEmpty();

                for (int i = 0; i < KILLS; i++) {
                    long calls = environment.connect("default").stats().calls();
                    await().atMost(LONGEST)
                            .until(() -> environment.connect("default").stats().calls() > calls + 5);
                    service.process().kill();
                    service.start();
                    service.awaitReady();

                    assertThat(http.metrics().sum("chat_restored_records_total"))
                            .as("records that were read again, of all that the changelog has")
                            .isLessThan(changelog(environment) / 2.0);
                    assertThat(stores()).as("the same databases").containsAllEntriesOf(stores);
                }
            }
            environment.connect("default").change(it -> it.rules().quota(SMALL.id(), REQUESTS));
            await().atMost(LONGEST).until(() -> requests.stream().allMatch(outcomes::isStarted));
            assertThat(outcomes.faults()).isEmpty();
            assertThat(environment.connect("default").stats().tokensWithSeveralContacts())
                    .isZero();
            assertThat(Files.readString(service.process().output()))
                    .doesNotContain("TaskCorruptedException", "wiping", "Wiping");
        }
    }

    private static RequestSender prepared(LocalEnvironment environment) {
        environment.setUp();
        return environment.sender();
    }

    private static List<RecordMetadata> send(RequestSender sender) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            sent.add(sender.send(
                    "key " + i,
                    ChatRequest.newBuilder()
                            .setInstanceId(SMALL.id())
                            .setContactFlowId("flow")
                            .setParticipantDetails(new ParticipantDetails("Ada"))
                            .setInitialMessage(new InitialMessage("application/json", LONG_TEXT))
                            .build()));
        }
        return sent.stream().map(RunningService::written).toList();
    }

    private static long changelog(LocalEnvironment environment) {
        String topic = StateNames.changelog(environment.load().settings().dispatchApplicationId());
        try (Admin admin = environment.servers().kafka().admin()) {
            List<TopicPartition> partitions =
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                            .map(it -> new TopicPartition(topic, it.partition()))
                            .toList();
            long records = 0;
            for (TopicPartition partition : partitions) {
                records += admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .all()
                        .get()
                        .get(partition)
                        .offset();
            }
            return records;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** RocksDB's own name of each database on disk: one that is wiped and made again has another. */
    private Map<Path, String> stores() throws IOException {
        Map<Path, String> names = new HashMap<>();
        for (Path file : LiveFiles.in(folder)) {
            if (file.endsWith("IDENTITY")) {
                names.put(file, Files.readString(file));
            }
        }
        return names;
    }
}

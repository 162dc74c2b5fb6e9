package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.ResultStatus;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.JavaProcess;
import chatcontacts.testkit.servers.LocalKafkaMain;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.RunningService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The one broker stands still (SIGSTOP) for longer than the time-outs of the clients, which are short here, while requests are being started. */
@ExtendWith(LocalServers.Shared.class)
final class SilentBrokerIT {

    private static final LocalInstance WIDE = new LocalInstance("wide", "wide-0001", 10_000, false);
    private static final SimulatedLane LANE = new SimulatedLane("default", List.of(WIDE), 20, 20, connect -> {});

    private static final List<String> SMALL = List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final Map<String, String> IMPATIENT = Map.of(
            "kafka.producer.max.block.ms", "1000",
            "kafka.producer.request.timeout.ms", "1000",
            "kafka.consumer.session.timeout.ms", "3000",
            "kafka.consumer.heartbeat.interval.ms", "1000",
            "watchdog.stalled.ms", "3000");

    /** Each time-out has passed by then, that of a call that is repeated several times. */
    private static final double SILENT_SECONDS = 5;

    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void aSilentBrokerIsShownEndsNoThreadAndCostsNothingThatWaits(LocalServers servers) {
        try (JavaProcess broker = JavaProcess.start("broker", folder, SMALL, LocalKafkaMain.class, List.of())) {
            String address = broker.awaitLine(Pattern.compile("bootstrap.servers=(.*)"));
            try (RunningService stage = new RunningService(servers.with(address), "silent", List.of(LANE), IMPATIENT)) {
                List<RecordMetadata> requests = send(stage, 100);
                stage.result(requests.get(0));

                broker.freeze();
                await("the silence to be seen").atMost(MAX_WAIT).until(() -> silentSeconds(stage) >= SILENT_SECONDS);
                assertThat(stage.http().get("/health/ready").body()).contains("silentSeconds");
                assertThat(stage.http().isReady()).isTrue();
                assertThat(stage.http().get("/health/live").status()).isEqualTo(200);
                assertThat(stage.http().get("/api/v1/process").body()).contains("\"brokersSilentSeconds\":");
                assertThat(stage.http().get("/api/v1/topology").body())
                        .as("owners, which nobody asked for before")
                        .contains("\"owner\":\"here\"");
                broker.thaw();

                requests.addAll(send(stage, 1));
                requests.forEach(stage::result);
                requests.addAll(send(stage, 20)); // what would come twice by now is there before their results
                assertThat(requests).allSatisfy(of -> {
                    assertThat(stage.result(of).getStatus()).isEqualTo(ResultStatus.STARTED);
                    assertThat(stage.count(of)).isEqualTo(1);
                });
                assertThat(stage.connect().stats().tokensWithSeveralContacts()).isZero();
                await("the end of the silence to be seen").atMost(MAX_WAIT).until(() -> silentSeconds(stage) == 0);
                assertThat(stage.http().metrics().sum("chat_stream_threads_died_total"))
                        .isZero();
            }
        }
    }

    private static double silentSeconds(RunningService stage) {
        return stage.http().metrics().sum("chat_brokers_silent_seconds");
    }

    private static List<RecordMetadata> send(RunningService stage, int requests) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            ChatRequest request = ChatRequest.newBuilder()
                    .setInstanceId(WIDE.id())
                    .setContactFlowId("flow")
                    .setParticipantDetails(new ParticipantDetails("Ada"))
                    .build();
            sent.add(stage.sender().send("key " + i, request));
        }
        return new ArrayList<>(sent.stream().map(RunningService::written).toList());
    }
}

package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.testkit.connect.ConnectSimulator;
import chatcontacts.testkit.connect.RandomDuration;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.OutcomeCounts;
import chatcontacts.testkit.service.RequestSender;
import chatcontacts.testkit.service.RunningService;
import chatcontacts.testkit.service.ServiceMetrics;
import chatcontacts.testkit.service.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM in the middle of the work, as each roll-out sends it. */
@ExtendWith(LocalServers.Shared.class)
final class ShutdownIT {

    private static final int REQUESTS = 200;
    private static final int IN_FLIGHT = 40;
    private static final Duration LATENCY = Duration.ofSeconds(1);
    private static final Duration LONG_LATENCY = Duration.ofSeconds(4);
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    /** With a grace far longer than any test waits for an end. */
    private static final Map<String, String> SETTINGS = Map.of(
            "shutdown.grace.ms", "600000",
            "lanes.default.in.flight.max", Integer.toString(IN_FLIGHT),
            "log.format", "json");

    @TempDir
    Path folder;

    @Test
    void answersOfCallsThatWereOutAreKeptAndNoRequestIsCalledTwice(LocalServers servers) {
        LocalInstance wide = new LocalInstance("wide", "wide-0001", 10_000, false);
        SimulatedLane lane = new SimulatedLane(
                "default", List.of(wide), 100, 20, connect -> connect.latency(RandomDuration.fixed(LONG_LATENCY)));
        try (LocalEnvironment environment = new LocalEnvironment(servers, "shutdown", List.of(lane), SETTINGS)) {
            environment.setUp();
            termInTheMiddle(environment, wide);
        }
    }

    private void termInTheMiddle(LocalEnvironment environment, LocalInstance wide) {
        try (OutcomeCounts outcomes = new OutcomeCounts(environment);
                ServiceProcess service =
                        new ServiceProcess("service", folder, environment.settings(), ServiceProcess.SMALL);
                RequestSender sender = environment.sender()) {
            ConnectSimulator connect = environment.connect("default");
            service.start();
            service.awaitReady();
            List<RecordMetadata> written = send(sender, wide);
            try (ServiceMetrics http = service.http()) {
                await("the lane to be full of calls and work").atMost(MAX_WAIT).untilAsserted(() -> {
                    assertThat(connect.stats().inFlight()).isGreaterThan(IN_FLIGHT / 2);
                    assertThat(http.metrics().sum("chat_waiting")).isGreaterThan(REQUESTS - 3 * IN_FLIGHT);
                });
            }
            assertEndsWithNoCallOut(service, connect);
            connect.change(it -> it.latency(RandomDuration.fixed(LATENCY)));
            try (ForeignTransaction foreign = new ForeignTransaction(environment)) {
                foreign.holdOffsets(written);
                service.start();
                await("calls though intake waits")
                        .atMost(MAX_WAIT)
                        .until(() -> connect.stats().inFlight() > IN_FLIGHT / 2);
                assertEndsWithNoCallOut(service, connect);
                assertThat(service.process().output())
                        .content()
                        .contains("The intake application did not close in time");
            }
            assertThat(connect.stats().calls()).as("it was in the middle").isLessThan(REQUESTS);
            service.start();
            service.awaitReady();
            await().atMost(MAX_WAIT).until(() -> written.stream().allMatch(outcomes::isStarted));
            // Every answer but a throttled one was of use; a call for a chat that is there already is answered
            // REPEATED.
            assertThat(connect.stats().answers("STARTED"))
                    .as("of %s", connect.stats().answers())
                    .isEqualTo(REQUESTS);
            assertThat(connect.stats().answers("REPEATED")).isZero();
            assertThat(connect.stats().created()).isEqualTo(REQUESTS);
            assertThat(outcomes.faults()).isEmpty();
            assertThat(service.process().output())
                    .as("the log, as log.format has it")
                    .content()
                    .containsPattern(
                            "(?m)^\\{\"@timestamp\":.*\"message\":\"Both streams applications are starting\".*\"lanes\":\\[\"default\"]")
                    .containsPattern("(?m)^\\{.*\"message\":\"Stopped\"");
        }
    }

    private static List<RecordMetadata> send(RequestSender sender, LocalInstance instance) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            ChatRequest request = ChatRequest.newBuilder()
                    .setInstanceId(instance.id())
                    .setContactFlowId("flow")
                    .setParticipantDetails(new ParticipantDetails("Ada"))
                    .build();
            sent.add(sender.send("key", request));
        }
        return sent.stream().map(RunningService::written).toList();
    }

    private static void assertEndsWithNoCallOut(ServiceProcess service, ConnectSimulator connect) {
        assertThat(service.process().stop()).isZero();
        assertThat(connect.stats().inFlight()).isZero();
    }

    /** Somebody who read requests in the group's name and never says whether that counts: intake cannot know where to go on. */
    private static final class ForeignTransaction implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> member;
        private final KafkaProducer<byte[], byte[]> producer;

        ForeignTransaction(LocalEnvironment environment) {
            String brokers = environment.servers().kafka().bootstrapServers();
            String group = environment.load().settings().intakeApplicationId();
            member = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", brokers, "group.id", group),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", brokers, "transactional.id", "foreign"),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }

        void holdOffsets(List<RecordMetadata> of) {
            Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
            of.forEach(it -> first.put(new TopicPartition(it.topic(), it.partition()), new OffsetAndMetadata(0)));
            producer.initTransactions();
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(first, member.groupMetadata());
        }

        @Override
        public void close() {
            producer.abortTransaction();
            producer.close();
            member.close();
        }
    }
}

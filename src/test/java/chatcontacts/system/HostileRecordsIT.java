package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.config.TopicSettings;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.hostile.HostileModels;
import chatcontacts.testkit.hostile.HostileRecords;
import chatcontacts.testkit.hostile.PackedBatch;
import chatcontacts.testkit.hostile.RawProducer;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.OutcomeCounts;
import chatcontacts.testkit.service.RequestSender;
import chatcontacts.testkit.service.RunningService;
import chatcontacts.testkit.service.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.record.internal.CompressionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile records on every input topic of the running service, in a JVM with little memory: each request ends in exactly one
 * outcome, no thread is lost, and good requests behind them start. As many as the system property {@code fuzz.records} says,
 * with the seed {@code fuzz.seed}.
 */
@ExtendWith(LocalServers.Shared.class)
final class HostileRecordsIT {

    private static final int RECORDS = Integer.getInteger("fuzz.records", 1_200);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int GOOD = 50;

    private static final LocalInstance WIDE = new LocalInstance("wide", "wide-0001", 1_000_000, false);
    private static final LocalInstance SEEN = new LocalInstance("seen", "seen-0001", 1_000_000, true);

    @TempDir
    Path folder;

    @Test
    void everyRecordEndsInOneWayAndGoodOnesStart(LocalServers servers) {
        SimulatedLane lane = new SimulatedLane("default", List.of(WIDE, SEEN), 2_000, 4_000, connect -> {});
        try (LocalEnvironment environment =
                new LocalEnvironment(servers, "hostile", List.of(lane), Map.of("lanes.default.in.flight.max", "500"))) {
            environment.setUp();
            keepWhateverTheirTimestamps(environment);
            try (ServiceProcess service = new ServiceProcess(
                            "service",
                            folder,
                            environment.settings(),
                            List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC"));
                    OutcomeCounts outcomes = new OutcomeCounts(environment);
                    RequestSender sender = environment.sender();
                    var http = service.http()) {
                service.start();
                service.awaitReady();
                long began = System.nanoTime();
                List<RecordMetadata> requests = sendHostile(environment, sender);
                List<RecordMetadata> good = new ArrayList<>();
                for (int i = 0; i < GOOD; i++) {
                    good.add(RunningService.written(sender.send("good", good())));
                }

                await("the outcomes of good requests behind hostile ones, see "
                                + service.process().output())
                        .atMost(Duration.ofSeconds(60 + RECORDS / 100))
                        .pollInterval(Duration.ofMillis(100))
                        .failFast(() -> !service.process().isAlive())
                        .untilAsserted(() -> {
                            assertThat(good).allMatch(outcomes::isStarted);
                            assertThat(requests).allMatch(outcomes::isSettled);
                        });
                double seconds = (System.nanoTime() - began) / 1e9;

                assertThat(outcomes.faults()).isEmpty();
                assertThat(http.metrics().body())
                        .contains("chat_stream_threads_died_total{application=\"intake\"} 0.0");
                assertThat(http.metrics().body())
                        .contains("chat_stream_threads_died_total{application=\"dispatch\"} 0.0");
                assertThat(http.metrics().sum("chat_dispatch_messages_skipped_total"))
                        .isPositive();
                assertThat(http.get("/health/live").status()).isEqualTo(200);
                assertThat(environment.connect("default").stats().tokensWithSeveralContacts())
                        .isZero();
                if (RECORDS >= 100_000) {
                    System.out.printf(
                            "%d records in %.1f s, cpu %s, resident %d MiB, outcomes %s%n",
                            RECORDS,
                            seconds,
                            service.process().cpu(),
                            service.process().residentBytes() >> 20,
                            outcomes);
                }
            }
        }
    }

    /** Brokers may delete what is older than its topic keeps, and cut segments by time. */
    private static void keepWhateverTheirTimestamps(LocalEnvironment environment) {
        TopicSettings topics = environment.topics();
        Map<String, String> longest =
                Map.of("retention.ms", "-1", "segment.ms", Long.toString(Long.MAX_VALUE), "retention.bytes", "-1");
        for (String topic : List.of(topics.requests(), topics.dispatch())) {
            environment.servers().kafka().alterTopic(topic, longest);
        }
    }

    private static ChatRequest good() {
        return ChatRequest.newBuilder()
                .setInstanceId(WIDE.id())
                .setContactFlowId("flow")
                .setParticipantDetails(new ParticipantDetails("Ada"))
                .build();
    }

    /** Batches of some kilobytes that unpack to hundreds of megabytes, drawn by lot, to the partitions of all inputs. */
    private static void sendBombs(LocalEnvironment environment, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TopicSettings topics = environment.topics();
        List<String> inputs = List.of(
                topics.requests(),
                topics.contactEvents().orElseThrow(),
                topics.cancellations().orElseThrow());
        List<CompressionType> compressions = List.of(CompressionType.ZSTD, CompressionType.GZIP, CompressionType.LZ4);
        try (RawProducer producer =
                new RawProducer(environment.servers().kafka().bootstrapServers())) {
            for (int i = 0; i < 20; i++) {
                int length = 1 << random.nextInt(10, 27);
                var items = new PackedBatch.Times((100 << 20) / length + 1, new PackedBatch.Zeros(length));
                var batch = PackedBatch.of(
                        compressions.get(random.nextInt(length > 100_000 ? 3 : 1)),
                        System.currentTimeMillis(),
                        List.of(items));
                producer.send(inputs.get(random.nextInt(3)), random.nextInt(4), batch);
            }
        }
    }

    /** Returns where those for the request topic lie. */
    private static List<RecordMetadata> sendHostile(LocalEnvironment environment, RequestSender sender) {
        TopicSettings topics = environment.topics();
        String cancellations = topics.cancellations().orElseThrow();
        String events = topics.contactEvents().orElseThrow();
        HostileRecords hostile = HostileModels.records(
                SEED,
                Instant.now(),
                environment.servers().registry().url(),
                topics.requests(),
                cancellations,
                SEEN.arn());
        List<Future<RecordMetadata>> requests = new ArrayList<>();
        sendBombs(environment, SEED);
        for (int round = 0; round < RECORDS; round += 4) {
            requests.add(sender.send(hostile.request(topics.requests())));
            sender.send(hostile.event(events));
            sender.send(hostile.cancellation(cancellations));
            sender.send(hostile.dispatchMessage(topics.dispatch(), "default"));
        }
        sender.flush();
        return requests.stream().map(RunningService::written).toList();
    }
}

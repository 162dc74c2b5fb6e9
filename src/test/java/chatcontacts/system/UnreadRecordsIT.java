package chatcontacts.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.config.TopicSettings;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.hostile.PackedBatch;
import chatcontacts.testkit.hostile.PackedBatch.EmptyHeaders;
import chatcontacts.testkit.hostile.PackedBatch.Item;
import chatcontacts.testkit.hostile.PackedBatch.Times;
import chatcontacts.testkit.hostile.PackedBatch.Zeros;
import chatcontacts.testkit.hostile.RawProducer;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.OutcomeCounts;
import chatcontacts.testkit.service.RequestSender;
import chatcontacts.testkit.service.RunningService;
import chatcontacts.testkit.service.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Batches of kilobytes that unpack to hundreds of megabytes, on every input topic of a service with a heap of 512 MiB that ends
 * if it runs out of memory: it goes on behind them, and tells of each.
 */
@ExtendWith(LocalServers.Shared.class)
final class UnreadRecordsIT {

    private static final LocalInstance INSTANCE = new LocalInstance("wide", "wide-0001", 1_000_000, false);

    private static final int MIB = 1024 * 1024;

    @TempDir
    Path folder;

    /** A batch and how often it is sent. */
    @SuppressWarnings("ArrayRecordComponent") // bytes that are only handed on
    private record Bomb(CompressionType compression, int times, Item... items) {
        MemoryRecords batch() {
            return PackedBatch.of(compression, System.currentTimeMillis(), List.of(items));
        }
    }

    /** As much as a batch of each kind can hold; a broker takes batches of at most 1 MiB. */
    private static final List<Bomb> BOMBS = List.of(
            new Bomb(CompressionType.ZSTD, 3, new Zeros(600 * MIB)),
            new Bomb(CompressionType.ZSTD, 1, new Zeros(Integer.MAX_VALUE - 1_000)),
            new Bomb(CompressionType.GZIP, 2, new Zeros(600 * MIB)),
            new Bomb(CompressionType.LZ4, 2, new Zeros(240 * MIB)),
            new Bomb(CompressionType.SNAPPY, 2, new Zeros(20 * MIB)),
            new Bomb(CompressionType.ZSTD, 2, new Times(200, new Zeros(3 * MIB - 100))),
            new Bomb(CompressionType.ZSTD, 1, new Times(3_000, new Zeros(200 * 1024))),
            new Bomb(CompressionType.GZIP, 1, new Times(40, new Zeros(15 * MIB))),
            new Bomb(CompressionType.ZSTD, 1, new Times(5, new EmptyHeaders(1_500_000))),
            new Bomb(CompressionType.NONE, 2, new EmptyHeaders(500_000)));

    @Test
    void theServiceOutlivesThemGoesOnBehindThemAndTells(LocalServers servers) {
        SimulatedLane lane = new SimulatedLane("default", List.of(INSTANCE), 2_000, 4_000, connect -> {});
        try (LocalEnvironment environment = new LocalEnvironment(servers, "unread", List.of(lane), Map.of())) {
            environment.setUp();
            TopicSettings topics = environment.topics();
            try (ServiceProcess service = new ServiceProcess(
                            "service",
                            folder,
                            environment.settings(),
                            List.of(
                                    "-Xmx512m",
                                    "-XX:+ExitOnOutOfMemoryError",
                                    "-XX:+UseSerialGC",
                                    "-Dlogback.configurationFile=logback.xml"));
                    OutcomeCounts outcomes = new OutcomeCounts(environment);
                    RequestSender sender = environment.sender();
                    var http = service.http()) {
                service.start();
                service.awaitReady();

                sendBombs(
                        servers,
                        topics.cancellations().orElseThrow(),
                        topics.contactEvents().orElseThrow(),
                        topics.requests());
                RecordMetadata behind = RunningService.written(
                        sender.send(new ProducerRecord<>(topics.requests(), 0, null, sender.bytes(request()))));

                await("the request behind them, see " + service.process().output())
                        .atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(100))
                        .failFast(
                                "the process ended, see " + service.process().output(),
                                () -> !service.process().isAlive())
                        .until(() -> outcomes.isStarted(behind));
                await("all three topics, see " + service.process().output())
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(100))
                        .failFast(() -> !service.process().isAlive())
                        .untilAsserted(() -> {
                            String metrics = http.metrics().body();
                            for (String input : List.of("REQUEST", "CONTACT_EVENT", "CANCELLATION")) {
                                assertThat(unread(metrics, input, "RECORD"))
                                        .as(input)
                                        .isEqualTo(2 + 4);
                                assertThat(unread(metrics, input, "HEADERS"))
                                        .as(input)
                                        .isEqualTo(5 + 2);
                                assertThat(unread(metrics, input, "BATCH"))
                                        .as(input)
                                        .isEqualTo(8 + 2 * (200 - 21) + (3_000 - 327) + 36);
                            }
                        });

                assertThat(http.metrics().sum("chat_stream_threads_died_total")).isZero();
                assertThat(service.process().output())
                        .content()
                        .contains("Records were skipped unread")
                        .doesNotContain("OutOfMemory");
                assertThat(deadLetters(servers, topics)).hasSize(25).allSatisfy(letter -> {
                    assertThat(letter.key()).isNull();
                    assertThat(letter.value()).isNull();
                    assertThat(header(letter, "chat.reason")).isEqualTo("MALFORMED");
                    assertThat(header(letter, "chat.error.code")).isEqualTo("RECORD_TOO_LARGE");
                    assertThat(header(letter, "__streams.errors.topic")).isEqualTo(topics.requests());
                });
            }
        }
    }

    private static double unread(String metrics, String input, String cause) {
        return metrics.lines()
                .filter(line -> line.startsWith("chat_intake_records_unread_total{")
                        && line.contains("input=\"" + input + "\"")
                        && line.contains("cause=\"" + cause + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** To the first partition of each. */
    private static void sendBombs(LocalServers servers, String... topics) {
        try (RawProducer producer = new RawProducer(servers.kafka().bootstrapServers())) {
            for (Bomb bomb : BOMBS) {
                MemoryRecords batch = bomb.batch();
                for (String topic : topics) {
                    for (int i = 0; i < bomb.times(); i++) {
                        producer.send(topic, 0, batch);
                    }
                }
            }
        }
    }

    private static ChatRequest request() {
        return ChatRequest.newBuilder()
                .setInstanceId(INSTANCE.id())
                .setContactFlowId("flow")
                .setParticipantDetails(new ParticipantDetails("Ada"))
                .build();
    }

    /** Those of requests that were not read. */
    private static List<ConsumerRecord<byte[], byte[]>> deadLetters(LocalServers servers, TopicSettings topics) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers.kafka().bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topics.deadLetter()).stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.get(it))) {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
                    if (header(letter, "__streams.errors.topic").equals(topics.requests())
                            && header(letter, "__streams.errors.message")
                                    .matches("the record.* (was|were) not read: .*")) {
                        found.add(letter);
                    }
                }
            }
        }
        return found;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}

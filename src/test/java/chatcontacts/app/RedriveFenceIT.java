package chatcontacts.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.local.JavaProcess;
import chatcontacts.local.LocalLane;
import chatcontacts.local.LocalLane.LocalInstance;
import chatcontacts.local.LocalServers;
import chatcontacts.local.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two runs of one group at the same time, each in a process of its own. */
@ExtendWith(LocalServers.Shared.class)
final class RedriveFenceIT {

    private static final LocalInstance INSTANCE = new LocalInstance("one", "one-0001", 1_000, true);
    private static final int LETTERS = 60;

    @TempDir
    private Path folder;

    @Test
    void theSecondEndsTheFirstAndNothingIsSentTwice(LocalServers servers) throws IOException {
        LocalLane lane = new LocalLane("default", List.of(INSTANCE), 500, 800, connect -> {});
        try (var stage = new Stage(servers, "fence", List.of(lane), Map.of())) {
            IntStream.range(0, LETTERS)
                    .forEach(it -> Stage.written(stage.sender().send(letter(stage, it))));

            try (JavaProcess first = redrive(stage, "first", "--rate", "2")) {
                await("the first to send")
                        .atMost(Duration.ofSeconds(90))
                        .until(() -> !redriven(stage).isEmpty());
                try (JavaProcess second = redrive(stage, "second", "--rate", "1000")) {
                    assertThat(second.awaitEnd())
                            .as(Files.readString(second.output()))
                            .isZero();
                }
                assertThat(first.awaitEnd())
                        .as(Files.readString(first.output()))
                        .isEqualTo(2);
                assertThat(Files.readString(first.output())).contains("another redrive of the group fence-");
            }
            assertThat(redriven(stage)).hasSize(LETTERS).doesNotHaveDuplicates();
        }
    }

    private JavaProcess redrive(Stage stage, String name, String... options) {
        List<String> words = new ArrayList<>(List.of("redrive"));
        words.addAll(List.of(options));
        // The service makes a dead letter of each of them again.
        words.addAll(List.of("--max-redrives", "1"));
        words.addAll(List.of("--config", stage.environment().settingsFile().toString()));
        return JavaProcess.start(name, folder, List.of(), Main.class, words);
    }

    private static ProducerRecord<byte[], byte[]> letter(Stage stage, int number) {
        var topics = stage.environment().topics();
        byte[] key = ("letter " + number).getBytes(StandardCharsets.UTF_8);
        var letter = new ProducerRecord<>(topics.deadLetter(), key, new byte[] {1});
        letter.headers()
                .add("chat.reason", "INVALID".getBytes(StandardCharsets.UTF_8))
                .add("chat.client.token", key)
                .add("__streams.errors.topic", topics.requests().getBytes(StandardCharsets.UTF_8));
        return letter;
    }

    /** The keys of what lies committed on the request topic. */
    private static List<String> redriven(Stage stage) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        stage.environment().servers().kafka().bootstrapServers(),
                        "isolation.level",
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            String topic = stage.environment().topics().requests();
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(it -> new TopicPartition(topic, it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<String> keys = new ArrayList<>();
            while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.get(it))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(it -> keys.add(new String(it.key(), StandardCharsets.UTF_8)));
            }
            return keys;
        }
    }
}

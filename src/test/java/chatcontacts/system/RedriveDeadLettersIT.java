package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import chatcontacts.app.Main;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.JavaProcess;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.RequestSender;
import chatcontacts.testkit.service.RunningService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters of every kind, and runs that meet. No service runs: what is sent again stays where it is. */
@ExtendWith(LocalServers.Shared.class)
final class RedriveDeadLettersIT {

    private static final SimulatedLane LANE = new SimulatedLane(
            "default", List.of(new LocalInstance("one", "one-0001", 1_000, true)), 500, 800, connect -> {});

    @TempDir
    private Path folder;

    private LocalEnvironment environment;
    private RequestSender sender;

    @BeforeEach
    void setUp(LocalServers servers) {
        String name = "letters" + Long.toString(System.nanoTime(), 36);
        environment = new LocalEnvironment(servers, name, List.of(LANE), Map.of());
        environment.setUp();
        sender = environment.sender();
    }

    @AfterEach
    void close() {
        sender.close();
        environment.close();
    }

    private ProducerRecord<byte[], byte[]> letter(String key, byte[] value) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        var letter = new ProducerRecord<>(environment.topics().deadLetter(), bytes, value);
        letter.headers()
                .add("chat.reason", "INVALID".getBytes(StandardCharsets.UTF_8))
                .add("chat.client.token", bytes)
                .add("__streams.errors.topic", environment.topics().requests().getBytes(StandardCharsets.UTF_8));
        return letter;
    }

    /** The keys of what was sent again. */
    private List<String> redriven() {
        return environment.committed(environment.topics().requests()).stream()
                .map(it -> new String(it.key(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void whatTheServiceDidNotWriteIsCountedAndPassedOver() {
        String topic = environment.topics().deadLetter();
        var foreign = new ProducerRecord<byte[], byte[]>(topic, null, new byte[] {1});
        foreign.headers().add("__streams.errors.topic", "elsewhere".getBytes(StandardCharsets.UTF_8));
        RunningService.written(sender.send(foreign));
        var newer = new ProducerRecord<byte[], byte[]>(topic, null, null);
        newer.headers().add("chat.reason", "NEWER".getBytes(StandardCharsets.UTF_8));
        RunningService.written(sender.send(newer));
        RunningService.written(sender.send(new ProducerRecord<>(topic, null, null)));

        assertThat(environment.command("redrive", "--json"))
                .contains(
                        "\"found\":3,",
                        "\"sent\":0,",
                        "\"NOT_A_REQUEST\":{\"number\":2,",
                        "\"UNREADABLE\":{\"number\":1,")
                .contains("\"places\":[\"" + topic + "-");
    }

    @Test
    void anOriginalThatTheRequestTopicDoesNotTakeKeepsNobodyElse() {
        RunningService.written(sender.send(letter("beside a large one", new byte[] {1})));
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        environment.servers().kafka().bootstrapServers(),
                        "max.request.size",
                        3_000_000),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            RunningService.written(producer.send(letter("large", new byte[1_500_000])));
        }

        assertThat(environment.command("redrive", "--json", "--reason", "INVALID"))
                .contains("\"found\":2,", "\"sent\":1,", "\"TOO_LARGE\":{\"number\":1,");
        assertThat(redriven()).containsExactly("beside a large one");
    }

    @Test
    void whatIsMissingHasItsOwnWordsAndExitCode() {
        assertThatIllegalStateException()
                .isThrownBy(() -> environment.command("redrive", "--set", "topics.dead.letter=nowhere"))
                .withMessageContaining("ended with 5")
                .withMessageContaining("topic nowhere does not exist");
        assertThatIllegalStateException()
                .isThrownBy(() -> environment.command(
                        "redrive",
                        "--set",
                        "kafka.bootstrap.servers=localhost:1",
                        "--set",
                        "kafka.consumer.default.api.timeout.ms=500",
                        "--set",
                        "kafka.producer.max.block.ms=500"))
                .withMessageContaining("ended with 5")
                .withMessageContaining("no broker responds");
    }

    @Test
    void theSecondRunOfAGroupEndsTheFirstAndNothingIsSentTwice() throws IOException {
        List<String> keys =
                IntStream.range(0, 60).mapToObj(it -> "letter " + it).toList();
        keys.forEach(it -> RunningService.written(sender.send(letter(it, new byte[] {1}))));

        try (JavaProcess first = redrive("first", "--rate", "2")) {
            await("the first to send")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> !redriven().isEmpty());
            try (JavaProcess second = redrive("second", "--rate", "1000")) {
                assertThat(second.awaitEnd())
                        .as(Files.readString(second.output()))
                        .isZero();
            }
            assertThat(first.awaitEnd()).as(Files.readString(first.output())).isEqualTo(2);
            assertThat(Files.readString(first.output())).contains("another redrive of the group letters");
        }
        assertThat(redriven()).containsExactlyInAnyOrderElementsOf(keys);
    }

    private JavaProcess redrive(String name, String... options) {
        List<String> words = new ArrayList<>(List.of("redrive", "--reason", "INVALID"));
        words.addAll(List.of(options));
        words.addAll(List.of("--config", environment.settingsFile().toString()));
        return JavaProcess.start(name, folder, List.of(), Main.class, words);
    }
}

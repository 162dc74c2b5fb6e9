package chatcontacts.app.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.dispatch.StreamThreads;
import chatcontacts.testkit.servers.JavaProcess;
import chatcontacts.testkit.servers.LocalKafkaMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A producer whose broker stands still (SIGSTOP) for longer than {@code max.block.ms}. */
@Timeout(120)
final class SilentBrokerProducerIT {

    private static final List<String> SMALL = List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final long MAX_BLOCK_MS = 500;
    private static final long SILENCE_MS = 4 * MAX_BLOCK_MS;

    @TempDir
    private static Path folder;

    private static JavaProcess broker;
    private static String address;
    private static Admin admin;

    private String topic;
    private TransactionalProducer producer;

    @BeforeAll
    static void startBroker() {
        broker = JavaProcess.start("broker", folder, SMALL, LocalKafkaMain.class, List.of());
        address = broker.awaitLine(Pattern.compile("bootstrap.servers=(.*)"));
        admin = Admin.create(Map.of("bootstrap.servers", address));
    }

    @BeforeEach
    void start(TestInfo test) throws ExecutionException, InterruptedException {
        topic = test.getTestMethod().orElseThrow().getName();
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                address,
                "transactional.id",
                "silence",
                "max.block.ms",
                Long.toString(MAX_BLOCK_MS));
        producer = new TransactionalProducer(
                new HashMap<>(config),
                new StreamThreads(Duration.ofSeconds(10)),
                new MonotonicTime(),
                Map::of,
                () -> false);
        producer.initTransactions();
    }

    @AfterEach
    void stop() {
        producer.close(Duration.ZERO);
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        broker.close();
    }

    private CompletableFuture<Void> silence() {
        broker.freeze();
        return CompletableFuture.runAsync(
                broker::thaw, CompletableFuture.delayedExecutor(SILENCE_MS, TimeUnit.MILLISECONDS));
    }

    @Test
    void theFirstRecordOfATopicWaits() throws ExecutionException, InterruptedException {
        producer.beginTransaction();
        CompletableFuture<Void> silence = silence();

        Future<RecordMetadata> sent = send(topic);
        producer.commitTransaction();

        assertThat(sent.get().offset()).isZero();
        silence.get();
    }

    @Test
    void aTopicThatDoesNotExistIsNotWaitedForForEver() {
        producer.beginTransaction();

        assertThatThrownBy(() -> send("missing").get())
                .cause()
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("missing");
    }

    private Future<RecordMetadata> send(String to) {
        return producer.send(new ProducerRecord<>(to, new byte[0]), (written, failure) -> {});
    }
}

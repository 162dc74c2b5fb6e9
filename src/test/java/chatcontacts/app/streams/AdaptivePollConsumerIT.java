package chatcontacts.app.streams;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.ConsumerWait.TaskWait;
import chatcontacts.dispatch.StreamThreads;
import chatcontacts.testkit.servers.LocalServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waits that are interrupted, before a real broker. */
@ExtendWith(LocalServers.Shared.class)
final class AdaptivePollConsumerIT {

    private static final int RECORDS = 20_000;
    private static final TopicPartition PARTITION = new TopicPartition("interrupted", 0);

    private final StreamThreads threads = new StreamThreads(Duration.ofSeconds(15));
    private final TaskWait task = threads.waits().own().newTask();
    private final AtomicBoolean over = new AtomicBoolean();

    /** Its tasks are to be made, however long the thread might wait for records. */
    @Test
    @Timeout(60)
    void newPartitionsEndTheWait(LocalServers servers) {
        String topic = "assigned";
        servers.kafka().createTopic(topic, 1);
        try (var consumer = consumer(servers, topic)) {
            consumer.subscribe(List.of(topic), new Indifferent());
            assertThat(consumer.poll(Duration.ofDays(1))).isEmpty();
            assertThat(consumer.assignment()).hasSize(1);
        }
    }

    /** Kafka Streams commits while its partitions are revoked, for which it may have to ask the broker. */
    @Test
    @Timeout(60)
    void whatIsAskedDuringARebalanceIsAnsweredDespiteAnInterruption(LocalServers servers) {
        String topic = "asked";
        servers.kafka().createTopic(topic, 1);
        List<Object> answers = new ArrayList<>();
        try (var consumer = consumer(servers, topic)) {
            consumer.subscribe(List.of(topic), new Indifferent() {
                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    TopicPartition partition = partitions.iterator().next();
                    task.signal();
                    answers.add(consumer.committed(Set.of(partition)));
                    task.looks();
                    task.signal();
                    answers.add(consumer.committed(Set.of(partition), Duration.ofSeconds(30)));
                    task.looks();
                    task.signal();
                    answers.add(consumer.position(partition));
                    task.looks();
                }
            });
            assertThat(consumer.poll(Duration.ofDays(1))).isEmpty();
            assertThat(consumer.poll(Duration.ZERO)).isEmpty();
        }
        assertThat(answers).hasSize(3).endsWith(0L);
    }

    private static class Indifferent implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    }

    private AdaptivePollConsumer consumer(LocalServers servers, String group) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", servers.bootstrapServers(),
                "group.id", group,
                "enable.auto.commit", "false",
                "auto.offset.reset", "earliest",
                "max.poll.records", "7");
        return new AdaptivePollConsumer(config, threads, 500, new MonotonicTime(), it -> {});
    }

    /** Each record is polled once and in turn, and no other call to the consumer meets an interruption. */
    @Test
    void interruptionsLoseNoRecordAndReachNoOtherCall(LocalServers servers)
            throws ExecutionException, InterruptedException {
        servers.kafka().createTopic(PARTITION.topic(), 1);
        List<String> seen = new ArrayList<>();
        try (var consumer = consumer(servers, "interrupted")) {
            consumer.subscribe(List.of(PARTITION.topic()));
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> send(servers.bootstrapServers()));
            CompletableFuture<Void> responses = CompletableFuture.runAsync(this::interrupt);
            while (seen.size() < RECORDS) {
                task.looks();
                for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(Duration.ofMillis(100))) {
                    seen.add(new String(polled.value(), StandardCharsets.UTF_8));
                }
                assertThat(consumer.committed(consumer.assignment()).values())
                        .as("nothing is committed, and the question is answered")
                        .allMatch(it -> it == null);
            }
            over.set(true);
            sender.get();
            responses.get();
        } finally {
            over.set(true);
        }
        assertThat(seen)
                .isEqualTo(
                        IntStream.range(0, RECORDS).mapToObj(Integer::toString).toList());
    }

    private void interrupt() {
        while (!over.get()) {
            task.signal();
            Thread.onSpinWait();
        }
    }

    private static void send(String bootstrapServers) {
        try (var producer = new KafkaProducer<String, String>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "1"),
                new StringSerializer(),
                new StringSerializer())) {
            for (int number = 0; number < RECORDS; number++) {
                producer.send(new ProducerRecord<>(PARTITION.topic(), Integer.toString(number)));
                if (number % 100 == 0) {
                    producer.flush();
                }
            }
        }
    }
}

package chatcontacts.app.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.dispatch.StreamThreads;
import chatcontacts.testkit.servers.LocalServers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A producer whose thread stood still, and has nothing new to commit, before a real broker. */
@ExtendWith(LocalServers.Shared.class)
final class TransactionalProducerIT {

    private static final String GROUP = "proof";
    private static final TopicPartition PARTITION = new TopicPartition("proof", 0);

    private final MonotonicTime time = new MonotonicTime();
    private final StreamThreads threads = new StreamThreads(Duration.ofSeconds(10));
    private Admin admin;
    private KafkaConsumer<byte[], byte[]> consumer;
    private TransactionalProducer producer;

    @BeforeEach
    void committedOnce(LocalServers servers) throws ExecutionException, InterruptedException {
        admin = servers.kafka().admin();
        admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                .all()
                .get();
        consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        servers.bootstrapServers(),
                        "group.id",
                        GROUP,
                        "enable.auto.commit",
                        "false",
                        "isolation.level",
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(PARTITION.topic()));
        while (consumer.assignment().isEmpty()) {
            consumer.poll(Duration.ofMillis(100));
        }
        long unused = consumer.position(
                PARTITION); // or the answer to the first question for offsets would be taken for a later one's
        producer = new TransactionalProducer(
                new HashMap<>(Map.of("bootstrap.servers", servers.bootstrapServers(), "transactional.id", GROUP)),
                threads,
                time,
                () -> consumer.committed(consumer.assignment()),
                () -> false);
        producer.initTransactions();
        commit(Map.of(PARTITION, new OffsetAndMetadata(7, "as it was")));
        threads.freezes().polled(0); // in 1970, so that the thread has stood still since
        assertThat(mayCall()).isFalse();
    }

    @AfterEach
    void close() throws ExecutionException, InterruptedException {
        producer.close();
        consumer.close();
        admin.deleteTopics(List.of(PARTITION.topic())).all().get();
        admin.close();
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        producer.beginTransaction();
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
    }

    private boolean mayCall() {
        return threads.freezes().mayCall(time.milliseconds());
    }

    @Test
    void whoHasItsPlaceStillGoesOnAndItsOffsetsStay() {
        commit(Map.of());

        assertThat(mayCall()).isTrue();
        OffsetAndMetadata committed = consumer.committed(consumer.assignment()).get(PARTITION);
        assertThat(committed.offset()).isEqualTo(7);
        assertThat(committed.metadata()).isEqualTo("as it was");
    }

    @Test
    void whoHasLostItsPlaceIsTold() throws ExecutionException, InterruptedException {
        admin.removeMembersFromConsumerGroup(GROUP, new RemoveMembersFromConsumerGroupOptions())
                .all()
                .get();

        assertThatThrownBy(() -> commit(Map.of())).isInstanceOf(CommitFailedException.class);
        assertThatThrownBy(() -> producer.sendOffsetsToTransaction(Map.of(), consumer.groupMetadata()))
                .as("who repeats it, as one does whose first call timed out")
                .isInstanceOf(CommitFailedException.class);
        assertThat(mayCall()).isFalse();
    }
}

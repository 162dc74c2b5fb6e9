package chatcontacts.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalServers.Shared.class)
final class LocalKafkaIT {

    private static final String TOPIC = "words";

    @Test
    void showsCommittedTransactionsOnlyAndKeepsThemOverARestart(LocalServers servers) {
        var kafka = servers.kafka();
        kafka.createTopic(TOPIC, 2);
        sendInTransactions(kafka, "before");
        kafka.restartBrokers();
        sendInTransactions(kafka, "after");

        assertThat(readCommitted(kafka, 2)).containsExactlyInAnyOrder("before, kept", "after, kept");
    }

    @Test
    void goesOnWithoutOneOfThreeBrokers() {
        try (var kafka = LocalKafka.start(3)) {
            kafka.createTopic(TOPIC, 3);
            sendInTransactions(kafka, "three");
            kafka.stopBroker(0);
            sendInTransactions(kafka, "two");
            assertThat(readCommitted(kafka, 2)).containsExactlyInAnyOrder("three, kept", "two, kept");

            kafka.startBroker(0);
            sendInTransactions(kafka, "three again");
            assertThat(readCommitted(kafka, 3)).contains("three again, kept");
        }
    }

    private static void sendInTransactions(LocalKafka kafka, String word) {
        var settings = Map.<String, Object>of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "writer");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, word, word + ", aborted"));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, word, word + ", kept"));
            producer.commitTransaction();
        }
    }

    private static List<String> readCommitted(LocalKafka kafka, int expected) {
        var settings = Map.<String, Object>of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ConsumerConfig.GROUP_ID_CONFIG,
                "reader-of-" + expected,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        var words = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            await().pollInSameThread().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(word -> words.add(word.value()));
                return words.size() >= expected;
            });
        }
        return words;
    }
}

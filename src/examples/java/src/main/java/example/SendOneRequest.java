package example;

import chatcontacts.ChatRequest;
import chatcontacts.ChatResult;
import chatcontacts.Failure;
import chatcontacts.ParticipantDetails;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends one chat request and waits for its result; src/docs/producers/java.md explains it. */
public final class SendOneRequest {

    private static final String BROKERS = setting("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092");
    private static final String REGISTRY = setting("SCHEMA_REGISTRY_URL", "http://localhost:8081");
    private static final String REQUESTS = setting("REQUESTS_TOPIC", "chat-requests");
    private static final String RESULTS = setting("RESULTS_TOPIC", "chat-results");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SendOneRequest() {}

    private static String setting(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    public static void main(String[] args) throws Exception {
        // Since 1.12.2 Avro makes only instances of classes that it is told to trust; on the command line:
        // -Dorg.apache.avro.SERIALIZABLE_PACKAGES=chatcontacts
        System.setProperty("org.apache.avro.SERIALIZABLE_PACKAGES", "chatcontacts");
        // Keep it with your own record of the chat, and send again with the same one.
        String token = setting("CLIENT_TOKEN", UUID.randomUUID().toString());
        ChatResult result;
        try (KafkaConsumer<String, byte[]> results = follow()) {
            send(token);
            result = await(results, token);
        }
        System.exit(tell(result));
    }

    /** Reads only what comes from now on, and only what is committed: the default of Java's consumer is to read all. */
    private static KafkaConsumer<String, byte[]> follow() {
        var results = new KafkaConsumer<>(
                Map.of("bootstrap.servers", BROKERS, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = results.partitionsFor(RESULTS).stream()
                .map(it -> new TopicPartition(it.topic(), it.partition()))
                .toList();
        results.assign(partitions);
        results.endOffsets(partitions).forEach(results::seek);
        return results;
    }

    private static void send(String token) throws Exception {
        ChatRequest request = ChatRequest.newBuilder()
                .setInstanceId(System.getenv("INSTANCE_ID"))
                .setContactFlowId(System.getenv("CONTACT_FLOW_ID"))
                .setParticipantDetails(new ParticipantDetails("Ada"))
                .setAttributes(Map.of("source", "example"))
                .setClientToken(token)
                .setRequestedAt(Instant.now())
                .build();
        var values = new KafkaAvroSerializer();
        values.configure(
                Map.of(
                        "schema.registry.url", REGISTRY,
                        // It looks up the schema of the class, and neither registers one nor takes the latest.
                        "auto.register.schemas", false,
                        "use.latest.version", false,
                        // Classes that Avro generated have a property that only Java knows.
                        "avro.remove.java.properties", true),
                false);
        try (var producer = new KafkaProducer<String, Object>(
                Map.of("bootstrap.servers", BROKERS, "acks", "all"), new StringSerializer(), values)) {
            // The key keeps requests with one token in order.
            producer.send(new ProducerRecord<>(REQUESTS, token, request)).get();
        }
    }

    private static ChatResult await(KafkaConsumer<String, byte[]> results, String token) {
        try (var values = new KafkaAvroDeserializer()) {
            values.configure(Map.of("schema.registry.url", REGISTRY, "specific.avro.reader", true), false);
            Instant deadline = Instant.now().plus(PATIENCE);
            while (Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<String, byte[]> record : results.poll(Duration.ofSeconds(1))) {
                    // The key is the token: results of others need not be decoded.
                    if (token.equals(record.key())) {
                        return (ChatResult) values.deserialize(RESULTS, record.value());
                    }
                }
            }
        }
        throw new IllegalStateException("no result in time; send again with the same token");
    }

    /** Symbols of later releases are read as the schema's default, UNKNOWN. */
    private static int tell(ChatResult result) {
        switch (result.getStatus()) {
            case STARTED -> {
                // contact.getParticipantToken() is a secret: hand it to the customer's side, never log it.
                var contact = result.getContact();
                System.out.println(
                        "STARTED contactId=" + contact.getContactId() + " connectBy=" + contact.getConnectBy());
                return 0;
            }
            case FAILED -> {
                Failure failure = result.getFailure();
                System.out.println("FAILED reason=" + failure.getReason() + " errorCode=" + failure.getErrorCode()
                        + " message=" + failure.getMessage());
                return 3;
            }
            default -> {
                System.out.println("UNKNOWN status of a later release: see the chat's state in the service, upgrade"
                        + " this program");
                return 4;
            }
        }
    }
}

package chatcontacts.testkit.service;

import chatcontacts.registry.BundledSchemas;
import chatcontacts.registry.SchemaRegistration;
import chatcontacts.testkit.servers.LocalServers;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Stands in for the service of a later release: it answers each request with a result in a schema that has one more field, one more
 * status and one more reason. Has topics of its own and a thread.
 */
public final class LaterRelease implements AutoCloseable {

    private static final Schema SHIPPED =
            BundledSchemas.byTopic("q", "r", "", "", "").get("r");

    private final String requests;
    private final String results;
    private final Schema schema = laterSchema();
    private final KafkaAvroSerializer values = new KafkaAvroSerializer();
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::answer, "later-release");
    private volatile boolean newStatus;

    private LaterRelease(LocalServers servers, String name) {
        this.requests = name + "-requests";
        this.results = name + "-results";
        String brokers = servers.kafka().bootstrapServers();
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers), new ByteArraySerializer(), new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        values.configure(Map.of("schema.registry.url", servers.registry().url()), false);
    }

    /** Creates its topics, registers its schemas and begins to answer. */
    public static LaterRelease start(LocalServers servers, String name) {
        LaterRelease later = new LaterRelease(servers, name);
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", servers.kafka().bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(later.requests, Optional.of(1), Optional.empty()),
                            new NewTopic(later.results, Optional.of(1), Optional.empty())))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
        var unused = new SchemaRegistration(
                        Map.of("schema.registry.url", servers.registry().url()))
                .register(BundledSchemas.byTopic(later.requests, later.results, "", "", ""));
        later.consumer.assign(List.of(new TopicPartition(later.requests, 0)));
        later.thread.setDaemon(true);
        later.thread.start();
        return later;
    }

    private static Schema laterSchema() {
        String text = SHIPPED.toString();
        String later = text.substring(0, text.length() - "]}".length())
                .replace("\"STARTED\",\"FAILED\"]", "\"STARTED\",\"FAILED\",\"SUSPENDED\"]")
                .replace("\"UNCERTAIN\"]", "\"UNCERTAIN\",\"PAUSED\"]");
        return new Schema.Parser()
                .parse(later + ",{\"name\":\"later\",\"type\":[\"null\",\"string\"],\"default\":null}]}");
    }

    public String requests() {
        return requests;
    }

    public String results() {
        return results;
    }

    /** From now on requests end as FAILED, with a reason that this release does not know. */
    public void answersWithANewReason() {
        newStatus = false;
    }

    /** From now on they end with a status that this release does not know. */
    public void answersWithANewStatus() {
        newStatus = true;
    }

    private void answer() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> request : consumer.poll(Duration.ofMillis(200))) {
                    String token = new String(request.key(), StandardCharsets.UTF_8);
                    byte[] value = values.serialize(results, result(token, request));
                    producer.send(new ProducerRecord<>(results, request.key(), value));
                }
            }
        } catch (WakeupException closed) {
            // as told
        }
    }

    private GenericRecord result(String token, ConsumerRecord<byte[], byte[]> request) {
        GenericRecord source = new GenericData.Record(schema.getField("source").schema());
        source.put("topic", request.topic());
        source.put("partition", request.partition());
        source.put("offset", request.offset());
        GenericRecord result = new GenericData.Record(schema);
        result.put("instanceId", "i");
        result.put("clientToken", token);
        result.put("status", symbol(schema, "status", newStatus ? "SUSPENDED" : "FAILED"));
        if (!newStatus) {
            Schema failureSchema =
                    schema.getField("failure").schema().getTypes().get(1);
            GenericRecord failure = new GenericData.Record(failureSchema);
            failure.put("reason", symbol(failureSchema, "reason", "PAUSED"));
            failure.put("message", "later");
            result.put("failure", failure);
        }
        result.put("attempts", 0);
        result.put("acceptedAt", request.timestamp());
        result.put("settledAt", request.timestamp());
        result.put("replayed", false);
        result.put("source", source);
        result.put("later", "news");
        return result;
    }

    private static GenericData.EnumSymbol symbol(Schema record, String field, String symbol) {
        return new GenericData.EnumSymbol(record.getField(field).schema(), symbol);
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
        values.close();
    }
}

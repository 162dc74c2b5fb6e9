package chatcontacts.testkit.service;

import chatcontacts.ChatCancellation;
import chatcontacts.ChatRequest;
import chatcontacts.testkit.load.Ledger;
import chatcontacts.testkit.load.Ledger.Place;
import chatcontacts.testkit.load.RequestDraft;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends records as a producer does that uses Confluent's serializer. Thread-safe. */
public final class RequestSender implements AutoCloseable {

    private final String requests;
    private final String cancellations;
    private final KafkaAvroSerializer values = new KafkaAvroSerializer();
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public RequestSender(String bootstrapServers, String registryUrl, String requests, String cancellations) {
        this.requests = requests;
        this.cancellations = cancellations;
        this.values.configure(
                Map.of(
                        "schema.registry.url", registryUrl,
                        "auto.register.schemas", "false",
                        "avro.remove.java.properties", "true"),
                false);
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends where that environment's service reads. */
    public static RequestSender of(LocalEnvironment environment) {
        return new RequestSender(
                environment.servers().bootstrapServers(),
                environment.servers().registryUrl(),
                environment.topics().requests(),
                environment.topics().cancellations().orElse(""));
    }

    /** Sends a draft and enters it in the ledger once it is written. */
    void send(RequestDraft draft, Ledger ledger) {
        long atNanos = System.nanoTime();
        ChatRequest request = draft.request();
        byte[] value = request == null ? draft.bytes() : bytes(request);
        producer.send(new ProducerRecord<>(requests, utf8(draft.key()), value), (written, problem) -> {
            if (problem == null) {
                ledger.sent(new Place(written.partition(), written.offset()), draft.kind(), atNanos);
            } else {
                failure.compareAndSet(null, problem);
            }
        });
        if (draft.cancelled() && request != null && request.getClientToken() != null) {
            cancel(request.getInstanceId(), request.getClientToken());
        }
    }

    /** Sends one request. */
    public Future<RecordMetadata> send(String key, ChatRequest request) {
        return send(new ProducerRecord<>(requests, utf8(key), bytes(request)));
    }

    /** Sends whatever that is. */
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        return producer.send(record);
    }

    /** Cancels a request. */
    public Future<RecordMetadata> cancel(String instanceId, String clientToken) {
        byte[] value = values.serialize(cancellations, new ChatCancellation(instanceId, clientToken));
        return producer.send(new ProducerRecord<>(cancellations, value));
    }

    /** The value of a record with that request. */
    public byte[] bytes(ChatRequest request) {
        return values.serialize(requests, request);
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** What kept a record from being written, if anything did. */
    public @Nullable Exception failure() {
        return failure.get();
    }

    /** Returns when all that was sent is written. */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
        values.close();
    }
}

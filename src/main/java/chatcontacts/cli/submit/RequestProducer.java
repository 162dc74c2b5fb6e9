package chatcontacts.cli.submit;

import chatcontacts.cli.console.CommandException;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.KafkaErrors;
import chatcontacts.cli.console.RegistryCalls;
import chatcontacts.config.KafkaSettings;
import chatcontacts.config.RegistrySettings;
import chatcontacts.config.Settings;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.registry.RequestSerializer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** Writes requests to their topic. The client token is the key, so that requests with one token keep their order. */
final class RequestProducer implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final RequestSerializer serializer;
    private final RegistrySettings registry;
    private final KafkaSettings kafka;
    private final String topic;

    RequestProducer(Producer<byte[], byte[]> producer, RequestSerializer serializer, Settings settings) {
        this.producer = producer;
        this.serializer = serializer;
        this.registry = settings.registry();
        this.kafka = settings.kafka();
        this.topic = settings.topics().requests();
    }

    /** Where the record came to lie, once the brokers have it; or fails with what Kafka said. */
    CompletableFuture<Source> send(DecodedRequest request, String clientToken) {
        byte[] value = RegistryCalls.call(registry, () -> serializer.serialize(topic, request));
        CompletableFuture<Source> sent = new CompletableFuture<>();
        try {
            var unused = producer.send(
                    new ProducerRecord<>(topic, clientToken.getBytes(StandardCharsets.UTF_8), value),
                    (written, failure) -> {
                        if (failure == null) {
                            sent.complete(new Source(written.topic(), written.partition(), written.offset()));
                        } else {
                            sent.completeExceptionally(failure);
                        }
                    });
        } catch (KafkaException e) {
            sent.completeExceptionally(e);
        }
        return sent;
    }

    /** In words, why a record was not written. */
    RuntimeException failure(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return new CommandException(
                    ExitCode.UNREACHABLE,
                    "no broker accepts the record, or there is no topic " + topic + " (kafka.bootstrap.servers is "
                            + kafka.bootstrapServers() + ")",
                    cause);
        }
        return KafkaErrors.translate(kafka, cause);
    }

    @Override
    public void close() {
        // What is still under way was waited for, or there is nobody who would take it.
        producer.close(Duration.ZERO);
    }
}

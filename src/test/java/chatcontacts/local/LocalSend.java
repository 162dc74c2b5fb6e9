package chatcontacts.local;

import chatcontacts.ChatRequest;
import chatcontacts.ChatResult;
import chatcontacts.InitialMessage;
import chatcontacts.ParticipantDetails;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends one request to a local run and shows its result. */
@Command(name = "send", mixinStandardHelpOptions = true, description = "Sends one request to a running local run.")
final class LocalSend implements Callable<Integer> {

    private static final int FAILED = 3;
    private static final int TIMED_OUT = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(names = "--kafka", required = true, paramLabel = "HOST:PORT", description = "As printed by the run.")
    private String kafka = "";

    @Option(names = "--registry", required = true, paramLabel = "URL", description = "As printed by the run.")
    private String registry = "";

    @Option(names = "--name", defaultValue = "Ada", description = "Display name (default: ${DEFAULT-VALUE}).")
    private String name = "";

    @Option(names = "--message", description = "The customer's first message.")
    private @Nullable String message;

    @Option(
            names = "--instance",
            defaultValue = "11111111-1111-4111-8111-111111111111",
            description = "Instance id (default: ${DEFAULT-VALUE}).")
    private String instance = "";

    @Option(names = "--token", description = "Client token (default: a new one).")
    private String token = UUID.randomUUID().toString();

    @Override
    public Integer call() throws ExecutionException, InterruptedException {
        // Since 1.12 Avro makes objects of classes that it is told to trust.
        ClassSecurityValidator.setGlobal(
                type -> type.getPackageName().equals("chatcontacts") || ClassSecurityValidator.DEFAULT.isTrusted(type));
        try (KafkaConsumer<byte[], byte[]> results = results();
                RequestSender sender = new RequestSender(kafka, registry, "chat-requests", "chat-cancellations")) {
            RecordMetadata written = sender.send(token, request()).get();
            System.out.println("sent to " + written.topic() + ", partition " + written.partition() + ", offset "
                    + written.offset());
            return await(results, written);
        }
    }

    private ChatRequest request() {
        return ChatRequest.newBuilder()
                .setInstanceId(instance)
                .setContactFlowId(RequestMix.FLOW)
                .setParticipantDetails(new ParticipantDetails(name))
                .setInitialMessage(message == null ? null : new InitialMessage("text/plain", message))
                .setClientToken(token)
                .setRequestedAt(Instant.now())
                .build();
    }

    private KafkaConsumer<byte[], byte[]> results() {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor("chat-results").stream()
                .map(it -> new TopicPartition(it.topic(), it.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return consumer;
    }

    private int await(KafkaConsumer<byte[], byte[]> results, RecordMetadata written) {
        Instant end = Instant.now().plus(PATIENCE);
        try (KafkaAvroDeserializer values = new KafkaAvroDeserializer()) {
            values.configure(Map.of("schema.registry.url", registry, "specific.avro.reader", "true"), false);
            while (Instant.now().isBefore(end)) {
                for (var record : results.poll(Duration.ofMillis(200))) {
                    ChatResult result = (ChatResult) values.deserialize(record.topic(), record.value());
                    if (result.getSource().getPartition() == written.partition()
                            && result.getSource().getOffset() == written.offset()) {
                        return show(result);
                    }
                }
            }
        }
        System.out.println("no result within " + PATIENCE.toSeconds() + " s");
        return TIMED_OUT;
    }

    /** Everything but the participant token, which is a secret. */
    private static int show(ChatResult result) {
        var contact = result.getContact();
        var failure = result.getFailure();
        if (contact != null) {
            System.out.println(result.getStatus() + (result.getReplayed() ? " (replayed)" : "") + ": contact "
                    + contact.getContactId() + ", participant " + contact.getParticipantId() + ", connect by "
                    + contact.getConnectBy());
            return 0;
        }
        System.out.println(result.getStatus() + ": "
                + (failure == null ? "no reason" : failure.getReason() + ", " + failure.getMessage()));
        return FAILED;
    }
}

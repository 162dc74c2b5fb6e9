package chatcontacts.cli.submit;

import chatcontacts.cli.console.RecordedConsole;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.RequestDecoder.Decoded;
import chatcontacts.registry.RegistryConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka and registry in memory, and a service behind them that answers each request as it is told to. */
final class FakeKafka implements AutoCloseable {

    private static final TopicPartition RESULTS = new TopicPartition("chat-results", 0);

    final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
    private final RegistryConnection registry;
    private int answered;
    private long resultOffset = 100;

    private FakeKafka(String scope) {
        registry = RegistryConnection.with(Map.of("schema.registry.url", "mock://" + scope));
        Node node = new Node(0, "broker", 9092);
        consumer.updatePartitions(
                RESULTS.topic(),
                List.of(new PartitionInfo(RESULTS.topic(), 0, node, new Node[] {node}, new Node[] {node})));
        consumer.updateEndOffsets(Map.of(RESULTS, resultOffset));
    }

    /** In place of what the console has; the scope keeps registries of tests apart. */
    static FakeKafka behind(RecordedConsole console, String scope) {
        FakeKafka kafka = new FakeKafka(scope);
        console.environment.put("CHAT_SCHEMA_REGISTRY_URL", "mock://" + scope);
        console.producer = settings -> kafka.producer;
        console.consumer = settings -> kafka.consumer;
        return kafka;
    }

    /** What was sent, in order. */
    List<DecodedRequest> sent() {
        return producer.history().stream().map(this::read).toList();
    }

    private DecodedRequest read(ProducerRecord<byte[], byte[]> record) {
        return ((Decoded) registry.requestDecoder().decode(record.topic(), record.value())).request();
    }

    /** At each poll, every request that was sent since the last gets an outcome. */
    void answer(Function<DecodedRequest, Optional<Outcome>> service) {
        consumer.schedulePollTask(() -> {
            List<ProducerRecord<byte[], byte[]>> history = producer.history();
            while (answered < history.size()) {
                int offset = answered++;
                DecodedRequest request = read(history.get(offset));
                service.apply(request).ifPresent(outcome -> publish(request, outcome, offset));
            }
            answer(service);
        });
    }

    private void publish(DecodedRequest request, Outcome outcome, long sourceOffset) {
        Result result = new Result(
                request.call().instanceId(),
                request.clientToken().orElseThrow(),
                outcome,
                1,
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH,
                false,
                new Source("chat-requests", 0, sourceOffset),
                Optional.empty());
        publish(result);
    }

    /** Writes a result of whatever. */
    void publish(Result result) {
        consumer.addRecord(new ConsumerRecord<>(
                RESULTS.topic(),
                0,
                resultOffset++,
                result.clientToken().getBytes(StandardCharsets.UTF_8),
                registry.resultSerializer().serialize(RESULTS.topic(), result)));
    }

    @Override
    public void close() {
        registry.close();
    }

    static Producer<byte[], byte[]> failing(RuntimeException failure) {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        producer.sendException = failure;
        return producer;
    }

    static Consumer<byte[], byte[]> withoutTopics() {
        return new MockConsumer<>("latest");
    }
}

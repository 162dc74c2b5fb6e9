package chatcontacts.benchmark;

import chatcontacts.ChatRequest;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import software.amazon.awssdk.services.connect.ConnectAsyncClient;

/**
 * The same job with Confluent's Parallel Consumer: a thread for each call in flight, without an order between them. A record
 * counts as done when its result is acknowledged, or, in transactions, is committed with it. Arguments: broker, registry, topic
 * of requests, topic of results, endpoint, calls in flight, {@link CommitMode}.
 *
 * <p>Needs a client of Kafka 3.9 on its class path, before that of the service.
 */
final class ParallelConsumerMain {

    private ParallelConsumerMain() {}

    public static void main(String[] args) {
        String group = args[3] + "-parallel";
        int inFlight = Integer.parseInt(args[5]);
        CommitMode mode = CommitMode.valueOf(args[6]);
        boolean transactional = mode == CommitMode.PERIODIC_TRANSACTIONAL_PRODUCER;
        var values = new KafkaAvroDeserializer();
        values.configure(Map.of("schema.registry.url", args[1], "specific.avro.reader", "true"), false);
        ConnectAsyncClient client = SdkCalls.client(args[4], inFlight);
        // Without eager processing no call is under way during a commit: ten times a second all would end first.
        ParallelStreamProcessor<byte[], byte[]> processor =
                ParallelStreamProcessor.createEosStreamProcessor(ParallelConsumerOptions.<byte[], byte[]>builder()
                        .ordering(ProcessingOrder.UNORDERED)
                        .maxConcurrency(inFlight)
                        .commitMode(mode)
                        .allowEagerProcessingDuringTransactionCommit(transactional)
                        .consumer(consumer(args[0], group))
                        .producer(producer(args[0], transactional ? Map.of("transactional.id", group) : Map.of()))
                        .build());
        processor.subscribe(List.of(args[2]));
        processor.pollAndProduce(context -> {
            var request = (ChatRequest) values.deserialize(args[2], context.value());
            var started = client.startChatContact(SdkCalls.call(request)).join();
            return new ProducerRecord<>(args[3], context.key(), SdkCalls.result(started));
        });
        // Its threads may die, and the process would live on.
        while (!processor.isClosedOrFailed()) {
            Waits.seconds(1);
        }
        System.exit(1);
    }

    private static Consumer<byte[], byte[]> consumer(String bootstrapServers, String group) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        group,
                        "enable.auto.commit",
                        "false",
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static Producer<byte[], byte[]> producer(String bootstrapServers, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("enable.idempotence", "true");
        settings.put("acks", "all");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}

package chatcontacts.testkit.service;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatResult;
import chatcontacts.app.Service;
import chatcontacts.testkit.connect.ConnectSimulator;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.servers.LocalServers;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The running service in a local environment of its own, and everything that it publishes, as an integration test looks at it.
 */
public final class RunningService implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LocalEnvironment environment;
    private final RequestSender sender;
    private final KafkaAvroDeserializer values = new KafkaAvroDeserializer();
    private final Queue<ConsumerRecord<byte[], byte[]>> published = new ConcurrentLinkedQueue<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread reader = new Thread(this::read, "stage-reader");
    private Service service;
    private ServiceMetrics http;

    /** Sets everything up and returns when the service is ready. */
    public RunningService(LocalServers servers, String name, List<SimulatedLane> lanes, Map<String, String> extra) {
        this.environment = new LocalEnvironment(servers, name, lanes, extra);
        environment.setUp();
        this.sender = RequestSender.of(environment);
        this.values.configure(
                Map.of("schema.registry.url", servers.registry().url(), "specific.avro.reader", "true"), false);
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", servers.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        reader.setDaemon(true);
        reader.start();
        this.service = environment.startService();
        this.http = new ServiceMetrics(service.httpPort());
        awaitReady();
    }

    /** Ends the service in good order. */
    public void stopService() {
        http.close();
        service.close();
    }

    /** Starts it again and returns when it is ready. */
    public void startService() {
        service = environment.startService();
        http = new ServiceMetrics(service.httpPort());
        awaitReady();
    }

    private void awaitReady() {
        await("the service to be ready")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> http.isReady());
    }

    private void read() {
        var topics = environment.topics();
        try (consumer) {
            consumer.assign(List.of(topics.results(), topics.deadLetter()).stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList());
            while (true) {
                consumer.poll(Duration.ofMillis(200)).forEach(published::add);
            }
        } catch (WakeupException closed) {
            // as told
        }
    }

    public LocalEnvironment environment() {
        return environment;
    }

    public RequestSender sender() {
        return sender;
    }

    /** What the service tells over HTTP. */
    public ServiceMetrics http() {
        return http;
    }

    /** The one simulated Connect. */
    public ConnectSimulator connect() {
        return environment.connects().values().iterator().next();
    }

    /** Where the record came to lie. */
    public static RecordMetadata written(Future<RecordMetadata> sent) {
        try {
            return sent.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not be sent", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Waits for the result of that record. */
    public ChatResult result(RecordMetadata of) {
        return read(resultRecord(of));
    }

    /** Waits for it, as it lies on its topic. */
    public ConsumerRecord<byte[], byte[]> resultRecord(RecordMetadata of) {
        return awaitPublished("the result of " + of, resultOf(of));
    }

    /** Waits for the dead letter of that record. */
    public ConsumerRecord<byte[], byte[]> deadLetter(RecordMetadata of) {
        return awaitPublished("the dead letter of " + of, deadLetterOf(of));
    }

    /** How many results and dead letters of that record are there by now. */
    public long count(RecordMetadata of) {
        return published.stream().filter(resultOf(of).or(deadLetterOf(of))).count();
    }

    /** All that was published by now. */
    public List<ConsumerRecord<byte[], byte[]>> published() {
        return List.copyOf(published);
    }

    /** Reads a record of the result topic. */
    public ChatResult read(ConsumerRecord<byte[], byte[]> record) {
        return (ChatResult) values.deserialize(record.topic(), record.value());
    }

    /** What is there already costs no time: tests look at hundreds of results one by one. */
    private ConsumerRecord<byte[], byte[]> awaitPublished(
            String what, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        try {
            return await(what)
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .until(() -> first(wanted), record -> record != null);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "\n" + standstill(), e);
        }
    }

    /** What to know of a service that publishes nothing. */
    private String standstill() {
        return "published: %d%nprocess: %s%nthreads:%s"
                .formatted(
                        published.size(),
                        http.get("/api/v1/process").body(),
                        Thread.getAllStackTraces().entrySet().stream()
                                .filter(it -> it.getKey().getName().contains("StreamThread"))
                                .map(it -> it.getKey().getName()
                                        + Stream.of(it.getValue())
                                                .limit(20)
                                                .map("\n  %s"::formatted)
                                                .collect(joining()))
                                .collect(joining("\n", "\n", "")));
    }

    private @Nullable ConsumerRecord<byte[], byte[]> first(Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        return published.stream().filter(wanted).findFirst().orElse(null);
    }

    private Predicate<ConsumerRecord<byte[], byte[]>> resultOf(RecordMetadata of) {
        return record -> {
            if (!record.topic().equals(environment.topics().results())) {
                return false;
            }
            var source = read(record).getSource();
            return source.getPartition() == of.partition() && source.getOffset() == of.offset();
        };
    }

    private Predicate<ConsumerRecord<byte[], byte[]>> deadLetterOf(RecordMetadata of) {
        return record -> {
            Map<String, String> headers = headers(record);
            return record.topic().equals(environment.topics().deadLetter())
                    && Integer.toString(of.partition()).equals(headers.get("__streams.errors.partition"))
                    && Long.toString(of.offset()).equals(headers.get("__streams.errors.offset"));
        };
    }

    /** Headers as text, in their order; of repeated names the last. */
    public static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    @Override
    public void close() {
        stopService();
        consumer.wakeup();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        values.close();
        sender.close();
        environment.close();
    }
}

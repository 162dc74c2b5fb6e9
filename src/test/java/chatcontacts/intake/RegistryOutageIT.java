package chatcontacts.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.testkit.servers.LocalKafka;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An outage of the schema registry that outlasts every wait, against a real broker and under exactly-once. */
@ExtendWith(LocalServers.Shared.class)
class RegistryOutageIT {

    private static final String REQUESTS = "registry-outage-requests";
    private static final String DISPATCH = "registry-outage-dispatch";
    private static final String RESULTS = "registry-outage-results";
    private static final String DEAD_LETTERS = "registry-outage-dead-letters";
    private static final int RECORDS = 30;
    private static final int UNDECIDED = 20;

    private final AtomicBoolean registryIsOut = new AtomicBoolean(true);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger threadsLost = new AtomicInteger();
    private final List<DispatchMessage.Request> arrived = new ArrayList<>();

    private RequestDecoder.Decoding decode(byte[] value) {
        if (IntakeFixture.text(value).equals("undecided")) {
            asked.incrementAndGet();
            if (registryIsOut.get()) {
                return new RequestDecoder.RegistryUnavailable("connection refused");
            }
        }
        return new RequestDecoder.Decoded(IntakeFixture.request(), new RequestDecoder.InOriginal(0, 5));
    }

    @Test
    void losesAndDoublesNothingAndShowsWhatCameBefore(LocalServers servers) {
        LocalKafka kafka = servers.kafka();
        try (IntakeFixture rig = new IntakeFixture()) {
            kafka.createTopic(REQUESTS, 2);
            kafka.createTopic(DISPATCH, 1);
            kafka.createTopic(RESULTS, 1);
            kafka.createTopic(DEAD_LETTERS, 1);
            rig.decoder = (topic, value, schemaId) -> decode(value);
            produce(kafka);
            try (KafkaStreams intake = intake(kafka, rig);
                    KafkaConsumer<byte[], byte[]> dispatched = dispatch(kafka)) {
                intake.setUncaughtExceptionHandler(thrown -> {
                    threadsLost.incrementAndGet();
                    return StreamThreadExceptionResponse.REPLACE_THREAD;
                });
                intake.start();

                await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                    poll(dispatched);
                    assertThat(offsetsOf(0)).hasSize(UNDECIDED);
                    // A wait of 300 ms asks four times: so the thread gave up and came back twice at least.
                    assertThat(asked).hasValueGreaterThan(8);
                });
                registryIsOut.set(false);
                await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                    poll(dispatched);
                    assertThat(arrived).hasSizeGreaterThanOrEqualTo(2 * RECORDS);
                });

                assertThat(threadsLost).hasValue(0);
                assertThat(offsetsOf(0)).containsExactlyElementsOf(allOffsets());
                assertThat(offsetsOf(1)).containsExactlyElementsOf(allOffsets());
            }
        }
    }

    private static void produce(LocalKafka kafka) {
        Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                byte[] value = IntakeFixture.utf8(i == UNDECIDED ? "undecided" : "known");
                producer.send(new ProducerRecord<>(REQUESTS, 0, null, value));
                producer.send(new ProducerRecord<>(REQUESTS, 1, null, IntakeFixture.utf8("known")));
            }
        }
    }

    private static KafkaStreams intake(LocalKafka kafka, IntakeFixture rig) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "registry-outage-intake");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 1);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, "target/registry-outage");
        IntakeTopics topics = new IntakeTopics(
                REQUESTS, Optional.empty(), Optional.empty(), Optional.empty(), DISPATCH, RESULTS, DEAD_LETTERS);
        IntakeSettings intake = new IntakeSettings(
                Duration.ofHours(1), Duration.ofMillis(300), IntakeSettings.DEFAULT_MAX_RECORD_BYTES, false, "1");
        IntakeDependencies dependencies = new IntakeDependencies(
                rig.dependencies.requests(),
                rig.dependencies.cancellations(),
                rig.dependencies.control(),
                rig.dependencies.rules(),
                rig.dependencies.lanes(),
                rig.dependencies.results(),
                rig.dependencies.controlLog(),
                rig.dependencies.metrics(),
                rig.status,
                FormatVersions.CURRENT,
                new InterruptibleSleep.Stoppable());
        return new KafkaStreams(IntakeTopology.of(topics, intake, dependencies), settings);
    }

    private static KafkaConsumer<byte[], byte[]> dispatch(LocalKafka kafka) {
        var consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "registry-outage-dispatch",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(DISPATCH));
        return consumer;
    }

    private void poll(KafkaConsumer<byte[], byte[]> dispatch) {
        dispatch.poll(Duration.ofMillis(100))
                .forEach(record -> arrived.add((DispatchMessage.Request) DispatchCodec.fromBytes(record.value())));
    }

    private List<Long> offsetsOf(int partition) {
        return arrived.stream()
                .map(request -> request.original().source())
                .filter(source -> source.partition() == partition)
                .map(source -> source.offset())
                .toList();
    }

    private static List<Long> allOffsets() {
        return LongStream.range(0, RECORDS).boxed().toList();
    }
}

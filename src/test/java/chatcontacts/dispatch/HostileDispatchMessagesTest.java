package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.DispatchMetrics;
import chatcontacts.dispatch.engine.DispatchSettings;
import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.dispatch.engine.EngineFixture;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.Limit;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.ChatStarter;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.request.StartChat;
import chatcontacts.registry.BundledSchemaRequestReader;
import chatcontacts.registry.BundledSchemas;
import chatcontacts.registry.RegistryConnection;
import chatcontacts.registry.SchemaRegistration;
import chatcontacts.testkit.hostile.HostileModels;
import chatcontacts.testkit.hostile.HostileRecords;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile records on the dispatch topic, into the topology as it ships: nothing that lies there stops it, and a good request among them
 * starts. As many as a quarter of the system property {@code fuzz.records}, with the seed {@code fuzz.seed}.
 */
final class HostileDispatchMessagesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ARN = "arn:aws:connect:eu-central-1:123456789012:instance/i1";
    private static final String REGISTRY = "mock://hostile-dispatch";
    private static final int ROUNDS = Integer.getInteger("fuzz.records", 4_000) / 4;
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    @TempDir
    Path stateDirectory;

    private final List<String> tokens = new ArrayList<>();

    /** Answers at once. */
    private final ChatStarter starter = new ChatStarter() {
        @Override
        public CompletionStage<CallResult> start(StartChat call, String clientToken) {
            tokens.add(clientToken);
            return CompletableFuture.completedFuture(EngineFixture.started("chat " + tokens.size()));
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public String host() {
            return "connect.example";
        }

        @Override
        public void close() {}
    };

    /** Lets Avro load the generated classes too. */
    private final BundledSchemaRequestReader reader = new BundledSchemaRequestReader();

    private Topology topology(RegistryConnection registry) {
        InstanceLimits instance = InstanceLimits.configured(500, ChatEndVisibility.Mode.AUTO);
        LaneLimits lane = new LaneLimits(
                Optional.of("eu-central-1"),
                Limit.configured(new RateLimit(1_000, 1_000)),
                100,
                Map.of(),
                instance,
                true);
        DispatchSettings settings = new DispatchSettings(
                Map.of("default", lane),
                8,
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)),
                new Backoff(Duration.ofMillis(250), Duration.ofMinutes(1)),
                Duration.ofHours(1),
                Duration.ofMinutes(15),
                EngineFixture.PROBES,
                Map.of(),
                FormatVersions.CURRENT,
                false);
        return DispatchTopology.build(
                new DispatchTopology.Topics(
                        "chat-dispatch",
                        "chat-results",
                        "chat-requests-dead-letter",
                        Optional.of(new DispatchTopology.CommandTopics("chat-dispatch-control", "chat-control-log")),
                        Map.of()),
                settings,
                Map.of("default", starter),
                reader,
                registry.resultSerializer(),
                registry.controlLogSerializer(),
                DispatchMetrics.SILENT,
                DispatchTopologyTest.runtime(new DrainGate(), new LimitChanges()),
                CallTraces.SILENT,
                "1.2.3");
    }

    @Test
    void nothingOnTheDispatchTopicStopsIt() {
        Map<String, String> settings = Map.of("schema.registry.url", REGISTRY);
        new SchemaRegistration(settings)
                .register(BundledSchemas.byTopic(
                        "chat-requests", "chat-results", "cancel", "chat-control", "chat-control-log"));
        HostileRecords hostile = HostileModels.records(SEED, START, REGISTRY, "chat-requests", "cancel", ARN);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "hostile-dispatch");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        try (RegistryConnection registry = RegistryConnection.with(settings);
                var driver = new TopologyTestDriver(topology(registry), properties, START)) {
            var dispatchTopic =
                    driver.createInputTopic("chat-dispatch", new ByteArraySerializer(), new ByteArraySerializer());
            var results =
                    driver.createOutputTopic("chat-results", new ByteArrayDeserializer(), new ByteArrayDeserializer());
            for (int round = 0; round < ROUNDS; round++) {
                var record = hostile.dispatchMessage("chat-dispatch", "default");
                dispatchTopic.pipeInput(new TestRecord<>(
                        record.key(),
                        record.value(),
                        record.headers(),
                        record.timestamp() == null ? START : Instant.ofEpochMilli(record.timestamp())));
                driver.advanceWallClockTime(Duration.ofMillis(20));
            }
            results.readRecordsToList();

            dispatchTopic.pipeInput(
                    "default".getBytes(StandardCharsets.UTF_8),
                    HostileModels.dispatchRequest(START, "i2", "good", REGISTRY, "chat-requests"));
            driver.advanceWallClockTime(Duration.ofMillis(20));
            driver.advanceWallClockTime(Duration.ofMillis(20));
            assertThat(tokens).contains("good");
            assertThat(results.readRecord().key()).isEqualTo("good".getBytes(StandardCharsets.UTF_8));
        }
    }
}

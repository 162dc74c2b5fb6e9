package chatcontacts.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.registry.BundledSchemaRequestReader;
import chatcontacts.testkit.connect.ConnectSimulator;
import chatcontacts.testkit.servers.ConnectionForwarder;
import chatcontacts.testkit.service.RequestSender;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/**
 * The image as the Dockerfile makes it, two processes of it sharing the work, with the broker and the registry as people run them.
 * Only Connect is ours, in this process. Left out, and said so, where no container engine answers.
 */
class WholeJobContainersIT {

    private static final int REQUESTS = 240;
    private static final List<String> LANES = List.of("one", "two", "three", "four");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void aContainerEngineAnswers() {
        boolean there = DockerClientFactory.instance().isDockerAvailable();
        if (!there) {
            System.err.println("NO CONTAINER ENGINE ANSWERS: the tests with containers are left out");
        }
        assumeThat(there).as("a container engine answers").isTrue();
    }

    @Test
    void everyRequestStartsOneChatWhileEachContainerIsRestarted() throws Exception {
        var unused = new BundledSchemaRequestReader(); // lets Avro load the generated classes here, as senders need it
        try (ConnectSimulator connect = ConnectSimulator.start(it -> it.rules().rate(1_000, 1_000));
                ConnectionForwarder gateway = ConnectionForwarder.everywhere(connect.uri());
                Servers servers = new Servers(settings(gateway.port()));
                RequestSender sender = new RequestSender(
                        servers.bootstrapServers(), servers.registryUrl(), "chat-requests", "chat-cancellations")) {
            servers.startServices("service1", "service2");
            await().atMost(PATIENCE).until(() -> tasks(servers, "service1") > 0 && tasks(servers, "service2") > 0);

            CountDownLatch all = new CountDownLatch(REQUESTS);
            List<Future<RecordMetadata>> written = new CopyOnWriteArrayList<>();
            try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
                var sending =
                        clock.scheduleAtFixedRate(() -> send(sender, all, written), 0, 100, TimeUnit.MILLISECONDS);
                for (String container : List.of("service1", "kafka", "registry", "service2")) {
                    long left = all.getCount();
                    await().atMost(PATIENCE).until(() -> all.getCount() == 0 || all.getCount() <= left - 40);
                    servers.restart(container);
                }
                assertThat(all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
                sending.cancel(false);
            }
            for (Future<RecordMetadata> each : written) {
                each.get();
            }
            assertThat(written).hasSize(REQUESTS);

            Map<String, Integer> outcomes = new HashMap<>();
            try (var results = results(servers)) {
                await().atMost(PATIENCE).pollInSameThread().until(() -> {
                    results.poll(Duration.ofMillis(500))
                            .forEach(record ->
                                    outcomes.merge(new String(record.key(), StandardCharsets.UTF_8), 1, Integer::sum));
                    return outcomes.size() == REQUESTS;
                });
                results.poll(Duration.ofSeconds(2))
                        .forEach(record ->
                                outcomes.merge(new String(record.key(), StandardCharsets.UTF_8), 1, Integer::sum));
            }
            assertThat(outcomes.values()).containsOnly(1);
            assertThat(connect.stats().created()).isEqualTo(REQUESTS);
            assertThat(connect.stats().tokensWithSeveralContacts()).isZero();
            assertThat(connect.failure()).isEmpty();
            await().atMost(PATIENCE).until(() -> tasks(servers, "service1") > 0 && tasks(servers, "service2") > 0);
            assertThat(servers.log("service1") + servers.log("service2")).doesNotContain("Ada");
        }
    }

    private static Map<String, String> settings(int connectPort) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("kafka.state.dir", "/tmp/state");
        settings.put("lanes", "default," + String.join(",", LANES));
        settings.put("instances", String.join(",", LANES));
        List<String> lanes = new ArrayList<>(LANES);
        lanes.add("default");
        for (String lane : lanes) {
            settings.put("lanes." + lane + ".region", "eu-central-1");
            settings.put("lanes." + lane + ".endpoint", "http://host.docker.internal:" + connectPort);
            settings.put("lanes." + lane + ".service.quotas.endpoint", "http://host.docker.internal:" + connectPort);
            settings.put("lanes." + lane + ".rate.per.second", "200");
            settings.put("lanes." + lane + ".rate.burst", "200");
        }
        for (String lane : LANES) {
            settings.put("instances." + lane + ".id", lane + "-0001");
            settings.put("instances." + lane + ".lane", lane);
            settings.put("instances." + lane + ".concurrent.chats", "500");
        }
        return settings;
    }

    private static void send(RequestSender sender, CountDownLatch left, List<Future<RecordMetadata>> written) {
        if (left.getCount() == 0) {
            return;
        }
        String token = UUID.randomUUID().toString();
        String instance = LANES.get((int) (left.getCount() % LANES.size())) + "-0001";
        written.add(sender.send(
                token,
                ChatRequest.newBuilder()
                        .setInstanceId(instance)
                        .setContactFlowId("ffffffff-0000-4000-8000-000000000001")
                        .setClientToken(token)
                        .setParticipantDetails(new ParticipantDetails("Ada"))
                        .build()));
        left.countDown();
    }

    private static KafkaConsumer<byte[], byte[]> results(Servers servers) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", servers.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor("chat-results").stream()
                .map(it -> new TopicPartition(it.topic(), it.partition()))
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList());
        return consumer;
    }

    /** How many tasks that process has now, 0 while it does not answer. */
    private double tasks(Servers servers, String name) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(servers.service(name, "/metrics"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("chat_tasks{") && line.contains("active"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}

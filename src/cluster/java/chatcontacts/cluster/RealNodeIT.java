package chatcontacts.cluster;

import static chatcontacts.cluster.Kubectl.PATIENCE;
import static chatcontacts.cluster.Kubectl.SET;
import static chatcontacts.cluster.Kubectl.image;
import static chatcontacts.cluster.Kubectl.kustomization;
import static chatcontacts.cluster.Kubectl.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.registry.BundledSchemaRequestReader;
import chatcontacts.testkit.service.RequestSender;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The whole way on a node that runs pods: the image as the Dockerfile makes it, under the restricted rules and behind its NetworkPolicy,
 * with Kafka, a registry and the simulated Connect as pods. Needs the images (tags 0.1.0 and 0.1.1 of the service), see .ci/run.
 */
class RealNodeIT {

    private static final String INSTANCE = "aaaaaaaa-0000-4000-8000-000000000001";

    private final List<Future<RecordMetadata>> written = new CopyOnWriteArrayList<>();
    private RealNode node;
    private Kubectl kubectl;

    @BeforeEach
    void serversRun() {
        node = RealNode.start();
        kubectl = node.service();
    }

    @AfterEach
    void andNothingIsLeft() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void fromTheFirstApplyThroughUpgradeAndRollbackUnderLoadNothingIsLostOrDoubled() throws Exception {
        var unused = new BundledSchemaRequestReader(); // lets Avro load the generated classes here, as senders need it
        kubectl.apply(overlay("0.1.0")).ok();
        kubectl.run("create", "job", "setup-1", "--from=cronjob/chat-contact-processor-setup")
                .ok();
        kubectl.awaitJob("setup-1");
        kubectl.awaitPods(2);
        try (RequestSender sender = new RequestSender(
                        RealNode.KAFKA, RealNode.REGISTRY, "dev-chat-requests", "dev-chat-cancellations");
                KafkaConsumer<byte[], byte[]> results = results()) {
            Map<String, Integer> outcomes = new HashMap<>();
            send(sender, null);
            awaitOutcomes(results, outcomes);

            try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
                var load = clock.scheduleAtFixedRate(() -> send(sender, null), 0, 200, TimeUnit.MILLISECONDS);
                // A pod is killed.
                String killed = kubectl.pods().getFirst().at("/metadata/uid").asText();
                kubectl.run("delete", "pod", "chat-contact-processor-0", "--force", "--grace-period=0")
                        .ok();
                kubectl.awaitPods(2, it -> !it.at("/metadata/uid").asText().equals(killed));
                // The next release.
                kubectl.apply(overlay("0.1.1")).ok();
                kubectl.awaitRollout();
                assertThat(kubectl.awaitPods(2)).allMatch(it -> image(it).endsWith(":0.1.1"));
                // And back.
                kubectl.run("rollout", "undo", SET).ok();
                kubectl.awaitRollout();
                assertThat(kubectl.awaitPods(2)).allMatch(it -> image(it).endsWith(":0.1.0"));
                load.cancel(false);
            }
            awaitOutcomes(results, outcomes);
            assertThat(outcomes.values()).containsOnly(1);
            JsonNode connect = node.connect();
            assertThat(connect.path("created").asInt()).isEqualTo(written.size());
            assertThat(connect.path("tokensWithSeveralContacts").asInt()).isZero();

            aRedriveAsAJobStartsWhatExpired(sender);
        }
        theStatusPageIsSeenThroughAPortForward();
        noPodHadAnErrorOrSaidAnythingOfACustomer();
        nobodyElseGetsThrough();
    }

    private void aRedriveAsAJobStartsWhatExpired(RequestSender sender) throws Exception {
        int before = node.connect().path("created").asInt();
        send(sender, Instant.now().minusSeconds(5));
        await("an expired request")
                .atMost(PATIENCE)
                .until(() -> node.metric("chat_dead_letters_total{reason=\"EXPIRED\"}") == 1);

        kubectl.run("create", "job", "redrive-1", "--from=cronjob/chat-contact-processor-redrive")
                .ok();
        kubectl.awaitJob("redrive-1");

        await("its chat")
                .atMost(PATIENCE)
                .until(() -> node.connect().path("created").asInt() == before + 1);
        assertThat(kubectl.run("logs", "job/redrive-1").ok().out()).contains("1");
    }

    private void theStatusPageIsSeenThroughAPortForward() throws Exception {
        Process forward = kubectl.command("port-forward", "pod/chat-contact-processor-0", ":8080")
                .redirectErrorStream(true)
                .start();
        try (var said = forward.inputReader(StandardCharsets.UTF_8)) {
            String line = Objects.requireNonNull(said.readLine()); // Forwarding from 127.0.0.1:40000 -> 8080
            int port = Integer.parseInt(line.replaceFirst(".*:(\\d+) ->.*", "$1"));
            assertThat(node.get(URI.create("http://127.0.0.1:" + port + "/"))).contains("<html");
            // It asks the other pod, and has its answer.
            await("both pods")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(node.get(URI.create("http://127.0.0.1:" + port + "/api/v1/status")))
                            .contains(
                                    "\"clientId\":\"chats.chat-contact-processor-0\"",
                                    "\"clientId\":\"chats.chat-contact-processor-1\""));
        } finally {
            forward.destroy();
        }
    }

    private void noPodHadAnErrorOrSaidAnythingOfACustomer() {
        for (JsonNode pod : kubectl.pods()) {
            String log = kubectl.run("logs", name(pod)).ok().out();
            assertThat(log).isNotEmpty().doesNotContain(" ERROR ").doesNotContain("Ada");
        }
    }

    /** A pod of another namespace reaches neither port; one whose namespace is called like that of Prometheus reaches metrics. */
    private void nobodyElseGetsThrough() {
        String pod = kubectl.pods().getFirst().at("/status/podIP").asText();
        assertThat(reaches(node.servers(), "deployment/kafka", RealNode.KAFKA)).isTrue();
        assertThat(reaches(node.servers(), "deployment/kafka", pod + ":8080")).isFalse();
        assertThat(reaches(node.servers(), "deployment/kafka", pod + ":9080")).isFalse();

        Kubectl monitoring = node.another("monitoring");
        monitoring
                .run("run", "scraper", "--image=apache/kafka:4.4.0", "--command", "--", "sleep", "900")
                .ok();
        monitoring
                .run("wait", "--for=condition=Ready", "pod/scraper", "--timeout", PATIENCE.toSeconds() + "s")
                .ok();
        assertThat(reaches(monitoring, "scraper", pod + ":9080")).isTrue();
        assertThat(reaches(monitoring, "scraper", pod + ":8080")).isFalse();
    }

    private static boolean reaches(Kubectl from, String pod, String address) {
        String place = address.replace(':', '/');
        return !from.run("exec", pod, "--", "timeout", "5", "bash", "-c", "echo > /dev/tcp/" + place)
                .failed();
    }

    /** A pod says which Secret it waits for, and its Job loses no attempt. */
    @Test
    void aMissingSecretIsNamed() {
        kubectl.apply(kustomization("production-secrets", """
                resources: [ROOT/k8s/overlays/production]
                images: [{name: registry.example.com/chat-contact-processor, newName: chat-contact-processor, newTag: 0.1.0}]
                replicas: [{name: chat-contact-processor, count: 1}]
                patches:
                  - target: {kind: StatefulSet}
                    patch: |
                      - {op: replace, path: /spec/template/spec/containers/0/resources/requests/cpu, value: 50m}
                """)).ok();
        kubectl.run("create", "job", "setup-1", "--from=cronjob/chat-contact-processor-setup")
                .ok();

        await("an event")
                .atMost(PATIENCE)
                .until(() -> kubectl.list("events").stream()
                        .filter(it -> it.path("reason").asText().equals("FailedMount"))
                        .filter(it ->
                                it.path("message").asText().contains("secret \"chat-contact-processor\" not found"))
                        .map(it -> it.at("/involvedObject/name").asText().replaceFirst("-[^-]*$", ""))
                        .distinct()
                        .toList()
                        .containsAll(List.of("chat-contact-processor", "setup-1")));
        kubectl.run("create", "secret", "generic", "chat-contact-processor", "--from-literal=kafka.ca.crt=x")
                .ok();
        await("another")
                .atMost(PATIENCE)
                .until(() -> kubectl.list("events").stream()
                        .anyMatch(it -> it.path("message")
                                .asText()
                                .contains("references non-existent secret key: sasl.jaas.config")));
        assertThat(kubectl.get("job", "setup-1").at("/status/failed").asInt()).isZero();
    }

    private Path overlay(String tag) throws IOException {
        Path folder = kustomization("node", """
                resources: [ROOT/k8s/overlays/dev]
                components: [ROOT/k8s/components/redrive]
                images: [{name: chat-contact-processor, newTag: %s}]
                replicas: [{name: chat-contact-processor, count: 2}]
                configMapGenerator: [{name: chat-contact-processor, behavior: replace, files: [service.properties]}]
                patches:
                  # Connect is on port 443 elsewhere; and no quarter of an hour's wait for a check that comes by itself.
                  - target: {kind: NetworkPolicy}
                    patch: |
                      - op: add
                        path: /spec/egress/-
                        value:
                          to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kafka}}}]
                          ports: [{port: 8090, protocol: TCP}]
                  # The simulated Connect asks for signed calls, by whomever.
                  - target: {kind: StatefulSet}
                    patch: |
                      - op: add
                        path: /spec/template/spec/containers/0/env/-
                        value: {name: AWS_ACCESS_KEY_ID, value: local}
                      - op: add
                        path: /spec/template/spec/containers/0/env/-
                        value: {name: AWS_SECRET_ACCESS_KEY, value: local}
                  - target: {kind: CronJob, name: chat-contact-processor-setup}
                    patch: |
                      - {op: add, path: /spec/suspend, value: true}
                      - {op: add, path: /spec/jobTemplate/spec/template/spec/initContainers/0/args/-, value: --replication}
                      - {op: add, path: /spec/jobTemplate/spec/template/spec/initContainers/0/args/-, value: "1"}
                """.formatted(tag));
        Files.writeString(
                folder.resolve("service.properties"),
                Files.readString(Path.of("k8s/overlays/dev/service.properties"))
                                .replaceFirst(
                                        "(?m)^schema.registry.url.*$",
                                        "schema.registry.url = http://schema-registry.kafka:8081/apis/ccompat/v7")
                                .replaceFirst("(?m)^lanes.default.rate.*$", "")
                                .replaceFirst("(?m)^lanes.default.rate.*$", "")
                        + """

                        dispatch.num.standby.replicas = 1
                        lanes.default.endpoint = http://connect.kafka:8090
                        lanes.default.rate.per.second = 50
                        lanes.default.rate.burst = 50
                        """);
        return folder;
    }

    private void send(RequestSender sender, @Nullable Instant startBy) {
        String token = UUID.randomUUID().toString();
        ChatRequest.Builder request = ChatRequest.newBuilder()
                .setInstanceId(INSTANCE)
                .setContactFlowId("ffffffff-0000-4000-8000-000000000001")
                .setClientToken(token)
                .setParticipantDetails(new ParticipantDetails("Ada"));
        if (startBy == null) {
            written.add(sender.send(token, request.build()));
        } else {
            var unused = sender.send(token, request.setStartBy(startBy).build());
        }
    }

    private void awaitOutcomes(KafkaConsumer<byte[], byte[]> results, Map<String, Integer> outcomes) {
        await("an outcome for each of " + written.size())
                .atMost(PATIENCE)
                .pollInSameThread()
                .until(() -> {
                    read(results, outcomes);
                    return outcomes.size() == written.size();
                });
        read(results, outcomes);
    }

    private static void read(KafkaConsumer<byte[], byte[]> results, Map<String, Integer> outcomes) {
        results.poll(Duration.ofSeconds(1))
                .forEach(record -> outcomes.merge(new String(record.key(), StandardCharsets.UTF_8), 1, Integer::sum));
    }

    private static KafkaConsumer<byte[], byte[]> results() {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        RealNode.KAFKA,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.partitionsFor("dev-chat-results")
                .forEach(it -> partitions.add(new TopicPartition(it.topic(), it.partition())));
        consumer.assign(partitions);
        return consumer;
    }
}

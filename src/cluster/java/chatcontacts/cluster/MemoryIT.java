package chatcontacts.cluster;

import static chatcontacts.cluster.Kubectl.kustomization;
import static chatcontacts.cluster.Kubectl.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.InitialMessage;
import chatcontacts.ParticipantDetails;
import chatcontacts.registry.BundledSchemaRequestReader;
import chatcontacts.testkit.service.RequestSender;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What the memory of a pod with the production overlay's limit goes to while requests wait by the million. Takes a quarter of an hour for one
 * million, hence only with {@code -Dcluster.waiting=1000000}. The table, which src/docs/kubernetes.md repeats, goes to
 * {@code target/cluster/memory.md}.
 */
class MemoryIT {

    private static final int WAITING = Integer.getInteger("cluster.waiting", 0);
    private static final Duration PATIENCE = Duration.ofMinutes(40);
    private static final int LIMIT_MIB = 1152;

    /** So many chats are active, and none of them ends: then the instance is full. */
    private static final int ACTIVE = 500;

    /** What the lane may start in a second, once the instance is no longer full. */
    private static final int RATE = 500;

    private static final String INSTANCE = "11111111-1111-4111-8111-111111111111";

    /** The samples of both pods by what happened meanwhile, in its order. */
    private final Map<String, List<PodMemory>> seen = new LinkedHashMap<>();

    private RealNode node;

    @AfterEach
    void nothingIsLeft() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void aPodKeepsItsLimitWhileAMillionWait() throws Exception {
        if (WAITING == 0) {
            System.err.println("SKIPPED the measurement of memory: -Dcluster.waiting=1000000 asks for it");
            Assumptions.abort("-Dcluster.waiting names no number of requests");
        }
        var unused = new BundledSchemaRequestReader(); // lets Avro load the generated classes here, as senders need it
        node = RealNode.start();
        node.connect("quota = " + ACTIVE + "\nrate = 5000/5000\nlatency = 200ms");
        node.service().run(secret()).ok();
        node.service().apply(overlay()).ok();
        node.service()
                .run("create", "job", "setup-1", "--from=cronjob/chat-contact-processor-setup")
                .ok();
        node.service().awaitJob("setup-1");
        node.service().awaitPods(2);
        try {
            sample("ready", seconds(20));
            try (RequestSender sender =
                    new RequestSender(RealNode.KAFKA, RealNode.REGISTRY, "chat-requests", "chat-cancellations")) {
                Thread load = Thread.ofVirtual().start(() -> send(sender));
                sample("they arrive", () -> !load.isAlive() && allWait());
            }
            sample("they wait", seconds(60));

            node.service()
                    .run("delete", "pod", name(owner()), "--force", "--grace-period=0")
                    .ok();
            sample(
                    "a kill, and a start with them",
                    () -> allWait() && node.service().pods().stream().allMatch(Kubectl::isReady));

            node.connect("quota = 100000000");
            sample(RATE + " a second start", seconds(180));
        } finally {
            write();
        }
        assertThat(seen.values().stream().flatMap(List::stream)).allMatch(it -> it.anonymous() < LIMIT_MIB * 0.85);
        assertThat(node.service().pods())
                .allMatch(
                        it -> it.at("/status/containerStatuses/0/restartCount").asInt() == 0);
    }

    private static BooleanSupplier seconds(int seconds) {
        Instant end = Instant.now().plusSeconds(seconds);
        return () -> Instant.now().isAfter(end);
    }

    private void sample(String when, BooleanSupplier until) {
        List<PodMemory> samples = seen.computeIfAbsent(when, ignored -> new ArrayList<>());
        await(when)
                .atMost(PATIENCE)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(10))
                .until(() -> {
                    for (JsonNode pod : node.service().pods()) {
                        PodMemory.of(node.service(), pod).ifPresent(samples::add);
                    }
                    return until.getAsBoolean();
                });
    }

    private void send(RequestSender sender) {
        for (int i = 0; i < WAITING + ACTIVE; i++) {
            String token = Integer.toString(i);
            var unused = sender.send(
                    token,
                    ChatRequest.newBuilder()
                            .setInstanceId(INSTANCE)
                            .setContactFlowId("22222222-2222-4222-8222-222222222222")
                            .setClientToken(token)
                            .setParticipantDetails(new ParticipantDetails("Customer " + token))
                            .setInitialMessage(
                                    new InitialMessage("text/plain", "Hello, I have a question about my last order."))
                            .setAttributes(
                                    Map.of("order", token, "language", "en", "page", "/orders/" + token, "tier", "2"))
                            .build());
        }
        sender.flush();
    }

    private boolean allWait() {
        return node.metric("chat_waiting") >= WAITING;
    }

    /** The pod with the lane. */
    private JsonNode owner() {
        return node.service().pods().stream()
                .max(Comparator.comparingDouble(it -> node.metric(it, "chat_waiting")))
                .orElseThrow();
    }

    /** Nothing of it is used: the brokers here want no password. */
    private static String[] secret() {
        List<String> words = new ArrayList<>(List.of("create", "secret", "generic", "chat-contact-processor"));
        for (String prefix : List.of("", "setup.", "redrive.")) {
            words.add("--from-literal=" + prefix + "sasl.jaas.config=x");
            words.add("--from-literal=" + prefix + "registry.user.info=x:x");
        }
        words.add("--from-literal=kafka.ca.crt=x");
        words.add("--from-literal=registry.ca.crt=x");
        return words.toArray(String[]::new);
    }

    /** The production overlay, with servers that want neither TLS nor passwords and are one each. */
    private static Path overlay() throws IOException {
        Path folder = kustomization("memory", """
                resources: [ROOT/k8s/overlays/production]
                images: [{name: registry.example.com/chat-contact-processor, newName: chat-contact-processor, newTag: 0.1.0}]
                replicas: [{name: chat-contact-processor, count: 2}]
                configMapGenerator: [{name: chat-contact-processor, behavior: replace, files: [service.properties]}]
                patches:
                  - target: {kind: NetworkPolicy}
                    patch: |
                      - op: add
                        path: /spec/egress/-
                        value:
                          to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kafka}}}]
                          ports: [{port: 8090, protocol: TCP}]
                  - target: {kind: StatefulSet}
                    patch: |
                      - {op: replace, path: /spec/template/spec/containers/0/resources/requests/cpu, value: 50m}
                      - op: add
                        path: /spec/template/spec/containers/0/env/-
                        value: {name: AWS_ACCESS_KEY_ID, value: local}
                      - op: add
                        path: /spec/template/spec/containers/0/env/-
                        value: {name: AWS_SECRET_ACCESS_KEY, value: local}
                      - op: add
                        path: /spec/template/spec/containers/0/env/-
                        value: {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                      - op: add
                        path: /spec/template/spec/containers/0/env/-
                        value: {name: JDK_JAVA_OPTIONS, value: "%s"}
                  - target: {kind: CronJob, name: chat-contact-processor-setup}
                    patch: |
                      - {op: add, path: /spec/suspend, value: true}
                      - {op: replace, path: /spec/jobTemplate/spec/template/spec/initContainers/0/args/7, value: "1"}
                """.formatted(PodMemory.OPTIONS));
        String settings = Files.readString(Path.of("k8s/overlays/production/service.properties"))
                .replaceAll(
                        "(?m)^(config\\.providers|kafka\\.s|serde\\.|schema\\.registry\\.url|lanes\\.default\\.rate).*$",
                        "")
                .replace(":9093", ":9092")
                .replace("dispatch.replication.factor = 3", "dispatch.replication.factor = 1")
                .replace("min.insync.replicas = 2", "min.insync.replicas = 1");
        Files.writeString(folder.resolve("service.properties"), settings + """

                        serde.auto.register.schemas = false
                        kafka.state.dir = /var/lib/chat-contact-processor/state
                        schema.registry.url = http://schema-registry.kafka:8081/apis/ccompat/v7
                        lanes.default.endpoint = http://connect.kafka:8090
                        lanes.default.rate.per.second = %1$d
                        lanes.default.rate.burst = %1$d
                        """.formatted(RATE));
        return folder;
    }

    /** The largest of each: they need not have been at one time, nor of one pod. */
    private void write() throws IOException {
        List<String> lines = new ArrayList<>(PodMemory.HEADER);
        seen.forEach((when, samples) ->
                samples.stream().reduce(PodMemory::largest).ifPresent(it -> lines.add(it.row(when))));
        System.out.println(String.join("\n", lines));
        Files.write(Files.createDirectories(Path.of("target", "cluster")).resolve("memory.md"), lines);
    }
}

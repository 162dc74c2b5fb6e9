package chatcontacts.cluster;

import static chatcontacts.cluster.Kubectl.SET;
import static chatcontacts.cluster.Kubectl.image;
import static chatcontacts.cluster.Kubectl.kustomization;
import static chatcontacts.cluster.Kubectl.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.cluster.Kubectl.Said;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real API server and real controllers do with the manifests. Pods do not run here: they become ready, and end. */
class SimulatedNodesIT {

    private static final String IMAGE = "registry.example.com/chat-contact-processor";
    private static final String ZONE = "topology.kubernetes.io/zone";

    private final List<Kubectl> namespaces = new ArrayList<>();
    private Kubectl kubectl;

    @BeforeEach
    void anEmptyNamespace(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        kubectl = Kubectl.onSimulatedNodes("t-" + name.substring(0, Math.min(name.length(), 40)) + "-"
                + Integer.toHexString(test.getDisplayName().hashCode()));
        namespaces.add(kubectl);
    }

    @AfterEach
    void andNothingIsLeft() {
        for (Kubectl it : namespaces) {
            it.nodes().forEach(node -> it.run("uncordon", name(node)));
            it.deleteNamespace();
        }
    }

    /** Also by the rules for pods: their templates would be warned of. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "resources: [ROOT/k8s/base]",
                "resources: [ROOT/k8s/overlays/dev]",
                "resources: [ROOT/k8s/overlays/production]",
                "resources: [ROOT/k8s/base]\ncomponents: [ROOT/k8s/components/setup, ROOT/k8s/components/redrive]",
                "resources: [ROOT/k8s/base]\ncomponents: [ROOT/k8s/components/pod-monitor, ROOT/k8s/observability]",
                "resources: [ROOT/k8s/base]\ncomponents: [ROOT/k8s/components/msk]",
                "components: [ROOT/k8s/components/strimzi]"
            })
    void isAcceptedByStrictValidationWithoutAWarning(String text) {
        Said said = kubectl.apply(kustomization("accepted", text)).ok();

        assertThat(said.err()).doesNotContainIgnoringCase("warning");
        assertThat(kubectl.apply(kustomization("accepted", text)).ok().err()).isEmpty();
    }

    @Test
    void theOverlayOfTheKafkaNamespaceIsAcceptedThere() {
        kubectl.run("create", "namespace", "kafka");

        Said said = kubectl.run(
                        "apply",
                        "--server-side",
                        "--validate=strict",
                        "-n",
                        "kafka",
                        "-k",
                        "k8s/overlays/production-kafka")
                .ok();

        assertThat(said.err()).isEmpty();
        kubectl.run("delete", "namespace", "kafka", "--wait=false").ok();
    }

    /** Each apply right after the last one. */
    @Test
    void installsUpgradesAndRollsBackPodByPod() {
        kubectl.apply(production("0.1.0")).ok();
        kubectl.awaitRollout();
        List<JsonNode> first = kubectl.awaitPods(3, it -> image(it).equals(IMAGE + ":0.1.0"));
        assertThat(first).extracting(it -> it.at("/spec/nodeName").asText()).doesNotHaveDuplicates();
        Set<String> volumes = uids(claims());
        assertThat(volumes).hasSize(3);
        kubectl.run("create", "job", "setup-1", "--from=cronjob/chat-contact-processor-setup")
                .ok();
        kubectl.awaitJob("setup-1");

        kubectl.apply(production("0.1.1")).ok();
        kubectl.awaitRollout();
        List<JsonNode> second = kubectl.awaitPods(3, it -> image(it).equals(IMAGE + ":0.1.1"));
        assertThat(second.stream()
                        .map(it -> it.at("/metadata/creationTimestamp").asText())
                        .toList())
                .as("the highest ordinal first, each after the one before it")
                .isSortedAccordingTo(Comparator.<String>reverseOrder())
                .doesNotHaveDuplicates();
        kubectl.run("create", "job", "setup-2", "--from=cronjob/chat-contact-processor-setup")
                .ok();
        kubectl.awaitJob("setup-2");

        kubectl.run("rollout", "undo", SET).ok();
        kubectl.awaitRollout();
        kubectl.awaitPods(3, it -> image(it).equals(IMAGE + ":0.1.0"));
        assertThat(uids(claims())).isEqualTo(volumes);
    }

    @Test
    void aChangedSettingRestartsThePodsAndARollbackFindsTheFormerOnes() throws Exception {
        kubectl.apply(production("0.1.0")).ok();
        kubectl.awaitPods(3);
        String before = settingsOf(kubectl.pods().getFirst());
        Path folder = production("0.1.0");
        Files.writeString(
                folder.resolve("service.properties"),
                Files.readString(Path.of("k8s/overlays/production/service.properties"))
                        + "\nlanes.default.in.flight.max = 50\n");
        Files.writeString(
                folder.resolve("kustomization.yaml"),
                Files.readString(folder.resolve("kustomization.yaml"))
                        + "\nconfigMapGenerator: [{name: chat-contact-processor, behavior: replace, files: [service.properties]}]\n");

        kubectl.apply(folder).ok();
        kubectl.awaitPods(3, it -> !settingsOf(it).equals(before));
        kubectl.run("rollout", "undo", SET).ok();

        kubectl.awaitPods(3, it -> settingsOf(it).equals(before));
    }

    @Test
    void scalesOutWithNewVolumesAndInWithoutThem() {
        kubectl.apply(production("0.1.0")).ok();
        kubectl.awaitPods(3);

        kubectl.run("scale", SET, "--replicas=4").ok();
        await().atMost(Kubectl.PATIENCE).until(() -> claims().size() == 4);
        kubectl.run("scale", SET, "--replicas=1").ok();
        kubectl.awaitPods(1);
        await().atMost(Kubectl.PATIENCE).until(() -> claims().size() == 1);

        // Who scaled owns the number now. The documents say so.
        Said refused = kubectl.apply(production("0.1.0"));
        assertThat(refused.failed()).isTrue();
        assertThat(refused.err()).contains("conflict", ".spec.replicas");
        kubectl.run(
                        "apply",
                        "--server-side",
                        "--force-conflicts",
                        "-k",
                        production("0.1.0").toString())
                .ok();
        kubectl.awaitPods(3);
        assertThat(kubectl.apply(production("0.1.0")).ok().err()).isEmpty();
    }

    /** All nodes in one zone: a volume can follow its pod. With a node that is cordoned, the other two have to take three pods. */
    @Test
    void everyNodeCanBeDrainedWithThreePodsOnThreeNodes() {
        List<String> nodes = kubectl.nodes().stream().map(Kubectl::name).toList();
        Map<String, String> zones = new TreeMap<>();
        kubectl.nodes().forEach(it -> zones.put(name(it), zone(it)));
        try {
            nodes.forEach(it -> kubectl.run("label", "--overwrite", "node", it, ZONE + "=one")
                    .ok());
            kubectl.apply(production("0.1.0")).ok();
            kubectl.awaitPods(3);
            for (String node : nodes) {
                drain(node).ok();
                assertThat(kubectl.awaitPods(3))
                        .noneMatch(it -> it.at("/spec/nodeName").asText().equals(node));
                kubectl.run("uncordon", node).ok();
            }
        } finally {
            zones.forEach((node, zone) -> kubectl.run("label", "--overwrite", "node", node, ZONE + "=" + zone));
        }
    }

    /** As in a cloud: a disk does not leave its zone. The drain ends all the same, and the others go on. */
    @Test
    void aPodWhoseZoneHasNoOtherNodeWaitsForIt() {
        kubectl.apply(production("0.1.0")).ok();
        JsonNode pod = kubectl.awaitPods(3).getFirst();
        String node = pod.at("/spec/nodeName").asText();

        drain(node).ok();
        await().atMost(Kubectl.PATIENCE)
                .until(() -> kubectl.pods().stream().filter(Kubectl::isReady).count() == 2
                        && kubectl.pods().size() == 3);
        kubectl.run("uncordon", node).ok();

        assertThat(kubectl.awaitPods(3))
                .anyMatch(it -> it.at("/spec/nodeName").asText().equals(node));
    }

    @Test
    void theBudgetKeepsASecondPodWhileOneIsAway() {
        kubectl.apply(production("0.1.0")).ok();
        List<JsonNode> pods = kubectl.awaitPods(3);
        kubectl.run("cordon", pods.get(0).at("/spec/nodeName").asText()).ok();
        evict(name(pods.get(0))).ok();
        await().atMost(Kubectl.PATIENCE)
                .until(() -> kubectl.pods().stream().filter(Kubectl::isReady).count() == 2);

        Said refused = evict(name(pods.get(1)));

        assertThat(refused.failed()).isTrue();
        assertThat(refused.err()).contains("disruption budget");
    }

    @Test
    void volumesAreReplacedByTheWayThatTheDocumentsTell() {
        kubectl.apply(production("0.1.0")).ok();
        List<JsonNode> before = kubectl.awaitPods(3);
        Path larger = kustomization("larger", """
                resources: [ROOT/k8s/overlays/production]
                patches:
                  - target: {kind: StatefulSet}
                    patch: |
                      - {op: replace, path: /spec/volumeClaimTemplates/0/spec/resources/requests/storage, value: 10Gi}
                """);
        Said refused = kubectl.apply(larger);
        assertThat(refused.failed()).isTrue();
        assertThat(refused.err()).contains("updates to statefulset spec");

        Said said = kubectl.script(Map.of(), "k8s/day-two.sh", kubectl.namespace(), "volumes", larger.toString());

        assertThat(said.exitCode()).as(said.out()).isZero();
        kubectl.awaitPods(3);
        assertThat(sizes()).containsExactly("10Gi", "10Gi", "10Gi");
        assertThat(uids(kubectl.pods())).doesNotContainAnyElementsOf(uids(before));
        kubectl.apply(larger).ok();
    }

    /** No driver here makes a disk larger; that it is asked to, and that the pods stay, is seen. */
    @Test
    void volumesGrowUnderTheirPodsWhereTheirClassLetsThem() {
        Path withoutGrowth = kustomization("growing-5Gi", growing("5Gi", "folder"));
        kubectl.apply(withoutGrowth).ok();
        kubectl.awaitPods(3);
        Said refused = kubectl.script(
                Map.of(), "k8s/day-two.sh", kubectl.namespace(), "grow", "10Gi", withoutGrowth.toString());
        assertThat(refused.failed()).isTrue();
        assertThat(refused.out()).contains("volumes of the class folder cannot grow: use \"volumes\"");
        assertThat(sizes()).containsOnly("5Gi");
        kubectl.run("delete", SET).ok();
        await().atMost(Kubectl.PATIENCE).until(() -> claims().isEmpty());

        kubectl.pipe("""
                {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: growing}, provisioner: chat-contact/folder,
                 volumeBindingMode: WaitForFirstConsumer, allowVolumeExpansion: true}
                """, "apply", "-f", "-").ok();
        try {
            kubectl.apply(kustomization("growing-5Gi", growing("5Gi", "growing")))
                    .ok();
            Set<String> pods = uids(kubectl.awaitPods(3));
            Path larger = kustomization("growing-10Gi", growing("10Gi", "growing"));

            Said said =
                    kubectl.script(Map.of(), "k8s/day-two.sh", kubectl.namespace(), "grow", "10Gi", larger.toString());

            assertThat(said.exitCode()).as(said.out()).isZero();
            assertThat(sizes()).hasSize(3).containsOnly("10Gi");
            assertThat(uids(kubectl.awaitPods(3))).isEqualTo(pods);
            kubectl.apply(larger).ok();
        } finally {
            kubectl.run("delete", "storageclass", "growing");
        }
    }

    private static String growing(String size, String storageClass) {
        return """
                resources: [ROOT/k8s/overlays/production]
                patches:
                  - target: {kind: StatefulSet}
                    patch: |
                      - {op: replace, path: /spec/volumeClaimTemplates/0/spec/resources/requests/storage, value: %s}
                      - {op: add, path: /spec/volumeClaimTemplates/0/spec/storageClassName, value: %s}
                """.formatted(size, storageClass);
    }

    private List<String> sizes() {
        return claims().stream()
                .map(it -> it.at("/spec/resources/requests/storage").asText())
                .toList();
    }

    @Test
    void upgradeRollbackAndResetAreRehearsed() {
        kubectl.apply(production("0.1.0")).ok();
        kubectl.awaitPods(3);

        for (List<String> step : List.of(
                List.of("upgrade", production("0.1.1").toString()),
                List.of("rollback"),
                List.of("reset", production("0.1.1").toString()))) {
            Said said = kubectl.script(
                    Map.of("KAFKA_IMAGE", "apache/kafka:4.4.0", "BOOTSTRAP_SERVERS", "kafka.kafka:9092"),
                    Stream.concat(Stream.of("k8s/day-two.sh", kubectl.namespace()), step.stream())
                            .toArray(String[]::new));
            assertThat(said.exitCode()).as(step + ": " + said.out()).isZero();
            String tag = step.getFirst().equals("rollback") ? "0.1.0" : "0.1.1";
            assertThat(kubectl.awaitPods(3)).allMatch(it -> image(it).equals(IMAGE + ":" + tag));
        }
    }

    @Test
    void redrivesMadeByHandAreKept() {
        kubectl.apply(production("0.1.0")).ok();
        Set<String> jobs = new TreeSet<>();
        for (int i = 1; i <= 6; i++) {
            String job = "redrive-" + i;
            kubectl.run("create", "job", job, "--from=cronjob/chat-contact-processor-redrive")
                    .ok();
            kubectl.awaitJob(job);
            jobs.add(job);
        }

        assertThat(kubectl.list("jobs", "-l", "app.kubernetes.io/component=redrive").stream()
                        .map(Kubectl::name))
                .containsAll(jobs);
    }

    private Path production(String tag) {
        return kustomization("production-" + tag, """
                resources: [ROOT/k8s/overlays/production]
                images: [{name: %s, newTag: %s}]
                """.formatted(IMAGE, tag));
    }

    private Said drain(String node) {
        return kubectl.run(
                "drain",
                node,
                "--ignore-daemonsets",
                "--delete-emptydir-data",
                "--timeout",
                Kubectl.PATIENCE.toSeconds() + "s");
    }

    private Said evict(String pod) {
        return kubectl.pipe(
                """
                {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s", "namespace": "%s"}}
                """.formatted(pod, kubectl.namespace()),
                "create",
                "--raw",
                "/api/v1/namespaces/" + kubectl.namespace() + "/pods/" + pod + "/eviction",
                "-f",
                "-");
    }

    private List<JsonNode> claims() {
        return kubectl.list("persistentvolumeclaims");
    }

    private static Set<String> uids(List<JsonNode> objects) {
        return objects.stream().map(it -> it.at("/metadata/uid").asText()).collect(Collectors.toSet());
    }

    private static String zone(JsonNode node) {
        return node.path("metadata").path("labels").path(ZONE).asText();
    }

    /** The ConfigMap that a pod mounts. */
    private static String settingsOf(JsonNode pod) {
        for (JsonNode volume : pod.at("/spec/volumes")) {
            if (volume.path("name").asText().equals("config")) {
                return volume.at("/configMap/name").asText();
            }
        }
        throw new AssertionError("no settings");
    }
}

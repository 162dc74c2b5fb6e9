package chatcontacts.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs {@code kubectl} in one namespace of the cluster that the system property {@code cluster.kubeconfig} names. Never of the one that
 * the environment names: that may be anybody's.
 */
final class Kubectl {

    /** On a machine that builds and tests at the same time everything takes long. */
    static final Duration PATIENCE = Duration.ofMinutes(8);

    static final String PODS = "app.kubernetes.io/name=chat-contact-processor,app.kubernetes.io/component=service";
    static final String SET = "statefulset/chat-contact-processor";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SIMULATED = "kwok.x-k8s.io/node";
    private static final String RESTRICTED = "restricted";

    private final String namespace;

    /** How a command ended, and what it said. */
    record Said(int exitCode, String out, String err) {

        Said ok() {
            assertThat(exitCode).as(err).isZero();
            return this;
        }

        boolean failed() {
            return exitCode != 0;
        }
    }

    private Kubectl(String namespace) {
        this.namespace = namespace;
    }

    /** A new namespace, under the strictest rules for pods, in a cluster whose nodes are simulated; or the end of the test. */
    static Kubectl onSimulatedNodes(String namespace) {
        return in(namespace, true);
    }

    /** A new namespace, under the strictest rules for pods, in a cluster whose node runs pods; or the end of the test. */
    static Kubectl onARealNode(String namespace) {
        return in(namespace, false);
    }

    private static Kubectl in(String namespace, boolean simulated) {
        Kubectl kubectl = new Kubectl(namespace);
        if (kubeconfig().isEmpty()) {
            skip("-Dcluster.kubeconfig names no cluster");
        }
        boolean matches = simulated == kubectl.simulated(kubectl.nodes().getFirst());
        if (!matches) {
            skip("the cluster has " + (simulated ? "a real node" : "simulated nodes"));
        }
        kubectl.deleteNamespace(); // of a run that was killed
        kubectl.run("create", "namespace", namespace).ok();
        kubectl.restrict(RESTRICTED);
        return kubectl;
    }

    private static void skip(String reason) {
        System.err.println("SKIPPED a test on Kubernetes: " + reason);
        Assumptions.abort(reason);
    }

    private static String kubeconfig() {
        return System.getProperty("cluster.kubeconfig", "");
    }

    /** Which rules its pods keep. */
    void restrict(String level) {
        for (String mode : List.of("enforce", "warn")) {
            run("label", "--overwrite", "namespace", namespace, "pod-security.kubernetes.io/" + mode + "=" + level)
                    .ok();
        }
    }

    /** Deletes the namespace with all that is in it. */
    void deleteNamespace() {
        run("delete", "namespace", namespace, "--ignore-not-found", "--timeout", PATIENCE.toSeconds() + "s")
                .ok();
    }

    String namespace() {
        return namespace;
    }

    Said run(String... words) {
        return pipe("", words);
    }

    /** Runs it with that input. */
    Said pipe(String input, String... words) {
        try {
            Path in = Files.createTempFile("kubectl", ".in");
            Path out = Files.createTempFile("kubectl", ".out");
            Path err = Files.createTempFile("kubectl", ".err");
            try {
                Files.writeString(in, input);
                ProcessBuilder builder = command(words);
                builder.redirectInput(in.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
                int code = builder.start().waitFor();
                return new Said(code, Files.readString(out), Files.readString(err));
            } finally {
                for (Path file : List.of(in, out, err)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A process of {@code kubectl}, not started. */
    ProcessBuilder command(String... words) {
        List<String> all = new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig(), "--namespace", namespace));
        all.addAll(List.of(words));
        return new ProcessBuilder(all);
    }

    /** Runs a script of ours, whose {@code kubectl} means this cluster. */
    Said script(Map<String, String> environment, String... words) {
        try {
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
            builder.environment().put("KUBECONFIG", kubeconfig());
            builder.environment().putAll(environment);
            Process process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor(), out, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Applies a folder as the documents say. */
    Said apply(Path kustomization) {
        return run("apply", "--server-side", "--validate=strict", "-k", kustomization.toString());
    }

    JsonNode get(String... words) {
        List<String> all = new ArrayList<>(List.of("get", "-o", "json"));
        all.addAll(List.of(words));
        return parse(run(all.toArray(String[]::new)).ok().out());
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The items of that kind, by name. */
    List<JsonNode> list(String... words) {
        return StreamSupport.stream(get(words).path("items").spliterator(), false)
                .sorted(Comparator.comparing(Kubectl::name))
                .toList();
    }

    static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    List<JsonNode> nodes() {
        return list("nodes");
    }

    private boolean simulated(JsonNode node) {
        return node.at("/metadata/annotations").has(SIMULATED);
    }

    /** The pods of the service. */
    List<JsonNode> pods() {
        return list("pods", "-l", PODS);
    }

    static boolean isReady(JsonNode pod) {
        return StreamSupport.stream(pod.at("/status/conditions").spliterator(), false)
                .anyMatch(it -> it.path("type").asText().equals("Ready")
                        && it.path("status").asText().equals("True"));
    }

    /** Waits until that many pods of the service are there and ready, and no other. */
    List<JsonNode> awaitPods(int count) {
        return awaitPods(count, it -> true);
    }

    /** Waits until that many pods of the service are there and ready, all of which are as they should. */
    List<JsonNode> awaitPods(int count, Predicate<JsonNode> eachIs) {
        await(count + " pods in " + namespace)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    List<JsonNode> pods = pods();
                    return pods.size() == count && pods.stream().allMatch(it -> isReady(it) && eachIs.test(it));
                });
        return pods();
    }

    /** Waits for the end of a rollout. */
    void awaitRollout() {
        run("rollout", "status", SET, "--timeout", PATIENCE.toSeconds() + "s").ok();
    }

    /** Waits until a Job has ended well. */
    void awaitJob(String name) {
        Said said = run("wait", "--for=condition=complete", "job/" + name, "--timeout", PATIENCE.toSeconds() + "s");
        assertThat(said.exitCode())
                .as(() -> said.err()
                        + run("logs", "job/" + name, "--all-containers").out()
                        + run("get", "events").out())
                .isZero();
    }

    /** The image of a pod's first container. */
    static String image(JsonNode pod) {
        return pod.at("/spec/containers/0/image").asText();
    }

    /** Writes a kustomization below {@code target}, whose paths begin at the project's folder. */
    static Path kustomization(String name, String text) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "cluster", name));
            Files.writeString(
                    folder.resolve("kustomization.yaml"),
                    "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
                            + text.replace("ROOT", "../../.."));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

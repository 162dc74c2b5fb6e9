package chatcontacts.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Renders what lies below {@code k8s}, each folder once. Where there is no {@code kubectl}, tests are skipped and say so. */
final class Kustomize {

    private static final Path K8S = Path.of("k8s");
    private static final Path OF_OUR_OWN = Path.of("target", "k8s");
    private static final boolean HERE = ended("kubectl", "version", "--client");
    private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();

    private Kustomize() {}

    /** Every folder that can be rendered: the base, each overlay and each component. */
    static List<String> folders() {
        try (Stream<Path> files = Files.walk(K8S)) {
            return files.filter(it -> it.endsWith("kustomization.yaml"))
                    .map(it -> K8S.relativize(it.getParent()).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder below {@code k8s}, rendered. A component, which cannot stand alone, is rendered on the base. */
    static Manifests render(String folder) {
        if (!HERE) {
            System.err.println("SKIPPED: there is no kubectl here, so k8s/" + folder + " was not checked");
        }
        Assumptions.assumeTrue(HERE, "kubectl is on this machine");
        return RENDERED.computeIfAbsent(folder, Kustomize::rendered);
    }

    private static Manifests rendered(String folder) {
        try {
            Path source = K8S.resolve(folder);
            boolean component = Files.readString(source.resolve("kustomization.yaml"))
                    .lines()
                    .anyMatch("kind: Component"::equals);
            return Manifests.parse(output(component ? onBase(source) : source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path onBase(Path component) throws IOException {
        Path folder = Files.createDirectories(OF_OUR_OWN.resolve(component.getFileName()));
        Files.writeString(folder.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [%s]
                components: [%s]
                """.formatted(
                        folder.relativize(K8S.resolve("base")), folder.relativize(component)));
        return folder;
    }

    private static String output(Path folder) throws IOException {
        Path errors = Files.createTempFile("kustomize", ".err");
        try {
            Process kubectl = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                    .redirectError(errors.toFile())
                    .start();
            String yaml = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(kubectl.onExit().join().exitValue())
                    .as(() -> folder + ": " + contents(errors))
                    .isZero();
            return yaml;
        } finally {
            Files.delete(errors);
        }
    }

    private static String contents(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean ended(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.onExit().join().exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}

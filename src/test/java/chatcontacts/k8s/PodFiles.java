package chatcontacts.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.config.LoadedSettings;
import chatcontacts.config.SettingsLoader;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files and the environment of a container as the kubelet would lay them: the ConfigMap's file, and a Secret with each key that
 * settings refer to.
 */
final class PodFiles {

    /** Where a config provider looks for a secret: folder and key. */
    private static final Pattern SECRET = Pattern.compile("\\$\\{dir:([^:}]*):([^}]*)}");

    /** Where a setting names a file. */
    private static final Pattern FILE = Pattern.compile("(?m)^\\S+\\.location = (\\S+)/([^/\\s]+)$");

    private final Container container;
    private final String properties;
    private final Map<String, String> environment = new LinkedHashMap<>();

    PodFiles(Manifests manifests, Pod pod, Container container) {
        this.container = container;
        this.properties = manifests.settingsFile(pod);
        assertThat(configFile(container))
                .isEqualTo(Pod.path(container, "config").orElseThrow() + "/service.properties");
        Map<String, String> before = new HashMap<>();
        for (EnvVar variable : container.getEnv()) {
            String value = variable.getValueFrom() == null ? variable.getValue() : field(variable);
            for (Map.Entry<String, String> known : before.entrySet()) {
                value = value.replace("$(" + known.getKey() + ")", known.getValue());
            }
            assertThat(value).as(variable.getName()).doesNotContain("$(");
            before.put(variable.getName(), value);
            environment.put(variable.getName(), value);
        }
    }

    private static String configFile(Container container) {
        int option = container.getArgs().indexOf("--config");
        assertThat(option).as("--config").isNotNegative();
        return container.getArgs().get(option + 1);
    }

    private static String field(EnvVar variable) {
        return switch (variable.getValueFrom().getFieldRef().getFieldPath()) {
            case "metadata.name" -> "chat-contact-processor-0";
            case "metadata.namespace" -> "chats";
            case String other -> throw new AssertionError("a pod has no " + other);
        };
    }

    /** Of all secrets that settings refer to. */
    Set<String> secretFolders() {
        Set<String> folders = new TreeSet<>();
        references().forEach((key, folder) -> folders.add(folder));
        return folders;
    }

    /** The files that settings need, by name. */
    Set<String> secrets() {
        return new TreeSet<>(references().keySet());
    }

    private Map<String, String> references() {
        Map<String, String> references = new LinkedHashMap<>();
        String settings = properties + String.join("\n", environment.values());
        for (Pattern pattern : List.of(SECRET, FILE)) {
            Matcher reference = pattern.matcher(settings);
            while (reference.find()) {
                references.put(reference.group(2), reference.group(1));
            }
        }
        return references;
    }

    /** Reads the settings as the container would. */
    LoadedSettings load(Path folder) {
        String mounted = Pod.path(container, "secrets").orElse("no secret is mounted");
        Path secrets = folder.resolve("secrets");
        try {
            // The kubelet's way: the files are links into a folder that a link names.
            Path data = Files.createDirectories(secrets.resolve("..2026_11_21"));
            Files.createSymbolicLink(secrets.resolve("..data"), data.getFileName());
            for (String key : references().keySet()) {
                Files.writeString(data.resolve(key), "a secret");
                Files.createSymbolicLink(secrets.resolve(key), Path.of("..data", key));
            }
            Path file = folder.resolve("service.properties");
            Files.writeString(file, properties.replace(mounted, secrets.toString()));
            Map<String, String> variables = new HashMap<>();
            environment.forEach((name, value) -> variables.put(name, value.replace(mounted, secrets.toString())));
            return SettingsLoader.load(Optional.of(file), variables, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

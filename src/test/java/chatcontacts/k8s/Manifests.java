package chatcontacts.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.yaml.snakeyaml.Yaml;

/**
 * What was rendered, as it was written and as its models read it.
 *
 * @param trees the documents as YAML has them
 */
record Manifests(List<Map<String, Object>> trees) {

    @SuppressWarnings("unchecked") // a manifest is a map
    static Manifests parse(String yaml) {
        List<Map<String, Object>> trees = new ArrayList<>();
        new Yaml().loadAll(yaml).forEach(it -> trees.add((Map<String, Object>) it));
        assertThat(trees).isNotEmpty();
        return new Manifests(trees);
    }

    List<Object> models() {
        return trees.stream().map(Models::read).toList();
    }

    <T> List<T> all(Class<T> model) {
        return models().stream().filter(model::isInstance).map(model::cast).toList();
    }

    <T> T one(Class<T> model) {
        List<T> all = all(model);
        assertThat(all).as(model.getSimpleName()).hasSize(1);
        return all.getFirst();
    }

    /** The service's own. */
    Pod service() {
        return Pod.of(one(StatefulSet.class)).orElseThrow();
    }

    /** The file of settings that a pod mounts. */
    String settingsFile(Pod pod) {
        String name = pod.spec().getVolumes().stream()
                .filter(it -> it.getName().equals("config"))
                .map(it -> it.getConfigMap().getName())
                .findFirst()
                .orElseThrow();
        ConfigMap mounted = all(ConfigMap.class).stream()
                .filter(it -> it.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no ConfigMap " + name));
        assertThat(mounted.getData()).containsOnlyKeys("service.properties");
        return mounted.getData().get("service.properties");
    }

    /** The settings of that file, unchecked. */
    Properties settings() {
        Properties settings = new Properties();
        try {
            settings.load(new StringReader(settingsFile(service())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    /** The templates of all pods: the service's, and those of jobs. */
    List<Pod> pods() {
        return models().stream().flatMap(it -> Pod.of(it).stream()).toList();
    }
}

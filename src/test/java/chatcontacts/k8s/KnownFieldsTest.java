package chatcontacts.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No manifest has a field that its model does not know, and none gets lost on the way through it. */
class KnownFieldsTest {

    static List<String> folders() {
        return Kustomize.folders();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everyFieldIsKnown(String folder) {
        for (Map<String, Object> tree : Kustomize.render(folder).trees()) {
            Object model = Models.read(tree);

            assertThat(UnknownFields.in(model)).as(tree.get("kind").toString()).isEmpty();
            assertThat(paths(Models.write(model))).containsAll(paths(tree));
        }
    }

    @Test
    void baseOverlaysAndComponentsAreAllLookedAt() {
        assertThat(folders())
                .contains("base", "overlays/dev", "overlays/production", "overlays/production-kafka")
                .contains("components/setup", "components/redrive", "components/pod-monitor", "components/strimzi")
                .contains("components/msk");
    }

    @Test
    void aFieldThatNobodyKnowsIsFoundAtAnyDepth() {
        assertThat(unknown("spec: {replica: 1}")).containsExactly(".spec.replica");
        assertThat(unknown("spec: {template: {spec: {containers: [{name: a, arg: [b]}]}}}"))
                .containsExactly(".spec.template.spec.containers[].arg");
        assertThat(unknown("metadata: {labels: {replica: a}}")).isEmpty();
        assertThat(UnknownFields.in(model("kafka.strimzi.io/v1", "KafkaUser", """
                spec: {authorization: {type: simple, acls: [{resource: {type: topic, names: a}, operations: [Read]}]}}
                """)))
                .containsExactly(".spec.authorization.acls[].resource.names");
        assertThat(UnknownFields.in(model(
                        "monitoring.coreos.com/v1", "PodMonitor", "spec: {podMetricsEndpoints: [{paht: /metrics}]}")))
                .containsExactly(".spec.podMetricsEndpoints[].paht");
    }

    @Test
    void aKindWithoutAModelAndAValueOfAnotherTypeAreRefused() {
        assertThatThrownBy(() -> model("apps/v1beta1", "StatefulSet", "spec: {}"))
                .hasMessage("no model is known for apps/v1beta1 StatefulSet");
        assertThatThrownBy(() -> unknown("spec: {replicas: many}")).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> unknown(String fields) {
        return UnknownFields.in(model("apps/v1", "StatefulSet", fields));
    }

    private static Object model(String apiVersion, String kind, String fields) {
        return Manifests.parse("apiVersion: " + apiVersion + "\nkind: " + kind + "\n" + fields)
                .models()
                .getFirst();
    }

    private static Set<String> paths(Object tree) {
        Set<String> paths = new TreeSet<>();
        collect("", tree, paths);
        return paths;
    }

    private static void collect(String path, Object tree, Set<String> paths) {
        switch (tree) {
            case Map<?, ?> map -> map.forEach((key, value) -> collect(path + "." + key, value, paths));
            case Collection<?> all -> all.forEach(it -> collect(path + "[]", it, paths));
            case null, default -> paths.add(path);
        }
    }
}

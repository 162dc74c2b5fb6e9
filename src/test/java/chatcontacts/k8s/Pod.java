package chatcontacts.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pod as its owner makes it.
 *
 * @param owner kind and name
 */
record Pod(String owner, Map<String, String> labels, PodSpec spec) {

    /** Empty if that makes no pods. */
    static Optional<Pod> of(Object manifest) {
        return switch (manifest) {
            case StatefulSet it -> Optional.of(of("StatefulSet", it.getSpec().getTemplate()));
            case Job it -> Optional.of(of("Job", it.getSpec().getTemplate()));
            case CronJob it ->
                Optional.of(
                        of("CronJob", it.getSpec().getJobTemplate().getSpec().getTemplate()));
            default -> Optional.empty();
        };
    }

    private static Pod of(String owner, PodTemplateSpec template) {
        return new Pod(owner, template.getMetadata().getLabels(), template.getSpec());
    }

    /** The one that its users mean. */
    Container main() {
        return spec.getContainers().getFirst();
    }

    Stream<Container> containers() {
        return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream());
    }

    /** Whether a selector means this pod. */
    boolean isMeantBy(Map<String, String> selector) {
        return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
    }

    /** Where a volume of that name lies in a container. */
    static Optional<String> path(Container container, String volume) {
        return container.getVolumeMounts().stream()
                .filter(it -> it.getName().equals(volume))
                .map(VolumeMount::getMountPath)
                .findFirst();
    }
}

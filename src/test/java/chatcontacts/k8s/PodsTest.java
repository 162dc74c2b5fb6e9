package chatcontacts.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.http.HttpEndpoint;
import chatcontacts.http.StatusSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pods are found by those that look for them, asked for what they answer, and may do no more than they must. */
class PodsTest {

    static List<String> folders() {
        return Kustomize.folders();
    }

    private static Set<String> paths() throws IOException {
        StatusSource none = (StatusSource) Proxy.newProxyInstance(
                PodsTest.class.getClassLoader(), new Class<?>[] {StatusSource.class}, (proxy, method, args) -> {
                    throw new AssertionError("nobody asks");
                });
        try (HttpEndpoint face = new HttpEndpoint(0, probe -> List.of(), () -> "", none)) {
            return face.paths();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everySelectorMeansThePodsOfTheServiceAndNoJobs(String kustomization) {
        Manifests manifests = Kustomize.render(kustomization);
        for (StatefulSet set : manifests.all(StatefulSet.class)) {
            Stream.of(
                            Stream.of(set.getSpec().getSelector().getMatchLabels()),
                            manifests.all(Service.class).stream()
                                    .map(it -> it.getSpec().getSelector()),
                            manifests.all(PodDisruptionBudget.class).stream()
                                    .map(it -> it.getSpec().getSelector().getMatchLabels()),
                            manifests.all(PodMonitor.class).stream()
                                    .map(it -> it.getSpec().getSelector().getMatchLabels()),
                            set.getSpec().getTemplate().getSpec().getTopologySpreadConstraints().stream()
                                    .map(it -> it.getLabelSelector().getMatchLabels()))
                    .flatMap(it -> it)
                    .forEach(selector -> manifests
                            .pods()
                            .forEach(pod -> assertThat(pod.isMeantBy(selector))
                                    .as("%s means %s", selector, pod.owner())
                                    .isEqualTo(pod.owner().equals("StatefulSet"))));
        }
    }

    @Test
    void probesAndPrometheusAskForWhatIsAnswered() throws IOException {
        Manifests manifests = Kustomize.render("components/pod-monitor");
        Container service = manifests.service().main();
        List<HTTPGetAction> probes = Stream.of(
                        service.getStartupProbe(), service.getLivenessProbe(), service.getReadinessProbe())
                .map(Probe::getHttpGet)
                .toList();
        var scrape = manifests
                .one(PodMonitor.class)
                .getSpec()
                .getPodMetricsEndpoints()
                .getFirst();

        assertThat(probes)
                .extracting(HTTPGetAction::getPath)
                .containsExactly("/health/started", "/health/live", "/health/ready")
                .allMatch(paths()::contains);
        assertThat(probes).extracting(it -> it.getPort().getStrVal()).containsOnly("http");
        assertThat(paths()).contains(scrape.getPath());
        assertThat(scrape.getPort()).isEqualTo("http");
    }

    @ParameterizedTest
    @MethodSource("folders")
    void portsAreThoseOfTheSettings(String kustomization) {
        Manifests manifests = Kustomize.render(kustomization);
        for (StatefulSet set : manifests.all(StatefulSet.class)) {
            assertThat(manifests.service().main().getPorts()).singleElement().satisfies(port -> {
                assertThat(port.getName()).isEqualTo("http");
                assertThat(port.getContainerPort()).isEqualTo(8080);
            });
            Service service = manifests.one(Service.class);
            assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
            assertThat(service.getMetadata().getName()).isEqualTo(set.getSpec().getServiceName());
            assertThat(service.getSpec().getPorts().getFirst().getTargetPort().getStrVal())
                    .isEqualTo("http");
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void noPodMayDoMoreThanItMust(String kustomization) {
        for (Pod pod : Kustomize.render(kustomization).pods()) {
            var spec = pod.spec();
            assertThat(spec.getAutomountServiceAccountToken()).isFalse();
            assertThat(spec.getEnableServiceLinks()).isFalse();
            assertThat(spec.getHostNetwork()).isNull();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(spec.getSecurityContext().getRunAsUser()).isEqualTo(10001);
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            pod.containers().forEach(container -> {
                var security = container.getSecurityContext();
                assertThat(security.getAllowPrivilegeEscalation()).isFalse();
                assertThat(security.getReadOnlyRootFilesystem()).isTrue();
                assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
                assertThat(security.getCapabilities().getAdd()).isEmpty();
                assertThat(Pod.path(container, "tmp")).contains("/tmp");
            });
            assertThat(spec.getVolumes())
                    .filteredOn(it -> it.getName().equals("tmp"))
                    .singleElement()
                    .satisfies(it -> assertThat(it.getEmptyDir()).isNotNull());
        }
    }

    @Test
    void podsAreReplacedOneByOneAndSpread() {
        Manifests production = Kustomize.render("overlays/production");
        StatefulSet set = production.one(StatefulSet.class);
        PodDisruptionBudget budget = production.one(PodDisruptionBudget.class);

        assertThat(set.getSpec().getReplicas()).isEqualTo(3);
        assertThat(set.getSpec().getUpdateStrategy().getType()).isEqualTo("RollingUpdate");
        assertThat(set.getSpec().getTemplate().getSpec().getTopologySpreadConstraints())
                .extracting(TopologySpreadConstraint::getTopologyKey, TopologySpreadConstraint::getWhenUnsatisfiable)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("topology.kubernetes.io/zone", "ScheduleAnyway"),
                        org.assertj.core.api.Assertions.tuple("kubernetes.io/hostname", "DoNotSchedule"));
        assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
        assertThat(budget.getSpec().getUnhealthyPodEvictionPolicy()).isEqualTo("AlwaysAllow");
    }
}

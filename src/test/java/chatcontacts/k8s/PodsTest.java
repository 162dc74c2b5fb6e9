package chatcontacts.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import chatcontacts.http.HttpEndpoint;
import chatcontacts.http.StatusSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        try (HttpEndpoint face = new HttpEndpoint(0, probe -> List.of(), format -> "", none)) {
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
        assertThat(probes).extracting(it -> it.getPort().getStrVal()).containsOnly("management");
        assertThat(paths()).contains(scrape.getPath());
        assertThat(scrape.getPort()).isEqualTo("management");
    }

    @ParameterizedTest
    @MethodSource("folders")
    void portsAreThoseOfTheSettings(String kustomization) {
        Manifests manifests = Kustomize.render(kustomization);
        for (StatefulSet set : manifests.all(StatefulSet.class)) {
            Properties settings = manifests.settings();
            assertThat(manifests.service().main().getPorts())
                    .extracting(
                            ContainerPort::getName, it -> it.getContainerPort().toString(), ContainerPort::getProtocol)
                    .containsExactly(
                            tuple("http", settings.getProperty("http.port"), "TCP"),
                            tuple("management", settings.getProperty("http.management.port"), "TCP"));
            Service service = manifests.one(Service.class);
            assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
            assertThat(service.getMetadata().getName()).isEqualTo(set.getSpec().getServiceName());
            assertThat(service.getSpec().getPorts())
                    .extracting(it -> it.getTargetPort().getStrVal(), ServicePort::getProtocol)
                    .containsExactly(tuple("http", "TCP"));
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
            assertThat(spec.getServiceAccountName()).isEqualTo(account(pod));
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

    /** Only the service's is one that AWS knows. */
    private static String account(Pod pod) {
        String component = pod.labels().get("app.kubernetes.io/component");
        return "chat-contact-processor" + (component.equals("service") ? "" : "-" + component);
    }

    @Test
    void onlyTheServiceHasARoleOfAws() {
        assertThat(Kustomize.render("overlays/production").all(ServiceAccount.class))
                .extracting(
                        it -> it.getMetadata().getName(),
                        it -> it.getMetadata().getAnnotations().containsKey("eks.amazonaws.com/role-arn"))
                .containsExactlyInAnyOrder(
                        tuple("chat-contact-processor", true),
                        tuple("chat-contact-processor-setup", false),
                        tuple("chat-contact-processor-redrive", false));
    }

    /** An image without a tag is {@code latest}, which no cluster has. */
    @ParameterizedTest
    @MethodSource("folders")
    void everyImageHasTheTagOfThisRelease(String kustomization) throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        Matcher version = Pattern.compile("<artifactId>chat-contact-processor</artifactId>\\s+<version>([0-9.]+)")
                .matcher(pom);
        assertThat(version.find()).isTrue();

        for (Pod pod : Kustomize.render(kustomization).pods()) {
            assertThat(pod.containers())
                    .allSatisfy(it -> assertThat(it.getImage())
                            .matches("(registry\\.example\\.com/)?chat-contact-processor:" + version.group(1)));
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void memoryAndLocalDiskAreBounded(String kustomization) {
        for (Pod pod : Kustomize.render(kustomization).pods()) {
            assertThat(pod.containers()).allSatisfy(it -> {
                assertThat(it.getResources().getRequests()).containsOnlyKeys("cpu", "memory", "ephemeral-storage");
                assertThat(it.getResources().getLimits()).containsOnlyKeys("memory", "ephemeral-storage");
            });
        }
    }

    /** Jobs that somebody makes of a template count as its own: beyond the limit Kubernetes deletes them, with their logs. */
    @Test
    void redrivesAreKeptForAWeek() {
        CronJob redrive = Kustomize.render("components/redrive").one(CronJob.class);

        assertThat(redrive.getSpec().getSuspend()).isTrue();
        assertThat(redrive.getSpec().getSuccessfulJobsHistoryLimit()).isGreaterThanOrEqualTo(100);
        assertThat(redrive.getSpec().getFailedJobsHistoryLimit()).isGreaterThanOrEqualTo(100);
        assertThat(redrive.getSpec().getStartingDeadlineSeconds()).isNotNull();
        assertThat(redrive.getSpec().getJobTemplate().getSpec().getTtlSecondsAfterFinished())
                .isEqualTo(7 * 86_400);
    }

    /** What a Job is made of cannot be changed while it is there: an apply within its lifetime would fail. */
    @ParameterizedTest
    @MethodSource("folders")
    void nothingThatIsAppliedIsAJob(String kustomization) {
        assertThat(Kustomize.render(kustomization).all(Job.class)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void volumesKeepTheirLabels(String kustomization) {
        for (StatefulSet set : Kustomize.render(kustomization).all(StatefulSet.class)) {
            assertThat(set.getSpec().getVolumeClaimTemplates())
                    .singleElement()
                    .satisfies(it -> assertThat(it.getMetadata().getLabels())
                            .containsEntry("app.kubernetes.io/name", "chat-contact-processor"));
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
                .allMatch(it -> "Honor".equals(it.getNodeTaintsPolicy()))
                .extracting(TopologySpreadConstraint::getTopologyKey, TopologySpreadConstraint::getWhenUnsatisfiable)
                .containsExactly(
                        tuple("topology.kubernetes.io/zone", "ScheduleAnyway"),
                        tuple("kubernetes.io/hostname", "DoNotSchedule"));
        assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
        assertThat(budget.getSpec().getUnhealthyPodEvictionPolicy()).isEqualTo("AlwaysAllow");
    }
}

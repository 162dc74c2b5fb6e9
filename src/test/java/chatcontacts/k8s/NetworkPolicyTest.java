package chatcontacts.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way is open to everything that the settings name, and to nothing else. */
class NetworkPolicyTest {

    private static final List<String> EVERYWHERE = List.of(
            "0.0.0.0/0:443",
            "169.254.170.23/32:80",
            "169.254.20.10/32:53",
            "::/0:443",
            "fd00:ec2::23/128:80",
            "kafka:8081",
            "kafka:9092",
            "kafka:9093",
            "kube-system:53",
            "observability:4317",
            "observability:4318",
            "the pods:8080");

    private final List<String> open = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/production"})
    void letsOutToWhatTheSettingsNameToDnsAwsAndTraces(String kustomization) {
        Manifests manifests = Kustomize.render(kustomization);
        NetworkPolicy policy = manifests.one(NetworkPolicy.class);
        policy.getSpec().getEgress().forEach(this::collect);
        Properties settings = manifests.settings();
        URI kafka = URI.create("kafka://" + settings.getProperty("kafka.bootstrap.servers"));
        URI registry = URI.create(settings.getProperty("schema.registry.url"));

        assertThat(open)
                .contains(namespaceOf(kafka) + ":" + kafka.getPort())
                .contains(namespaceOf(registry) + ":" + registry.getPort());
        assertThat(new TreeSet<>(open)).containsExactlyElementsOf(EVERYWHERE);
        assertThat(policy.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(manifests.pods())
                .allMatch(it -> it.isMeantBy(policy.getSpec().getPodSelector().getMatchLabels()));
    }

    @Test
    void mskOpensItsThreeListenersOnly() {
        Kustomize.render("components/msk")
                .one(NetworkPolicy.class)
                .getSpec()
                .getEgress()
                .forEach(this::collect);

        open.removeAll(EVERYWHERE);
        assertThat(open).containsExactly("10.0.0.0/16:9094", "10.0.0.0/16:9096", "10.0.0.0/16:9098");
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/production"})
    void letsInPrometheusToMetricsAndTheOtherPodsToTheApi(String kustomization) {
        NetworkPolicy policy = Kustomize.render(kustomization).one(NetworkPolicy.class);

        assertThat(policy.getSpec().getIngress())
                .allSatisfy(rule -> {
                    assertThat(rule.getFrom()).hasSize(1);
                    assertThat(rule.getPorts()).hasSize(1);
                    assertThat(rule.getPorts().getFirst().getProtocol()).isEqualTo("TCP");
                })
                .extracting(
                        rule -> rule.getFrom().getFirst().getNamespaceSelector() == null ? "the pods" : "a namespace",
                        rule -> rule.getPorts().getFirst().getPort().getStrVal())
                .containsExactly(tuple("the pods", "http"), tuple("a namespace", "management"));
    }

    private void collect(NetworkPolicyEgressRule rule) {
        assertThat(rule.getTo()).isNotEmpty();
        assertThat(rule.getPorts()).isNotEmpty();
        rule.getTo()
                .forEach(to -> rule.getPorts().forEach(port -> {
                    assertThat(port.getProtocol()).isIn("TCP", "UDP");
                    String where = to.getIpBlock() != null
                            ? to.getIpBlock().getCidr()
                            : to.getNamespaceSelector() != null
                                    ? to.getNamespaceSelector().getMatchLabels().get("kubernetes.io/metadata.name")
                                    : "the pods";
                    open.add(where + ":" + port.getPort().getIntVal());
                }));
    }

    private static String namespaceOf(URI address) {
        return address.getHost().substring(address.getHost().indexOf('.') + 1);
    }
}

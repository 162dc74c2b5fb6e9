package chatcontacts.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.connect.AppliedQuotas;
import chatcontacts.connect.CloudWatchChats;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The role may start chats in the production overlay's instances, and what its features need besides; only the service can assume it. */
class IamPolicyTest {

    private static final String SUBJECT = "system:serviceaccount:chats:chat-contact-processor";

    @Test
    void allowsTheOneActionInTheInstancesThatAreConfigured() throws IOException {
        var statements = Models.MAPPER
                .readTree(Path.of("k8s", "iam", "policy.json").toFile())
                .path("Statement");
        String instance = Kustomize.render("overlays/production").settings().getProperty("instances.sales.id");

        assertThat(statements.get(0).path("Effect").asText()).isEqualTo("Allow");
        assertThat(statements.get(0).path("Action").asText()).isEqualTo("connect:StartChatContact");
        assertThat(statements.get(0).path("Resource"))
                .extracting(it -> it.asText())
                .containsExactly(instance + "/contact-flow/*", instance + "/contact/*");
    }

    @Test
    void eachOtherRightIsNamedAfterTheFeatureThatNeedsIt() throws IOException {
        var statements = Models.MAPPER
                .readTree(Path.of("k8s", "iam", "policy.json").toFile())
                .path("Statement");
        assertThat(statements)
                .extracting(
                        it -> it.path("Sid").asText() + " " + it.path("Action").asText())
                .containsExactly(
                        "StartChats connect:StartChatContact",
                        "ReconcileChats connect:DescribeContact",
                        "DiscoverLimits " + AppliedQuotas.ACTION,
                        "CountChats " + CloudWatchChats.ACTION);
    }

    @Test
    void onlyTheServiceAccountOfTheServiceCanAssumeIt() throws IOException {
        JsonNode irsa = trust("trust-irsa.json");
        String provider = irsa.path("Principal").path("Federated").asText().replaceFirst(".*:oidc-provider/", "");
        assertThat(irsa.path("Action").asText()).isEqualTo("sts:AssumeRoleWithWebIdentity");
        assertThat(irsa.path("Condition")
                        .path("StringEquals")
                        .path(provider + ":sub")
                        .asText())
                .isEqualTo(SUBJECT);
        assertThat(irsa.path("Condition")
                        .path("StringEquals")
                        .path(provider + ":aud")
                        .asText())
                .isEqualTo("sts.amazonaws.com");

        JsonNode podIdentity = trust("trust-pod-identity.json");
        JsonNode tags = podIdentity.path("Condition").path("StringEquals");
        assertThat(podIdentity.path("Principal").path("Service").asText()).isEqualTo("pods.eks.amazonaws.com");
        assertThat(tags.path("aws:RequestTag/eks-cluster-arn").asText()).startsWith("arn:aws:eks:");
        assertThat("system:serviceaccount:"
                        + tags.path("aws:RequestTag/kubernetes-namespace").asText() + ":"
                        + tags.path("aws:RequestTag/kubernetes-service-account").asText())
                .isEqualTo(SUBJECT);
    }

    private static JsonNode trust(String file) throws IOException {
        JsonNode statements =
                Models.MAPPER.readTree(Path.of("k8s", "iam", file).toFile()).path("Statement");
        assertThat(statements).hasSize(1);
        return statements.get(0);
    }

    /** The ACLs of the Kafka user, in MSK's words. */
    @Test
    void mskAllowsWhatTheKafkaUserMayDo() throws IOException {
        Map<String, Set<String>> allowed = new TreeMap<>();
        for (JsonNode statement : Models.MAPPER
                .readTree(Path.of("k8s", "iam", "msk-policy.json").toFile())
                .path("Statement")) {
            for (String resource : strings(statement.path("Resource"))) {
                Set<String> actions = allowed.computeIfAbsent(
                        resource.replaceFirst("^[^/]*:", "").replaceFirst("/chats/\\*/", " "), it -> new TreeSet<>());
                strings(statement.path("Action")).forEach(it -> actions.add(it.replace("kafka-cluster:", "")));
            }
        }
        assertThat(allowed.remove("cluster/chats/*")).containsExactly("Connect", "WriteDataIdempotently");

        Map<String, Set<String>> wanted = new TreeMap<>();
        new StrimziPermissions(Kustomize.render("overlays/production-kafka"))
                .of("chat-contact-processor")
                .forEach((resource, operations) -> {
                    Set<String> actions = new TreeSet<>();
                    operations.forEach(it -> actions.add(action(resource.replaceFirst(" .*", ""), it)));
                    wanted.put(resource.replace("transactionalId", "transactional-id"), actions);
                });
        assertThat(allowed).isEqualTo(wanted);
    }

    private static String action(String kind, String operation) {
        return switch (kind + " " + operation) {
            case "topic Read" -> "ReadData";
            case "topic Write" -> "WriteData";
            case "topic Describe" -> "DescribeTopic";
            case "topic Create" -> "CreateTopic";
            case "group Read" -> "AlterGroup";
            case "group Describe" -> "DescribeGroup";
            case "transactionalId Write" -> "AlterTransactionalId";
            case "transactionalId Describe" -> "DescribeTransactionalId";
            case String other -> throw new AssertionError("MSK has no action for " + other);
        };
    }

    private static List<String> strings(JsonNode oneOrMore) {
        List<String> all = new ArrayList<>();
        if (oneOrMore.isArray()) {
            oneOrMore.forEach(it -> all.add(it.asText()));
        } else {
            all.add(oneOrMore.asText());
        }
        return all;
    }
}

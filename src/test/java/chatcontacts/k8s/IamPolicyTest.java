package chatcontacts.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.connect.AppliedQuotas;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The role may start chats in the production overlay's instances, and what its features need besides. */
class IamPolicyTest {

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
                .containsExactly("StartChats connect:StartChatContact", "DiscoverLimits " + AppliedQuotas.ACTION);
    }
}

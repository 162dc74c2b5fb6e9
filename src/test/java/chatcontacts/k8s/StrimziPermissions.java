package chatcontacts.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.KafkaUserAuthorizationSimple;
import io.strimzi.api.kafka.model.user.acl.AclRule;
import io.strimzi.api.kafka.model.user.acl.AclRuleGroupResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTopicResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTransactionalIdResource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the users of Strimzi may do. */
record StrimziPermissions(Manifests manifests) {

    /** The operations by resource, such as {@code topic chat-requests}; a star ends a prefix. */
    Map<String, Set<String>> of(String user) {
        KafkaUser found = manifests.all(KafkaUser.class).stream()
                .filter(it -> it.getMetadata().getName().equals(user))
                .findFirst()
                .orElseThrow();
        Map<String, Set<String>> permissions = new TreeMap<>();
        for (AclRule rule : ((KafkaUserAuthorizationSimple) found.getSpec().getAuthorization()).getAcls()) {
            assertThat(rule.getType().toValue()).isEqualTo("allow");
            Set<String> operations = new TreeSet<>();
            rule.getOperations().forEach(it -> operations.add(it.toValue()));
            assertThat(permissions.put(resource(rule), operations)).isNull();
        }
        return permissions;
    }

    private static String resource(AclRule rule) {
        return switch (rule.getResource()) {
            case AclRuleTopicResource it ->
                "topic " + it.getName() + star(it.getPatternType().toValue());
            case AclRuleGroupResource it ->
                "group " + it.getName() + star(it.getPatternType().toValue());
            case AclRuleTransactionalIdResource it ->
                "transactionalId " + it.getName() + star(it.getPatternType().toValue());
            case Object other -> throw new AssertionError("nothing else is needed than " + other);
        };
    }

    private static String star(String patternType) {
        return patternType.equals("prefix") ? "*" : "";
    }
}

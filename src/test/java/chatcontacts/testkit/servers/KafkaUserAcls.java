package chatcontacts.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The ACLs that a Strimzi KafkaUser names, as its operator sets them on the brokers. */
public final class KafkaUserAcls {

    private KafkaUserAcls() {}

    /**
     * One entry of its list: a resource, and what may be done with it.
     *
     * @param resource such as {@code topic chat-requests}
     */
    public record Permission(String resource, List<AclBinding> bindings) {

        /** Those of one operation only. */
        public List<AclBinding> of(AclOperation operation) {
            return bindings.stream()
                    .filter(it -> it.entry().operation() == operation)
                    .toList();
        }
    }

    /** For a principal such as {@code User:name}. */
    public static List<Permission> read(Path kafkaUser, String principal) {
        return read(kafkaUser, principal, UnaryOperator.identity());
    }

    /** The same for an installation whose topics, groups and transactional ids have other names. */
    @SuppressWarnings("unchecked") // the form of the manifest
    public static List<Permission> read(Path kafkaUser, String principal, UnaryOperator<String> name) {
        Map<String, Object> manifest;
        try {
            manifest = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(kafkaUser));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var spec = (Map<String, Object>) manifest.get("spec");
        var authorization = (Map<String, Object>) spec.get("authorization");
        List<Permission> permissions = new ArrayList<>();
        for (Map<String, Object> rule : (List<Map<String, Object>>) authorization.get("acls")) {
            var resource = (Map<String, String>) rule.get("resource");
            var pattern = new ResourcePattern(
                    type(resource.get("type")),
                    name.apply(resource.get("name")),
                    "prefix".equals(resource.get("patternType")) ? PatternType.PREFIXED : PatternType.LITERAL);
            List<AclBinding> bindings = ((List<String>) rule.get("operations"))
                    .stream()
                            .map(it -> new AclBinding(
                                    pattern,
                                    new AccessControlEntry(
                                            principal, "*", AclOperation.fromString(it), AclPermissionType.ALLOW)))
                            .toList();
            permissions.add(new Permission(resource.get("type") + " " + pattern.name(), bindings));
        }
        return permissions;
    }

    private static ResourceType type(String name) {
        return switch (name) {
            case "topic" -> ResourceType.TOPIC;
            case "group" -> ResourceType.GROUP;
            case "transactionalId" -> ResourceType.TRANSACTIONAL_ID;
            case "cluster" -> ResourceType.CLUSTER;
            default -> throw new IllegalArgumentException(name);
        };
    }
}

package chatcontacts.app.health;

import chatcontacts.cli.console.KafkaErrors;
import chatcontacts.config.Settings;
import chatcontacts.config.TopicSettings;
import chatcontacts.domain.errors.CauseChain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/**
 * Explains in one line what the brokers deny the running service, with the setting and the permissions (ACLs) that are missing. The
 * permissions are those of the operations guide.
 */
public final class BrokerAuthErrors {

    private final Settings settings;
    private final String changelog;

    /**
     * Explains the errors of a service with these settings.
     *
     * @param changelog the changelog topic of its state, which the service creates itself
     */
    public BrokerAuthErrors(Settings settings, String changelog) {
        this.settings = settings;
        this.changelog = changelog;
    }

    /** The authentication or authorization error behind a failure, explained; empty if it has another cause. */
    public Optional<String> explain(Throwable failure) {
        return CauseChain.of(failure)
                .filter(it -> it instanceof AuthenticationException || it instanceof AuthorizationException)
                .findFirst()
                .map(this::message);
    }

    private String message(Throwable error) {
        return switch (error) {
            case AuthenticationException e -> KafkaErrors.authenticationFailed(e);
            case TopicAuthorizationException e -> topics(e.unauthorizedTopics());
            case GroupAuthorizationException e ->
                "the brokers deny access to the group " + e.groupId() + ": this user needs Read";
            case TransactionalIdAuthorizationException e ->
                "the brokers deny access to a transactional id: this user needs Write on ids that begin with "
                        + settings.intakeApplicationId() + "- and " + settings.dispatchApplicationId() + "-";
            default -> "the brokers deny access: " + error.getMessage();
        };
    }

    private String topics(Set<String> names) {
        Map<String, String> permissions = permissions();
        // An error on creating a topic does not name the topic, and the service creates only one.
        Set<String> denied = new TreeSet<>(names.isEmpty() ? Set.of(changelog) : names);
        List<String> parts = new ArrayList<>();
        denied.forEach(name -> parts.add(name + permissions.getOrDefault(name, "")));
        return "the brokers deny access to topics: " + String.join("; ", parts);
    }

    private Map<String, String> permissions() {
        TopicSettings topics = settings.topics();
        Map<String, String> permissions = new LinkedHashMap<>();
        permissions.put(topics.requests(), " (topics.requests) needs Read");
        topics.contactEvents().ifPresent(name -> permissions.put(name, " (topics.contact.events) needs Read"));
        topics.cancellations().ifPresent(name -> permissions.put(name, " (topics.cancellations) needs Read"));
        topics.control().ifPresent(it -> {
            permissions.put(it.commands(), " (topics.control) needs Read");
            permissions.put(it.dispatch(), " (topics.dispatch.control) needs Read and Write");
            permissions.put(it.log(), " (topics.control.log) needs Write");
        });
        permissions.put(topics.dispatch(), " (topics.dispatch) needs Read and Write");
        permissions.put(topics.results(), " (topics.results) needs Write");
        permissions.put(topics.deadLetter(), " (topics.dead.letter) needs Write");
        permissions.put(changelog, " (the state's changelog) needs Create, Read and Write");
        return permissions;
    }
}

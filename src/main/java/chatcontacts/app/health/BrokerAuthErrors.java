package chatcontacts.app.health;

import chatcontacts.cli.console.KafkaErrors;
import chatcontacts.config.Settings;
import chatcontacts.config.TopicSettings;
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
 * Says in one line what the brokers refuse the running service, with the setting and the right that it takes. The rights are those
 * of the README's list.
 */
public final class BrokerAuthErrors {

    private final Settings settings;
    private final String changelog;

    /**
     * For the service with these settings.
     *
     * @param changelog of its state, which it makes by itself
     */
    public BrokerAuthErrors(Settings settings, String changelog) {
        this.settings = settings;
        this.changelog = changelog;
    }

    /** The refusal that is the reason for that failure; empty if it has another one. */
    public Optional<String> of(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && causes.size() < 20; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes.stream()
                .filter(it -> it instanceof AuthenticationException || it instanceof AuthorizationException)
                .findFirst()
                .map(this::sentence);
    }

    private String sentence(Throwable refusal) {
        return switch (refusal) {
            case AuthenticationException e -> KafkaErrors.authenticationFailed(e);
            case TopicAuthorizationException e -> topics(e.unauthorizedTopics());
            case GroupAuthorizationException e ->
                "the brokers do not allow the group " + e.groupId() + " to this user: it needs Read";
            case TransactionalIdAuthorizationException e ->
                "the brokers do not allow a transactional id to this user: it needs Write on those that begin with "
                        + settings.intakeApplicationId() + "- and " + settings.dispatchApplicationId() + "-";
            default -> "the brokers deny access:  " + refusal.getMessage();
        };
    }

    private String topics(Set<String> names) {
        Map<String, String> needs = needs();
        // An answer to the wish for a new topic does not name it, and there is one topic only that the service makes.
        Set<String> refused = new TreeSet<>(names.isEmpty() ? Set.of(changelog) : names);
        List<String> words = new ArrayList<>();
        refused.forEach(name -> words.add(name + needs.getOrDefault(name, "")));
        return "the brokers do not allow topics to this user: " + String.join("; ", words);
    }

    private Map<String, String> needs() {
        TopicSettings topics = settings.topics();
        Map<String, String> needs = new LinkedHashMap<>();
        needs.put(topics.requests(), " (topics.requests) needs Read");
        topics.contactEvents().ifPresent(name -> needs.put(name, " (topics.contact.events) needs Read"));
        topics.cancellations().ifPresent(name -> needs.put(name, " (topics.cancellations) needs Read"));
        needs.put(topics.dispatch(), " (topics.dispatch) needs Read and Write");
        needs.put(topics.results(), " (topics.results) needs Write");
        needs.put(topics.deadLetter(), " (topics.dead.letter) needs Write");
        needs.put(changelog, " (the state's changelog) needs Create, Read and Write");
        return needs;
    }
}

package chatcontacts.app.health;

import chatcontacts.config.Settings;
import chatcontacts.config.TopicSettings;
import chatcontacts.intake.InterruptibleSleep;
import chatcontacts.registry.ResultSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Waits before the start for what the service cannot begin without: the schema of results, the brokers, the topics. */
public final class StartupGate {

    private static final Logger LOG = LoggerFactory.getLogger(StartupGate.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(30);

    /** Some servers lock a user out who tries too often. */
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(5);

    private final Settings settings;
    private final ResultSerializer results;
    private final HealthChecks health;
    private final InterruptibleSleep pause;
    private final BrokerAuthErrors refusals;

    /** What is in the way, and whether somebody refuses it, so that a person has to act. */
    private record Problem(String text, boolean refused) {}

    public StartupGate(
            Settings settings,
            ResultSerializer results,
            HealthChecks health,
            InterruptibleSleep pause,
            BrokerAuthErrors refusals) {
        this.settings = settings;
        this.results = results;
        this.health = health;
        this.pause = pause;
        this.refusals = refusals;
    }

    /** Returns whether all is there; false if the service is being stopped. */
    public boolean awaitAll() {
        return await("brokers and topics", this::missingTopics) && await("schema registry", this::missingSchema);
    }

    private boolean await(String what, Supplier<Optional<Problem>> look) {
        String said = "";
        long saidAt = 0;
        while (true) {
            Optional<Problem> missing = look.get();
            if (missing.isEmpty()) {
                return true;
            }
            Problem problem = missing.get();
            health.waitsFor(what + ": " + problem.text);
            if (!problem.text.equals(said) || pause.nanos() - saidAt >= BETWEEN_WORDS.toNanos()) {
                said = problem.text;
                saidAt = pause.nanos();
                LOG.atLevel(problem.refused ? Level.ERROR : Level.WARN)
                        .addKeyValue("problem", problem.text)
                        .log("The start waits for " + what);
            }
            if (!pause.sleep(problem.refused ? AFTER_REFUSAL : BETWEEN_LOOKS)) {
                return false;
            }
        }
    }

    private Optional<Problem> missingSchema() {
        try {
            results.warmUp(settings.topics().results());
            return Optional.empty();
        } catch (KafkaException e) {
            return Optional.of(new Problem(
                    "the schema of " + settings.topics().results() + "-value cannot be had: " + e.getMessage(),
                    e instanceof ResultSerializer.RegistryAccessException));
        }
    }

    private Optional<Problem> missingTopics() {
        Map<String, Object> config =
                new HashMap<>(settings.kafka().forClient("admin.", AdminClientConfig.configNames(), "start"));
        Set<String> missing = new TreeSet<>();
        Set<String> forbidden = new TreeSet<>();
        try (Admin admin = Admin.create(config)) {
            Map<String, KafkaFuture<TopicDescription>> described =
                    admin.describeTopics(needed()).topicNameValues();
            for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : described.entrySet()) {
                try {
                    topic.getValue().get(10, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    switch (e.getCause()) {
                        case UnknownTopicOrPartitionException none -> missing.add(topic.getKey());
                        case TopicAuthorizationException no -> forbidden.add(topic.getKey());
                        case null, default -> throw e;
                    }
                }
            }
            if (!forbidden.isEmpty()) {
                return refusals.of(new TopicAuthorizationException(forbidden)).map(it -> new Problem(it, true));
            }
            return missing.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Problem(
                            "missing " + String.join(", ", missing) + "; `topics create` makes them", false));
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return Optional.of(refusals.of(e)
                    .map(refusal -> new Problem(refusal, true))
                    .orElseGet(() -> new Problem(
                            "no answer from kafka.bootstrap.servers "
                                    + settings.kafka().bootstrapServers(),
                            false)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Problem("interrupted", false));
        }
    }

    private List<String> needed() {
        TopicSettings topics = settings.topics();
        List<String> needed =
                new ArrayList<>(List.of(topics.requests(), topics.dispatch(), topics.results(), topics.deadLetter()));
        topics.contactEvents().ifPresent(needed::add);
        topics.cancellations().ifPresent(needed::add);
        return needed;
    }
}

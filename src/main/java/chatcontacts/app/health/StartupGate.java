package chatcontacts.app.health;

import chatcontacts.config.Settings;
import chatcontacts.config.TopicSettings;
import chatcontacts.config.TopicSettings.ControlTopics;
import chatcontacts.intake.InterruptibleSleep;
import chatcontacts.registry.ControlLogSerializer;
import chatcontacts.registry.ResultSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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

/** Delays the start until everything that it needs is available: the brokers, the topics, the schemas of what it writes. */
public final class StartupGate {

    private static final Logger LOG = LoggerFactory.getLogger(StartupGate.class);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(30);

    /** Longer, since some servers lock out a user who tries too often. */
    private static final Duration RETRY_INTERVAL_IF_DENIED = Duration.ofSeconds(5);

    private final Settings settings;
    private final ResultSerializer results;
    private final ControlLogSerializer controlLog;
    private final HealthChecks health;
    private final InterruptibleSleep sleep;
    private final BrokerAuthErrors brokerAuthErrors;
    private volatile int dispatchPartitions;

    /** What blocks the start, and whether access is denied, so that a person has to act. */
    private record Problem(String text, boolean denied) {}

    public StartupGate(
            Settings settings,
            ResultSerializer results,
            ControlLogSerializer controlLog,
            HealthChecks health,
            InterruptibleSleep sleep,
            BrokerAuthErrors brokerAuthErrors) {
        this.settings = settings;
        this.results = results;
        this.controlLog = controlLog;
        this.health = health;
        this.sleep = sleep;
        this.brokerAuthErrors = brokerAuthErrors;
    }

    /** The number of partitions of the dispatch topic, which must not change. Empty while no broker has told it. For any thread. */
    public OptionalInt dispatchPartitions() {
        int known = dispatchPartitions;
        return known == 0 ? OptionalInt.empty() : OptionalInt.of(known);
    }

    /** Waits until everything is available. Returns false if the service is being stopped. */
    public boolean awaitAll() {
        return await("brokers and topics", this::missingTopics) && await("schema registry", this::missingSchema);
    }

    private boolean await(String what, Supplier<Optional<Problem>> look) {
        String logged = "";
        long loggedAt = 0;
        while (true) {
            Optional<Problem> missing = look.get();
            if (missing.isEmpty()) {
                return true;
            }
            Problem problem = missing.get();
            health.waitsFor(what + ": " + problem.text);
            if (!problem.text.equals(logged) || sleep.nanos() - loggedAt >= LOG_INTERVAL.toNanos()) {
                logged = problem.text;
                loggedAt = sleep.nanos();
                LOG.atLevel(problem.denied ? Level.ERROR : Level.WARN)
                        .addKeyValue("problem", problem.text)
                        .log("Start is waiting for " + what);
            }
            if (!sleep.sleep(problem.denied ? RETRY_INTERVAL_IF_DENIED : RETRY_INTERVAL)) {
                return false;
            }
        }
    }

    private Optional<Problem> missingSchema() {
        TopicSettings topics = settings.topics();
        return missingSchema(topics.results(), results::warmUp)
                .or(() -> topics.control().flatMap(it -> missingSchema(it.log(), controlLog::warmUp)));
    }

    private static Optional<Problem> missingSchema(String topic, Consumer<String> warmUp) {
        try {
            warmUp.accept(topic);
            return Optional.empty();
        } catch (KafkaException e) {
            return Optional.of(new Problem(
                    "the schema of " + topic + "-value is not available: " + e.getMessage(),
                    e instanceof ResultSerializer.RegistryAccessException));
        }
    }

    private Optional<Problem> missingTopics() {
        Map<String, Object> config =
                new HashMap<>(settings.kafka().forClient("admin.", AdminClientConfig.configNames(), "start"));
        Set<String> missing = new TreeSet<>();
        Set<String> denied = new TreeSet<>();
        Map<String, Integer> partitions = new HashMap<>();
        try (Admin admin = Admin.create(config)) {
            Map<String, KafkaFuture<TopicDescription>> described =
                    admin.describeTopics(needed()).topicNameValues();
            for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : described.entrySet()) {
                try {
                    TopicDescription description = topic.getValue().get(10, TimeUnit.SECONDS);
                    partitions.put(topic.getKey(), description.partitions().size());
                } catch (ExecutionException e) {
                    switch (e.getCause()) {
                        case UnknownTopicOrPartitionException none -> missing.add(topic.getKey());
                        case TopicAuthorizationException no -> denied.add(topic.getKey());
                        case null, default -> throw e;
                    }
                }
            }
            if (!denied.isEmpty()) {
                return brokerAuthErrors
                        .explain(new TopicAuthorizationException(denied))
                        .map(it -> new Problem(it, true));
            }
            if (!missing.isEmpty()) {
                return Optional.of(
                        new Problem("missing " + String.join(", ", missing) + "; `topics create` creates them", false));
            }
            dispatchPartitions =
                    Objects.requireNonNull(partitions.get(settings.topics().dispatch()));
            return unequal(partitions);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return Optional.of(brokerAuthErrors
                    .explain(e)
                    .map(denial -> new Problem(denial, true))
                    .orElseGet(() -> new Problem(
                            "no response from kafka.bootstrap.servers "
                                    + settings.kafka().bootstrapServers(),
                            false)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Problem("interrupted", false));
        }
    }

    /** With another number a lane's commands would reach somebody else than its owner. */
    private Optional<Problem> unequal(Map<String, Integer> partitions) {
        String requests = settings.topics().dispatch();
        return settings.topics()
                .control()
                .map(ControlTopics::dispatch)
                .filter(it -> !Objects.equals(partitions.get(it), partitions.get(requests)))
                .map(it -> new Problem(
                        "topics.dispatch.control (" + it + ") has " + partitions.get(it) + " partitions and"
                                + " topics.dispatch (" + requests + ") " + partitions.get(requests)
                                + "; they must have the same number",
                        false));
    }

    private List<String> needed() {
        TopicSettings topics = settings.topics();
        List<String> needed =
                new ArrayList<>(List.of(topics.requests(), topics.dispatch(), topics.results(), topics.deadLetter()));
        topics.contactEvents().ifPresent(needed::add);
        topics.cancellations().ifPresent(needed::add);
        topics.control().ifPresent(it -> needed.addAll(List.of(it.commands(), it.dispatch(), it.log())));
        return needed;
    }
}

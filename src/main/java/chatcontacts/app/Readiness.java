package chatcontacts.app;

import chatcontacts.config.Settings;
import chatcontacts.config.TopicSettings;
import chatcontacts.intake.Pause;
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
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits before the start for what the service cannot begin without: the schema of results, the brokers, the topics. */
final class Readiness {

    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int LOOKS_PER_LOG = 30;

    private final Settings settings;
    private final ResultSerializer results;
    private final Health health;
    private final Pause pause;

    Readiness(Settings settings, ResultSerializer results, Health health, Pause pause) {
        this.settings = settings;
        this.results = results;
        this.health = health;
        this.pause = pause;
    }

    /** Returns whether all is there; false if the service is being stopped. */
    boolean awaitAll() {
        return await("brokers and topics", this::missingTopics) && await("schema registry", this::missingSchema);
    }

    private boolean await(String what, Supplier<Optional<String>> problem) {
        for (int look = 0; ; look++) {
            Optional<String> missing = problem.get();
            if (missing.isEmpty()) {
                return true;
            }
            health.waitsFor(what + ": " + missing.get());
            if (look % LOOKS_PER_LOG == 0) {
                LOG.atWarn().addKeyValue("problem", missing.get()).log("The start waits for " + what);
            }
            if (!pause.pause(BETWEEN_LOOKS)) {
                return false;
            }
        }
    }

    private Optional<String> missingSchema() {
        try {
            results.warmUp(settings.topics().results());
            return Optional.empty();
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Optional.of("the schema of " + settings.topics().results()
                    + "-value cannot be had (" + cause.getClass().getSimpleName()
                    + "); is schema.registry.url right, and was `schemas register` run?");
        }
    }

    private Optional<String> missingTopics() {
        Map<String, Object> config =
                new HashMap<>(settings.kafka().forClient("admin.", AdminClientConfig.configNames(), "start"));
        try (Admin admin = Admin.create(config)) {
            Set<String> existing = admin.listTopics().names().get(10, TimeUnit.SECONDS);
            Set<String> missing = new TreeSet<>(needed());
            missing.removeAll(existing);
            return missing.isEmpty()
                    ? Optional.empty()
                    : Optional.of("missing " + String.join(", ", missing) + "; `topics create` makes them");
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return Optional.of(
                    "no answer from kafka.bootstrap.servers " + settings.kafka().bootstrapServers());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
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

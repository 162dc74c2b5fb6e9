package chatcontacts.cli.doctor;

import chatcontacts.cli.console.CliEnvironment;
import chatcontacts.cli.console.CommandException;
import chatcontacts.cli.console.Finding;
import chatcontacts.cli.console.KafkaErrors;
import chatcontacts.cli.console.PlannedTopics;
import chatcontacts.cli.console.TopicConfigs;
import chatcontacts.config.Settings;
import chatcontacts.config.TopicSettings;
import chatcontacts.config.TopicSettings.ControlTopics;
import chatcontacts.wire.StateNames;
import chatcontacts.wire.TopicPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks at the brokers, the topics and their settings, the groups, and what the service may do with them. */
final class KafkaExamination {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final String BROKERS = "brokers";
    private static final String TOPIC = "topic";
    private static final String CONFIGS = "topic settings";

    private final Settings settings;
    private final CliEnvironment environment;

    KafkaExamination(Settings settings, CliEnvironment environment) {
        this.settings = settings;
        this.environment = environment;
    }

    List<Finding> findings() {
        String servers = settings.kafka().bootstrapServers();
        Map<String, Object> client = settings.kafka().forClient("admin.", AdminClientConfig.configNames(), "doctor");
        client.putIfAbsent("default.api.timeout.ms", Long.toString(PATIENCE.toMillis()));
        client.putIfAbsent("request.timeout.ms", Long.toString(PATIENCE.toMillis()));
        List<Finding> findings = new ArrayList<>();
        try (Admin admin = environment.admin().apply(client)) {
            int brokers = await(admin.describeCluster().nodes()).size();
            findings.add(Finding.ok(BROKERS, servers, brokers == 1 ? "1 broker" : brokers + " brokers"));
            List<TopicPartition> readable = topics(admin, findings);
            findings.addAll(new MembershipExamination(settings, admin, PATIENCE).findings());
            findings.addAll(new OpenTransactionExamination(admin, servers, PATIENCE, BETWEEN_LOOKS).findings(readable));
        } catch (KafkaException e) {
            findings.add(unreachable(servers, KafkaErrors.clientFailed(settings.kafka(), e)));
        } catch (ExecutionException e) {
            findings.add(unreachable(
                    servers, KafkaErrors.translate(settings.kafka(), Objects.requireNonNullElse(e.getCause(), e))));
        } catch (TimeoutException e) {
            findings.add(unreachable(servers, KafkaErrors.noResponse(settings.kafka(), e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            findings.add(Finding.missing(BROKERS, servers, "interrupted", ""));
        }
        return findings;
    }

    private static Finding unreachable(String servers, RuntimeException failure) {
        if (!(failure instanceof CommandException known)) {
            throw failure;
        }
        return Finding.missing(
                BROKERS, servers, String.valueOf(known.getMessage()), "check kafka.bootstrap.servers and kafka.*");
    }

    /** Returns the partitions that may be read. */
    private List<TopicPartition> topics(Admin admin, List<Finding> findings)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, Set<AclOperation>> needed = needed();
        Map<String, TopicPlan> plans = new LinkedHashMap<>();
        PlannedTopics.of(settings.topics()).forEach(it -> plans.put(it.name(), it));
        var described = admin.describeTopics(
                        needed.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        Map<String, Integer> partitions = new HashMap<>();
        List<TopicPartition> readable = new ArrayList<>();
        for (Map.Entry<String, Set<AclOperation>> topic : needed.entrySet()) {
            try {
                TopicDescription description = await(Objects.requireNonNull(described.get(topic.getKey())));
                partitions.put(topic.getKey(), description.partitions().size());
                if (lacking(EnumSet.of(AclOperation.READ), description).isEmpty()) {
                    description.partitions().stream()
                            .map(it -> new TopicPartition(topic.getKey(), it.partition()))
                            .forEach(readable::add);
                }
                findings.add(permissions(topic.getKey(), topic.getValue(), description));
                TopicPlan plan = plans.get(topic.getKey());
                if (plan != null) {
                    findings.add(configs(new TopicConfigs(admin, PATIENCE), plan, description));
                }
            } catch (ExecutionException e) {
                findings.add(noTopic(topic.getKey(), topic.getValue(), e));
            }
        }
        unequal(partitions).ifPresent(findings::add);
        return readable;
    }

    /** The service does not start with them. */
    private Optional<Finding> unequal(Map<String, Integer> partitions) {
        String requests = settings.topics().dispatch();
        return settings.topics()
                .control()
                .map(ControlTopics::dispatch)
                .filter(it -> partitions.containsKey(it) && partitions.containsKey(requests))
                .filter(it -> !Objects.equals(partitions.get(it), partitions.get(requests)))
                .map(it -> Finding.missing(
                        TOPIC,
                        it,
                        "has another number of partitions than " + requests,
                        "create it anew with " + partitions.get(requests)));
    }

    private Finding noTopic(String topic, Set<AclOperation> needed, ExecutionException e) throws ExecutionException {
        return switch (e.getCause()) {
            case UnknownTopicOrPartitionException none ->
                topic.equals(changelog())
                        ? Finding.ok(TOPIC, topic, "does not exist yet; the first start makes it")
                        : Finding.missing(TOPIC, topic, "does not exist", "run topics create");
            case TopicAuthorizationException no ->
                Finding.missing(TOPIC, topic, "access denied", "allow " + words(needed));
            case null, default -> throw e;
        };
    }

    /** Without an authorizer the brokers say that everything is allowed. */
    private static Set<AclOperation> lacking(Set<AclOperation> needed, TopicDescription description) {
        Set<AclOperation> allowed = description.authorizedOperations();
        if (allowed == null) {
            return Set.of();
        }
        Set<AclOperation> lacking = EnumSet.copyOf(needed);
        lacking.removeAll(allowed);
        return lacking;
    }

    private static Finding permissions(String topic, Set<AclOperation> needed, TopicDescription description) {
        Set<AclOperation> lacking = lacking(needed, description);
        int partitions = description.partitions().size();
        String detail = partitions == 1 ? "1 partition" : partitions + " partitions";
        if (partitions != PlannedTopics.PARTITIONS) {
            detail += " (topics create makes " + PlannedTopics.PARTITIONS + " unless told otherwise)";
        }
        return lacking.isEmpty()
                ? Finding.ok(TOPIC, topic, detail)
                : Finding.missing(TOPIC, topic, detail + ", no permission", "allow " + words(lacking));
    }

    /** How many partitions a topic has is a choice; how long it keeps what, and on how many replicas, is not. */
    private static Finding configs(TopicConfigs configs, TopicPlan plan, TopicDescription description)
            throws ExecutionException, TimeoutException, InterruptedException {
        int replicas = description.partitions().getFirst().replicas().size();
        Optional<List<String>> differences = configs.differences(plan.name(), PlannedTopics.configs(plan, replicas));
        if (differences.isEmpty()) {
            return Finding.ok(CONFIGS, plan.name(), "cannot be read without DescribeConfigs");
        }
        return differences.get().isEmpty()
                ? Finding.ok(CONFIGS, plan.name(), "as topics create makes them")
                : Finding.warning(
                        CONFIGS,
                        plan.name(),
                        String.join("; ", differences.get()),
                        "alter the topic, or set the topics.*.retention.ms that it is to have");
    }

    private String changelog() {
        return StateNames.changelog(settings.dispatchApplicationId());
    }

    private static String words(Set<AclOperation> operations) {
        List<String> words = operations.stream()
                .map(it -> it.name().charAt(0) + it.name().substring(1).toLowerCase(Locale.ROOT))
                .toList();
        return String.join(" and ", words);
    }

    private Map<String, Set<AclOperation>> needed() {
        TopicSettings topics = settings.topics();
        Map<String, Set<AclOperation>> needed = new LinkedHashMap<>();
        needed.put(topics.requests(), EnumSet.of(AclOperation.READ));
        needed.put(topics.dispatch(), EnumSet.of(AclOperation.READ, AclOperation.WRITE));
        needed.put(topics.results(), EnumSet.of(AclOperation.WRITE));
        needed.put(topics.deadLetter(), EnumSet.of(AclOperation.WRITE));
        topics.contactEvents().ifPresent(it -> needed.put(it, EnumSet.of(AclOperation.READ)));
        topics.cancellations().ifPresent(it -> needed.put(it, EnumSet.of(AclOperation.READ)));
        topics.control().ifPresent(it -> {
            needed.put(it.commands(), EnumSet.of(AclOperation.READ));
            needed.put(it.dispatch(), EnumSet.of(AclOperation.READ, AclOperation.WRITE));
            needed.put(it.log(), EnumSet.of(AclOperation.WRITE));
        });
        needed.put(changelog(), EnumSet.of(AclOperation.READ, AclOperation.WRITE));
        return needed;
    }

    private static <T> T await(KafkaFuture<T> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}

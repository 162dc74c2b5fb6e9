package chatcontacts.cli.setup;

import chatcontacts.cli.console.PlannedTopics;
import chatcontacts.cli.console.TopicConfigs;
import chatcontacts.cli.setup.TopicReport.TopicState;
import chatcontacts.wire.TopicPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics that are missing and compares those that exist; it never changes one. */
final class TopicSetup {

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);

    private final Admin admin;
    private final int partitions;
    private final Optional<Short> replication;
    private final Duration patience;

    /**
     * With the number of partitions for each topic.
     *
     * @param replication empty: the brokers' default
     * @param patience how long one answer of the brokers may take
     */
    TopicSetup(Admin admin, int partitions, Optional<Short> replication, Duration patience) {
        this.admin = admin;
        this.partitions = partitions;
        this.replication = replication;
        this.patience = patience;
    }

    /**
     * Goes through the plans in their order.
     *
     * @throws ExecutionException with what the brokers said
     * @throws TimeoutException if they said nothing in time
     */
    List<TopicReport> apply(List<TopicPlan> plans, boolean dryRun)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, TopicDescription> existing = describe(plans);
        List<TopicReport> reports = new ArrayList<>();
        for (TopicPlan plan : plans) {
            TopicDescription description = existing.get(plan.name());
            if (description == null && dryRun) {
                reports.add(new TopicReport(plan.name(), plan.use(), TopicState.WOULD_CREATE, List.of()));
            } else if (description == null && create(plan)) {
                reports.add(new TopicReport(plan.name(), plan.use(), TopicState.CREATED, List.of()));
            } else {
                TopicDescription found = description == null ? awaitDescription(plan) : description;
                reports.add(new TopicReport(plan.name(), plan.use(), TopicState.EXISTS, differences(plan, found)));
            }
        }
        return reports;
    }

    private Map<String, TopicDescription> describe(List<TopicPlan> plans)
            throws ExecutionException, TimeoutException, InterruptedException {
        List<String> names = plans.stream().map(TopicPlan::name).toList();
        Map<String, TopicDescription> existing = new LinkedHashMap<>();
        for (var entry : admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                existing.put(entry.getKey(), await(entry.getValue()));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return existing;
    }

    /** Of a topic that somebody has just created: brokers learn of it one after another. */
    private TopicDescription awaitDescription(TopicPlan plan)
            throws ExecutionException, TimeoutException, InterruptedException {
        long endNanos = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - endNanos < 0) {
            TopicDescription description = describe(List.of(plan)).get(plan.name());
            if (description != null) {
                return description;
            }
            Thread.sleep(LOOK_INTERVAL);
        }
        throw new TimeoutException("the brokers say that " + plan.name() + " exists, and do not describe it");
    }

    /** Returns false if there is one already. */
    private boolean create(TopicPlan plan) throws ExecutionException, TimeoutException, InterruptedException {
        NewTopic topic = new NewTopic(plan.name(), Optional.of(partitions), replication).configs(configs(plan));
        try {
            await(admin.createTopics(List.of(topic)).all());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    private Map<String, String> configs(TopicPlan plan) {
        return PlannedTopics.configs(plan, replication.orElse((short) 0));
    }

    private List<String> differences(TopicPlan plan, TopicDescription description)
            throws ExecutionException, TimeoutException, InterruptedException {
        List<String> differences = new ArrayList<>();
        if (description.partitions().size() != partitions) {
            differences.add(description.partitions().size() + " partitions, planned " + partitions);
        }
        int replicas = description.partitions().getFirst().replicas().size();
        if (replication.isPresent() && replicas != replication.get()) {
            differences.add("replication " + replicas + ", planned " + replication.get());
        }
        differences.addAll(new TopicConfigs(admin, patience)
                .differences(plan.name(), configs(plan))
                .orElse(List.of("its settings cannot be read: access denied")));
        return differences;
    }

    private <T> T await(KafkaFuture<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}

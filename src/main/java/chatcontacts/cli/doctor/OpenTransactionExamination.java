package chatcontacts.cli.doctor;

import static java.util.stream.Collectors.toSet;

import chatcontacts.cli.console.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Looks for transactions that are open in a partition and that their coordinator does not know. Nothing ends them, no time-out either,
 * and whoever reads committed records sees nothing behind them: neither the service its requests, nor a producer its results. A broker
 * may write such a record when it wakes up after the producer has given it up.
 */
final class OpenTransactionExamination {

    private static final String AREA = "open transactions";

    private final Admin admin;
    private final Duration patience;
    private final Duration pause;

    /**
     * Looks at partitions.
     *
     * @param pause until the second look: a transaction that the first one came upon may be about to end
     */
    OpenTransactionExamination(Admin admin, Duration patience, Duration pause) {
        this.admin = admin;
        this.patience = patience;
        this.pause = pause;
    }

    /**
     * What is open in a partition, and by whom.
     *
     * @param fromOffset of its first record
     */
    record OpenTransaction(TopicPartition partition, long producerId, int epoch, long fromOffset) {

        boolean isOf(TransactionDescription current) {
            return current.producerId() == producerId;
        }

        /** Whether it ends when that one does. */
        boolean isPartOf(TransactionDescription current) {
            return isOf(current) && current.topicPartitions().contains(partition);
        }
    }

    /**
     * One for each topic without one that hangs, and for each that does.
     *
     * @param partitions how many each topic has that may be read
     * @throws ExecutionException with what the brokers said
     * @throws TimeoutException if they said nothing in time
     */
    List<Finding> findings(Map<String, Integer> partitions)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, Set<OpenTransaction>> hanging = new TreeMap<>();
        try {
            for (Map.Entry<String, Integer> topic : partitions.entrySet()) {
                hanging.put(topic.getKey(), forgotten(open(topic.getKey(), topic.getValue())));
            }
            if (hanging.values().stream().anyMatch(it -> !it.isEmpty())) {
                Thread.sleep(pause);
            }
            for (Map.Entry<String, Set<OpenTransaction>> topic : hanging.entrySet()) {
                if (!topic.getValue().isEmpty()) {
                    int count = Objects.requireNonNull(partitions.get(topic.getKey()));
                    topic.getValue().retainAll(forgotten(open(topic.getKey(), count)));
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnsupportedVersionException) {
                return List.of(Finding.ok(AREA, "all", "cannot be seen with these brokers"));
            }
            throw e;
        }
        List<Finding> findings = new ArrayList<>();
        hanging.forEach((topic, open) -> {
            if (open.isEmpty()) {
                findings.add(Finding.ok(AREA, topic, "none that hangs"));
            }
            open.stream().map(OpenTransactionExamination::hangs).forEach(findings::add);
        });
        return findings;
    }

    private static Finding hangs(OpenTransaction open) {
        TopicPartition partition = open.partition();
        return Finding.missing(
                AREA,
                partition.toString(),
                "no coordinator knows the transaction of producer %d (epoch %d) at offset %d; nothing behind it is read"
                        .formatted(open.producerId(), open.epoch(), open.fromOffset()),
                "kafka-transactions.sh abort --topic %s --partition %d --start-offset %d"
                        .formatted(partition.topic(), partition.partition(), open.fromOffset()));
    }

    private Set<OpenTransaction> open(String topic, int partitions)
            throws ExecutionException, TimeoutException, InterruptedException {
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(it -> new TopicPartition(topic, it))
                .toList();
        return await(admin.describeProducers(all).all()).entrySet().stream()
                .flatMap(partition -> partition.getValue().activeProducers().stream()
                        .filter(it -> it.currentTransactionStartOffset().isPresent())
                        .map(it -> new OpenTransaction(
                                partition.getKey(),
                                it.producerId(),
                                it.producerEpoch(),
                                it.currentTransactionStartOffset().getAsLong())))
                .collect(toSet());
    }

    /** Those that have ended for their coordinator. What it does not tell at all, is not for us to judge. */
    private Set<OpenTransaction> forgotten(Set<OpenTransaction> open)
            throws ExecutionException, TimeoutException, InterruptedException {
        if (open.isEmpty()) {
            return open;
        }
        Set<Long> producers = open.stream().map(OpenTransaction::producerId).collect(toSet());
        List<String> ids =
                await(admin.listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
                                .all())
                        .stream()
                        .map(TransactionListing::transactionalId)
                        .toList();
        Collection<TransactionDescription> told =
                await(admin.describeTransactions(ids).all()).values();
        return open.stream()
                .filter(it -> told.stream().anyMatch(it::isOf) && told.stream().noneMatch(it::isPartOf))
                .collect(toSet());
    }

    private <T> T await(KafkaFuture<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        return Objects.requireNonNull(future.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    }
}

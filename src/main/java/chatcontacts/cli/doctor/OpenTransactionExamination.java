package chatcontacts.cli.doctor;

import static java.util.stream.Collectors.toSet;

import chatcontacts.cli.console.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/**
 * Looks for transactions that are open in a partition although they have ended for their coordinator. No time-out ends them, and whoever
 * reads committed records sees nothing behind them. A broker may write such a record when it wakes up after the producer has given it up.
 */
final class OpenTransactionExamination {

    private static final String AREA = "open transactions";

    private final Admin admin;
    private final String servers;
    private final Duration patience;
    private final Duration pause;

    /**
     * Looks at partitions.
     *
     * @param servers as Kafka's own commands are to be given them
     * @param pause until the second look: a transaction that the first one came upon may be about to end
     */
    OpenTransactionExamination(Admin admin, String servers, Duration patience, Duration pause) {
        this.admin = admin;
        this.servers = servers;
        this.patience = patience;
        this.pause = pause;
    }

    /** What becomes of a transaction that is open in a partition. */
    private enum TransactionFate {
        /** It will end there, too. */
        ALIVE,
        /** It has ended for its coordinator. */
        ENDED,
        /** No coordinator tells of it, or not to us. */
        UNKNOWN
    }

    /**
     * What is open in a partition, and by whom.
     *
     * @param fromOffset of its first record
     */
    private record OpenTransaction(TopicPartition partition, long producerId, int epoch, long fromOffset) {

        TransactionFate fate(Collection<TransactionDescription> transactions) {
            List<TransactionDescription> own = transactions.stream()
                    .filter(it -> it.producerId() == producerId)
                    .toList();
            if (own.stream().anyMatch(it -> it.topicPartitions().contains(partition))) {
                return TransactionFate.ALIVE;
            }
            return own.isEmpty() ? TransactionFate.UNKNOWN : TransactionFate.ENDED;
        }
    }

    /**
     * One for each transaction that hangs, or may do so; one for all partitions if there is none.
     *
     * @param partitions that may be read
     */
    List<Finding> findings(List<TopicPartition> partitions) throws InterruptedException {
        try {
            Map<OpenTransaction, TransactionFate> stuck = stuck(partitions);
            if (!stuck.isEmpty()) {
                Thread.sleep(pause);
                Set<OpenTransaction> before = stuck.keySet();
                stuck = stuck(partitions);
                stuck.keySet().retainAll(before);
            }
            if (stuck.isEmpty()) {
                return List.of(Finding.ok(AREA, "all topics that may be read", "none that hangs"));
            }
            return stuck.entrySet().stream()
                    .map(it -> it.getValue() == TransactionFate.ENDED ? hangs(it.getKey()) : mayHang(it.getKey()))
                    .toList();
        } catch (ExecutionException | TimeoutException e) {
            String why = e.getCause() == null
                    ? "no answer in time"
                    : e.getCause().getClass().getSimpleName();
            return List.of(Finding.ok(AREA, "all", "cannot be seen (" + why + ")"));
        }
    }

    private Finding hangs(OpenTransaction open) {
        TopicPartition partition = open.partition();
        return Finding.missing(
                AREA,
                partition.toString(),
                "nothing behind offset %d is read: a transaction is open there that has ended for its coordinator"
                        .formatted(open.fromOffset()),
                "kafka-transactions.sh --bootstrap-server %s abort --topic %s --partition %d --start-offset %d"
                        .formatted(servers, partition.topic(), partition.partition(), open.fromOffset()));
    }

    private Finding mayHang(OpenTransaction open) {
        return Finding.warning(
                AREA,
                open.partition().toString(),
                "nothing behind offset %d is read: a transaction is open there of which no coordinator tells"
                        .formatted(open.fromOffset()),
                "look again as a user who may describe all transactional ids");
    }

    /** Those that are not known to be alive. */
    private Map<OpenTransaction, TransactionFate> stuck(List<TopicPartition> partitions)
            throws ExecutionException, TimeoutException, InterruptedException {
        Set<OpenTransaction> open = await(admin.describeProducers(partitions).all()).entrySet().stream()
                .flatMap(partition -> partition.getValue().activeProducers().stream()
                        .filter(it -> it.currentTransactionStartOffset().isPresent())
                        .map(it -> new OpenTransaction(
                                partition.getKey(),
                                it.producerId(),
                                it.producerEpoch(),
                                it.currentTransactionStartOffset().getAsLong())))
                .collect(toSet());
        Collection<TransactionDescription> transactions = transactions(open);
        Map<OpenTransaction, TransactionFate> fates = new HashMap<>();
        open.forEach(it -> fates.put(it, it.fate(transactions)));
        fates.values().removeIf(it -> it == TransactionFate.ALIVE);
        return fates;
    }

    /** The current ones of those producers, as far as we may see them. */
    private List<TransactionDescription> transactions(Set<OpenTransaction> open)
            throws ExecutionException, TimeoutException, InterruptedException {
        if (open.isEmpty()) {
            return List.of();
        }
        Set<Long> producers = open.stream().map(OpenTransaction::producerId).collect(toSet());
        Collection<TransactionListing> listed =
                await(admin.listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
                        .all());
        List<TransactionDescription> transactions = new ArrayList<>();
        for (TransactionListing each : listed) {
            described(each.transactionalId()).forEach(transactions::add);
        }
        return transactions;
    }

    private Stream<TransactionDescription> described(String id)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return Stream.of(await(admin.describeTransactions(List.of(id)).description(id)));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransactionalIdNotFoundException) {
                return Stream.empty(); // expired meanwhile
            }
            throw e;
        }
    }

    private <T> T await(KafkaFuture<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        return Objects.requireNonNull(future.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    }
}

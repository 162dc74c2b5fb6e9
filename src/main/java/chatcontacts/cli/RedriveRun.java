package chatcontacts.cli;

import chatcontacts.cli.redrive.Halt;
import chatcontacts.cli.redrive.Plan;
import chatcontacts.cli.redrive.Redrive;
import chatcontacts.cli.redrive.RedriveFailure;
import chatcontacts.cli.redrive.RedriveListener;
import chatcontacts.cli.redrive.RedriveReport;
import chatcontacts.cli.redrive.Sending;
import chatcontacts.cli.redrive.TransactionalSending;
import chatcontacts.config.KafkaSettings;
import chatcontacts.config.Settings;
import chatcontacts.registry.RegistryConnection;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A redrive with real clients, and its failures as lines for people. */
final class RedriveRun {

    /** As the service's own producers: a batch of the largest dead letter passes. */
    private static final int MAX_REQUEST_BYTES = 3 * 1024 * 1024;

    /** What a killed run left open hides newer requests for that long, or until the next run. */
    private static final int TRANSACTION_TIMEOUT_MS = 20_000;

    private final Settings settings;
    private final KafkaSettings kafka;
    private final String group;
    private final boolean dryRun;

    RedriveRun(Settings settings, String group, boolean dryRun) {
        this.settings = settings;
        this.kafka = settings.kafka();
        this.group = group;
        this.dryRun = dryRun;
    }

    RedriveReport run(Plan plan, Halt halt, RedriveListener listener) {
        try (RegistryConnection registry =
                RegistryConnection.with(settings.registry().client())) {
            if (dryRun) {
                try (Consumer<byte[], byte[]> letters = reader()) {
                    return run(plan, letters, registry, (records, offsets) -> Set.of(), halt, listener);
                }
            }
            try (Producer<byte[], byte[]> producer = producer();
                    Consumer<byte[], byte[]> letters = reader()) {
                // It ends what a former run left open, and only then is it known what was sent.
                var sending = new TransactionalSending(producer, letters.groupMetadata());
                return run(plan, letters, registry, sending, halt, listener);
            }
        } catch (RedriveFailure e) {
            int code = e.kind() == RedriveFailure.Kind.REGISTRY ? ExitCode.UNREACHABLE : ExitCode.USAGE;
            throw new CommandFailure(code, String.valueOf(e.getMessage()), e);
        } catch (KafkaException e) {
            throw failure(e instanceof ApiException ? e : Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private RuntimeException failure(Throwable cause) {
        return switch (cause) {
            case ProducerFencedException e -> ended(e);
            case InvalidProducerEpochException e -> ended(e);
            default -> KafkaFailures.answer(kafka, cause);
        };
    }

    private CommandFailure ended(Throwable cause) {
        return new CommandFailure(
                ExitCode.USAGE,
                "another redrive of the group " + group
                        + " has begun, or the brokers were too slow; the next run goes on",
                cause);
    }

    private static RedriveReport run(
            Plan plan,
            Consumer<byte[], byte[]> letters,
            RegistryConnection registry,
            Sending sending,
            Halt halt,
            RedriveListener listener) {
        var redrive =
                new Redrive(plan, letters, registry.requestDecoder(), sending, halt, InstantSource.system(), listener);
        return redrive.run();
    }

    private Consumer<byte[], byte[]> reader() {
        return CommittedReader.open(kafka, "redrive", Optional.of(group));
    }

    private Producer<byte[], byte[]> producer() {
        Map<String, Object> config = kafka.forClient("producer.", ProducerConfig.configNames(), "redrive");
        String patience = Long.toString(CommittedReader.PATIENCE.toMillis());
        config.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
        config.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
        config.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        config.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(MAX_REQUEST_BYTES));
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Integer.toString(TRANSACTION_TIMEOUT_MS));
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group);
        try {
            return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw KafkaFailures.noClient(kafka, e);
        }
    }
}

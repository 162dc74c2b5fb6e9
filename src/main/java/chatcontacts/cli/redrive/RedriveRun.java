package chatcontacts.cli.redrive;

import chatcontacts.cli.console.CliEnvironment;
import chatcontacts.cli.console.CommandException;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.KafkaClients;
import chatcontacts.cli.console.KafkaErrors;
import chatcontacts.cli.console.RegistryCalls;
import chatcontacts.cli.console.StopToken;
import chatcontacts.config.KafkaSettings;
import chatcontacts.config.Settings;
import chatcontacts.registry.RegistryConnection;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/** A redrive with real clients, and its failures as lines for people. */
final class RedriveRun {

    private final Settings settings;
    private final KafkaSettings kafka;
    private final KafkaClients clients;
    private final String group;
    private final boolean dryRun;

    RedriveRun(Settings settings, CliEnvironment environment, String group, boolean dryRun) {
        this.settings = settings;
        this.kafka = settings.kafka();
        this.clients = new KafkaClients(kafka, environment);
        this.group = group;
        this.dryRun = dryRun;
    }

    RedriveReport run(RedrivePlan plan, StopToken stop, RedriveListener listener) {
        try (RegistryConnection registry = RegistryCalls.connect(settings.registry())) {
            if (dryRun) {
                try (Consumer<byte[], byte[]> deadLetters = reader()) {
                    return run(plan, deadLetters, registry, (records, offsets) -> Set.of(), stop, listener);
                }
            }
            try (Producer<byte[], byte[]> producer = clients.transactionalProducer("redrive", group);
                    Consumer<byte[], byte[]> deadLetters = reader()) {
                // It ends what a former run left open, and only then is it known what was sent.
                var sender = new TransactionalSender(producer, deadLetters.groupMetadata());
                return run(plan, deadLetters, registry, sender, stop, listener);
            }
        } catch (RedriveException e) {
            int code = e.obstacle() == RedriveException.Obstacle.REGISTRY ? ExitCode.UNREACHABLE : ExitCode.USAGE;
            throw new CommandException(code, String.valueOf(e.getMessage()), e);
        } catch (KafkaException e) {
            throw failure(e instanceof ApiException ? e : Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private RuntimeException failure(Throwable cause) {
        return switch (cause) {
            case ProducerFencedException e -> ended(e);
            case InvalidProducerEpochException e -> ended(e);
            default -> KafkaErrors.translate(kafka, cause);
        };
    }

    private CommandException ended(Throwable cause) {
        return new CommandException(
                ExitCode.USAGE,
                "another redrive of the group " + group
                        + " has started, or the brokers were too slow; the next run continues",
                cause);
    }

    private static RedriveReport run(
            RedrivePlan plan,
            Consumer<byte[], byte[]> deadLetters,
            RegistryConnection registry,
            OriginalSender sender,
            StopToken stop,
            RedriveListener listener) {
        var redrive = new Redrive(
                plan, deadLetters, registry.requestDecoder(), sender, stop, InstantSource.system(), listener);
        return redrive.run();
    }

    private Consumer<byte[], byte[]> reader() {
        return clients.committedConsumer("redrive", Optional.of(group));
    }
}

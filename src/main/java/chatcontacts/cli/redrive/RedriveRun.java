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

    RedriveRun(Settings settings, CliEnvironment ports, String group, boolean dryRun) {
        this.settings = settings;
        this.kafka = settings.kafka();
        this.clients = new KafkaClients(kafka, ports);
        this.group = group;
        this.dryRun = dryRun;
    }

    RedriveReport run(RedrivePlan plan, StopToken halt, RedriveListener listener) {
        try (RegistryConnection registry = RegistryCalls.connect(settings.registry())) {
            if (dryRun) {
                try (Consumer<byte[], byte[]> letters = reader()) {
                    return run(plan, letters, registry, (records, offsets) -> Set.of(), halt, listener);
                }
            }
            try (Producer<byte[], byte[]> producer = clients.transactionalProducer("redrive", group);
                    Consumer<byte[], byte[]> letters = reader()) {
                // It ends what a former run left open, and only then is it known what was sent.
                var sending = new TransactionalSender(producer, letters.groupMetadata());
                return run(plan, letters, registry, sending, halt, listener);
            }
        } catch (RedriveException e) {
            int code = e.kind() == RedriveException.Kind.REGISTRY ? ExitCode.UNREACHABLE : ExitCode.USAGE;
            throw new CommandException(code, String.valueOf(e.getMessage()), e);
        } catch (KafkaException e) {
            throw failure(e instanceof ApiException ? e : Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private RuntimeException failure(Throwable cause) {
        return switch (cause) {
            case ProducerFencedException e -> ended(e);
            case InvalidProducerEpochException e -> ended(e);
            default -> KafkaErrors.answer(kafka, cause);
        };
    }

    private CommandException ended(Throwable cause) {
        return new CommandException(
                ExitCode.USAGE,
                "another redrive of the group " + group
                        + " has begun, or the brokers were too slow; the next run goes on",
                cause);
    }

    private static RedriveReport run(
            RedrivePlan plan,
            Consumer<byte[], byte[]> letters,
            RegistryConnection registry,
            OriginalSender sending,
            StopToken halt,
            RedriveListener listener) {
        var redrive =
                new Redrive(plan, letters, registry.requestDecoder(), sending, halt, InstantSource.system(), listener);
        return redrive.run();
    }

    private Consumer<byte[], byte[]> reader() {
        return clients.committedConsumer("redrive", Optional.of(group));
    }
}

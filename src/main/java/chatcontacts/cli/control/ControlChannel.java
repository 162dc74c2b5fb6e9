package chatcontacts.cli.control;

import chatcontacts.cli.console.CommandException;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.KafkaClients;
import chatcontacts.cli.console.KafkaErrors;
import chatcontacts.cli.console.RegistryCalls;
import chatcontacts.config.Settings;
import chatcontacts.config.TopicSettings.ControlTopics;
import chatcontacts.domain.control.ControlRequest;
import chatcontacts.registry.RegistryConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * The one way by which commands reach their lanes, and what became of them comes back: the two topics. Each call opens a client of its
 * own, as commands are rare.
 */
public final class ControlChannel {

    private final Settings settings;
    private final ControlTopics topics;
    private final KafkaClients clients;
    private final RegistryConnection registry;

    /** @param registry is not closed with this */
    public ControlChannel(Settings settings, ControlTopics topics, KafkaClients clients, RegistryConnection registry) {
        this.settings = settings;
        this.topics = topics;
        this.clients = clients;
        this.registry = registry;
    }

    /**
     * Writes the command to its topic, and returns once all replicas have it.
     *
     * @throws CommandException if that failed
     */
    public void send(ControlRequest request) {
        byte[] value = RegistryCalls.call(
                settings.registry(), () -> registry.requestSerializer().serialize(topics.commands(), request));
        try (Producer<byte[], byte[]> producer = clients.producer("control")) {
            var unused = producer.send(new ProducerRecord<>(
                            topics.commands(), request.lane().getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (ExecutionException e) {
            throw KafkaErrors.translate(settings.kafka(), Objects.requireNonNullElse(e.getCause(), e));
        } catch (KafkaException e) {
            throw KafkaErrors.translate(settings.kafka(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.INTERNAL, "interrupted", e);
        }
    }

    /**
     * Follows what becomes of commands. To be called before a command is sent, so that its answer is not missed.
     *
     * @param since where to begin; empty: with what comes from now on
     * @throws CommandException if that failed
     */
    public ControlLogConsumer follow(Optional<Instant> since) {
        return new ControlLogConsumer(
                clients.committedConsumer("control"),
                registry.controlLogReader(),
                settings.kafka(),
                topics.log(),
                since);
    }
}

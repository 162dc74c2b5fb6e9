package chatcontacts.cli.submit;

import chatcontacts.cli.console.CliEnvironment;
import chatcontacts.cli.console.KafkaClients;
import chatcontacts.cli.console.RegistryCalls;
import chatcontacts.config.KafkaSettings;
import chatcontacts.config.Settings;
import chatcontacts.registry.RegistryConnection;
import java.time.Duration;
import java.util.Optional;

/** Registry, producer and, for those who wait, the consumer of the results: opened together, closed together. */
final class SubmitConnections implements AutoCloseable {

    private final RegistryConnection registry;
    private final Optional<ResultConsumer> tail;
    private final RequestProducer outbox;
    private final SubmitSession submission;

    private SubmitConnections(
            RegistryConnection registry,
            Optional<ResultConsumer> tail,
            RequestProducer outbox,
            SubmitSession submission) {
        this.registry = registry;
        this.tail = tail;
        this.outbox = outbox;
        this.submission = submission;
    }

    /**
     * Opens them. The consumer stands at the end of the results before anything is sent, so that no outcome is missed.
     *
     * @param patience how long to wait for an outcome; empty: not at all
     */
    static SubmitConnections open(
            Settings settings, CliEnvironment ports, Optional<Duration> patience, SubmitReport report) {
        KafkaSettings kafka = settings.kafka();
        KafkaClients clients = new KafkaClients(kafka, ports);
        RegistryConnection registry = RegistryCalls.connect(settings.registry());
        Optional<ResultConsumer> tail = Optional.empty();
        try {
            if (patience.isPresent()) {
                tail = Optional.of(new ResultConsumer(
                        clients.committedConsumer("submit"),
                        registry.resultReader(),
                        kafka,
                        settings.topics().results()));
            }
            RequestProducer outbox =
                    new RequestProducer(clients.producer("submit"), registry.requestSerializer(), settings);
            SubmitSession submission =
                    new SubmitSession(outbox, tail, patience.orElse(Duration.ZERO), System::nanoTime, report);
            return new SubmitConnections(registry, tail, outbox, submission);
        } catch (RuntimeException e) {
            tail.ifPresent(ResultConsumer::close);
            registry.close();
            throw e;
        }
    }

    SubmitSession submission() {
        return submission;
    }

    @Override
    public void close() {
        submission.abandon();
        outbox.close();
        tail.ifPresent(ResultConsumer::close);
        registry.close();
    }
}

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
    private final Optional<ResultConsumer> results;
    private final RequestProducer producer;
    private final SubmitSession session;

    private SubmitConnections(
            RegistryConnection registry,
            Optional<ResultConsumer> results,
            RequestProducer producer,
            SubmitSession session) {
        this.registry = registry;
        this.results = results;
        this.producer = producer;
        this.session = session;
    }

    /**
     * Opens them. The consumer stands at the end of the results before anything is sent, so that no outcome is missed.
     *
     * @param patience how long to wait for an outcome; empty: not at all
     */
    static SubmitConnections open(
            Settings settings, CliEnvironment environment, Optional<Duration> patience, SubmitReport report) {
        KafkaSettings kafka = settings.kafka();
        KafkaClients clients = new KafkaClients(kafka, environment);
        RegistryConnection registry = RegistryCalls.connect(settings.registry());
        Optional<ResultConsumer> results = Optional.empty();
        try {
            if (patience.isPresent()) {
                results = Optional.of(new ResultConsumer(
                        clients.committedConsumer("submit"),
                        registry.resultReader(),
                        kafka,
                        settings.topics().results()));
            }
            RequestProducer producer =
                    new RequestProducer(clients.producer("submit"), registry.requestSerializer(), settings);
            SubmitSession session =
                    new SubmitSession(producer, results, patience.orElse(Duration.ZERO), System::nanoTime, report);
            return new SubmitConnections(registry, results, producer, session);
        } catch (RuntimeException e) {
            results.ifPresent(ResultConsumer::close);
            registry.close();
            throw e;
        }
    }

    SubmitSession session() {
        return session;
    }

    @Override
    public void close() {
        session.abandon();
        producer.close();
        results.ifPresent(ResultConsumer::close);
        registry.close();
    }
}

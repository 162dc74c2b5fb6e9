package chatcontacts.cli;

import chatcontacts.config.KafkaSettings;
import chatcontacts.config.Settings;
import chatcontacts.registry.RegistryConnection;
import java.time.Duration;
import java.util.Optional;

/** Registry, producer and, for those who wait, the consumer of the results: opened together, closed together. */
final class SubmitConnections implements AutoCloseable {

    private final RegistryConnection registry;
    private final Optional<ResultTail> tail;
    private final RequestOutbox outbox;
    private final Submission submission;

    private SubmitConnections(
            RegistryConnection registry, Optional<ResultTail> tail, RequestOutbox outbox, Submission submission) {
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
    static SubmitConnections open(Settings settings, Ports ports, Optional<Duration> patience, SubmitReport report) {
        KafkaSettings kafka = settings.kafka();
        KafkaClients clients = new KafkaClients(kafka, ports);
        RegistryConnection registry = Registries.connect(settings.registry());
        Optional<ResultTail> tail = Optional.empty();
        try {
            if (patience.isPresent()) {
                tail = Optional.of(new ResultTail(
                        clients.committedConsumer("submit"),
                        registry.resultReader(),
                        kafka,
                        settings.topics().results()));
            }
            RequestOutbox outbox =
                    new RequestOutbox(clients.producer("submit"), registry.requestSerializer(), settings);
            Submission submission =
                    new Submission(outbox, tail, patience.orElse(Duration.ZERO), System::nanoTime, report);
            return new SubmitConnections(registry, tail, outbox, submission);
        } catch (RuntimeException e) {
            tail.ifPresent(ResultTail::close);
            registry.close();
            throw e;
        }
    }

    Submission submission() {
        return submission;
    }

    @Override
    public void close() {
        submission.abandon();
        outbox.close();
        tail.ifPresent(ResultTail::close);
        registry.close();
    }
}

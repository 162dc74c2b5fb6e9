package chatcontacts.app.streams;

import chatcontacts.dispatch.StreamThreads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/** Makes the streams applications of this process: their clients, and what happens when a thread dies. They are not started. */
public final class StreamsFactory {

    private final InstantSource clock;
    private final Consumer<String> threadDied;
    private final Runnable giveUp;
    private final Function<Throwable, Optional<String>> authErrors;
    private final Predicate<Duration> pause;
    private final BooleanSupplier stops;

    /**
     * For all of them.
     *
     * @param threadDied takes the application whose thread died
     * @param giveUp called if the process should end
     * @param authErrors explains what the brokers deny, if a thread died of that
     * @param pause waits that long; returns false if the service stops
     * @param stops whether the process is to end, and not to wait for brokers any longer
     */
    public StreamsFactory(
            InstantSource clock,
            Consumer<String> threadDied,
            Runnable giveUp,
            Function<Throwable, Optional<String>> authErrors,
            Predicate<Duration> pause,
            BooleanSupplier stops) {
        this.clock = clock;
        this.threadDied = threadDied;
        this.giveUp = giveUp;
        this.authErrors = authErrors;
        this.pause = pause;
        this.stops = stops;
    }

    /**
     * Makes one.
     *
     * @param application names it in logs and metrics
     * @param threads is told of polls and commits
     */
    public KafkaStreams create(
            String application,
            Topology topology,
            Map<String, Object> config,
            MonotonicTime time,
            StreamThreads threads) {
        Properties properties = new Properties();
        properties.putAll(new HashMap<>(config));
        StreamsClientSupplier clients = new StreamsClientSupplier(
                String.valueOf(config.get(StreamsConfig.APPLICATION_ID_CONFIG)),
                StreamsSettings.identity(config),
                Long.parseLong(String.valueOf(config.get(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG))),
                time,
                threads,
                stops);
        KafkaStreams streams = new ObservedStreams(topology, properties, clients, time, threads.waits());
        streams.setUncaughtExceptionHandler(new StreamThreadExceptionHandler(
                application, clock, () -> threadDied.accept(application), giveUp, authErrors, pause));
        streams.setStateListener(new StreamsStateLogger(application));
        return streams;
    }
}

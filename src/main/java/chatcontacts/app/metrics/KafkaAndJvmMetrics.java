package chatcontacts.app.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * The useful metrics of Kafka Streams, its clients and the JVM: unfiltered they are more than a thousand series for each stream
 * thread.
 */
public final class KafkaAndJvmMetrics implements AutoCloseable {

    /** The label of the streams application: {@code intake} or {@code dispatch}. */
    static final String APPLICATION = "application";

    private static final Set<String> KAFKA = Set.of(
            "kafka.stream.failed.stream.threads",
            "kafka.stream.alive.stream.threads",
            "kafka.stream.thread.commit.latency.avg",
            "kafka.stream.thread.commit.latency.max",
            "kafka.stream.thread.commit.rate",
            "kafka.stream.thread.process.rate",
            "kafka.stream.thread.process.ratio",
            "kafka.stream.thread.punctuate.rate",
            "kafka.stream.thread.poll.latency.max",
            "kafka.stream.thread.task.closed.total",
            "kafka.consumer.coordinator.rebalance.total",
            "kafka.consumer.coordinator.failed.rebalance.total",
            "kafka.consumer.coordinator.last.rebalance.seconds.ago",
            "kafka.consumer.fetch.manager.records.consumed.total",
            "kafka.consumer.fetch.manager.records.lag",
            "kafka.producer.record.send.total",
            "kafka.producer.record.error.total",
            "kafka.producer.request.latency.avg",
            "kafka.producer.txn.commit.time.ns.total");

    private static final Set<String> JVM = Set.of(
            "jvm.memory.used",
            "jvm.memory.committed",
            "jvm.memory.max",
            "jvm.gc.pause",
            "jvm.gc.live.data.size",
            "jvm.threads.live",
            "jvm.threads.daemon",
            "jvm.threads.peak",
            "process.cpu.usage",
            "system.cpu.usage",
            "system.cpu.count",
            "process.uptime",
            "process.start.time");

    /** How soon new series of Kafka appear, such as the lag of a partition that was taken over. */
    private static final Duration REFRESH = Duration.ofSeconds(10);

    private final MeterRegistry registry;
    private final List<AutoCloseable> bound = new ArrayList<>();
    private final ScheduledExecutorService refresher = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kafka-metrics").factory());

    /** Binds the JVM's metrics to a registry that has the {@link #filter}. */
    public KafkaAndJvmMetrics(MeterRegistry registry) {
        this.registry = registry;
        new JvmMemoryMetrics().bindTo(registry);
        JvmGcMetrics gc = new JvmGcMetrics();
        gc.bindTo(registry);
        bound.add(gc);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Denies all other metrics; must be added before the first meter. */
    static MeterFilter filter() {
        return MeterFilter.deny(id -> !isUseful(id.getName()));
    }

    private static boolean isUseful(String name) {
        return name.startsWith("chat.") || KAFKA.contains(name) || JVM.contains(name);
    }

    /** Binds the metrics of a streams application that was not started yet. */
    public void add(String application, KafkaStreams streams, RestoreProgress restoring) {
        KafkaStreamsMetrics kafka = new KafkaStreamsMetrics(streams, List.of(), refresher, REFRESH);
        kafka.bindTo(registry);
        bound.add(kafka);
        Gauge.builder("chat.application.running", streams, it -> it.state() == KafkaStreams.State.RUNNING ? 1 : 0)
                .description(
                        "1 while the streams application runs, 0 while it starts, rebalances, restores or has failed")
                .tag(APPLICATION, application)
                .register(registry);
        tasks("active", application, streams);
        tasks("standby", application, streams);
        Gauge.builder("chat.restoring", restoring, RestoreProgress::partitions)
                .description("State partitions that are being restored from the changelog")
                .tag(APPLICATION, application)
                .register(registry);
        FunctionCounter.builder("chat.restored.records", restoring, RestoreProgress::records)
                .description("State records restored from the changelog")
                .tag(APPLICATION, application)
                .register(registry);
    }

    /** Binds how long no broker has responded. */
    public void brokerSilence(Supplier<Duration> silence) {
        Gauge.builder("chat.brokers.silent.seconds", () -> silence.get().toMillis() / 1000.0)
                .description("How long no broker has responded, 0 if one did lately")
                .register(registry);
    }

    /** Binds what the state of the streams applications takes on disk. */
    public void addStateDirectory(Path directory) {
        StateDisk disk = new StateDisk(directory);
        Gauge.builder("chat.state.bytes", disk::usedBytes)
                .description("Size of the state directory")
                .register(registry);
        Gauge.builder("chat.state.free.bytes", disk::freeBytes)
                .description("Free space on the disk of the state directory")
                .register(registry);
    }

    private void tasks(String kind, String application, KafkaStreams streams) {
        Gauge.builder("chat.tasks", streams, it -> count(it, kind.equals("active")))
                .description("Tasks of this process")
                .tag(APPLICATION, application)
                .tag("kind", kind)
                .register(registry);
    }

    private static int count(KafkaStreams streams, boolean active) {
        if (!streams.state().isRunningOrRebalancing()) {
            return 0;
        }
        int tasks = 0;
        for (ThreadMetadata thread : streams.metadataForLocalThreads()) {
            tasks += (active ? thread.activeTasks() : thread.standbyTasks()).size();
        }
        return tasks;
    }

    @Override
    public void close() {
        refresher.shutdownNow();
        for (AutoCloseable it : bound) {
            try {
                it.close();
            } catch (Exception e) {
                throw new IllegalStateException("metrics could not be closed", e);
            }
        }
    }
}

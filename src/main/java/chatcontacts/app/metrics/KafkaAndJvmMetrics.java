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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * What Kafka Streams, its clients and the JVM count, as far as it is of use: unfiltered it is more than a thousand series for
 * each stream thread.
 */
public final class KafkaAndJvmMetrics implements AutoCloseable {

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

    /** How soon series show that Kafka makes later, such as the lag of a partition that was taken over. */
    private static final Duration REFRESH = Duration.ofSeconds(10);

    private final MeterRegistry registry;
    private final List<AutoCloseable> bound = new ArrayList<>();
    private final ScheduledExecutorService refresher = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kafka-meters").factory());

    /** Binds the JVM's to a registry that has the {@link #filter}. */
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

    /** Lets nothing else into a registry; must be there before the first meter. */
    static MeterFilter filter() {
        return MeterFilter.deny(id -> !isOfUse(id.getName()));
    }

    private static boolean isOfUse(String name) {
        return name.startsWith("chat.") || KAFKA.contains(name) || JVM.contains(name);
    }

    /** Binds those of a side that was not started yet. */
    public void add(String name, KafkaStreams side, RestoreProgress restoring) {
        KafkaStreamsMetrics kafka = new KafkaStreamsMetrics(side, List.of(), refresher, REFRESH);
        kafka.bindTo(registry);
        bound.add(kafka);
        Gauge.builder("chat.side.running", side, it -> it.state() == KafkaStreams.State.RUNNING ? 1 : 0)
                .description("1 while the side works, 0 while it starts, rebalances or has failed")
                .tag("side", name)
                .register(registry);
        tasks("active", name, side);
        tasks("standby", name, side);
        Gauge.builder("chat.restoring", restoring, RestoreProgress::partitions)
                .description("Partitions of state that are being read from the changelog")
                .tag("side", name)
                .register(registry);
        FunctionCounter.builder("chat.restored.records", restoring, RestoreProgress::records)
                .description("Records of state that were read from the changelog")
                .tag("side", name)
                .register(registry);
    }

    private void tasks(String kind, String name, KafkaStreams side) {
        Gauge.builder("chat.tasks", side, it -> count(it, kind.equals("active")))
                .description("Tasks that this process has")
                .tag("side", name)
                .tag("kind", kind)
                .register(registry);
    }

    private static int count(KafkaStreams side, boolean active) {
        if (!side.state().isRunningOrRebalancing()) {
            return 0;
        }
        int tasks = 0;
        for (ThreadMetadata thread : side.metadataForLocalThreads()) {
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
                throw new IllegalStateException("the meters could not be closed", e);
            }
        }
    }
}

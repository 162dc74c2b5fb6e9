package chatcontacts.app.metrics;

import chatcontacts.app.limits.LimitsView;
import chatcontacts.config.BuildVersion;
import chatcontacts.dispatch.engine.DispatchMetrics;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.outcome.DeadLetterCause;
import chatcontacts.domain.outcome.Result;
import chatcontacts.http.Exposition;
import chatcontacts.http.MetricsSource;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The metrics of the service, kept by Micrometer and written for Prometheus. Label values are bounded: only the first
 * instances and error codes have their own. No label ever holds a token, a contact or a customer.
 */
public final class MicrometerMetrics implements DispatchMetrics, MetricsSource {

    /** The label of Connect instances. Not {@code instance}: Prometheus uses that for its targets, and would rename ours. */
    static final String INSTANCE = "instance_id";

    private static final String THREADS_DIED = "chat.stream.threads.died";
    private static final int MAX_ERROR_CODES = 50;
    private static final List<String> DISPATCH_SKIPS = List.of("corrupt", "unknown_lane", "unsettled");

    /** From a fast call to one that times out. */
    private static final Duration[] CALL_BUCKETS = Meters.buckets(50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, new CurrentSpan());
    private final Meters meters = new Meters(registry);
    private final OutcomeMeters outcomes;
    private final IntakeMeters intake;
    private final BoundedLabels instances;
    private final BoundedLabels errorCodes = new BoundedLabels(List.of(), MAX_ERROR_CODES);
    private final Map<String, List<LaneSnapshot>> snapshots = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final LaneGauges gauges;
    private final HoldDurations holds;
    private final LimitGauges limitGauges;
    private Optional<Supplier<LimitsView>> limits = Optional.empty();
    private Supplier<List<LaneSnapshot>> owned = this::lanes;

    /**
     * Those of a process.
     *
     * @param listedInstances bare ids, in their order
     * @param maxInstances so many have series of their own, listed ones before others
     */
    public MicrometerMetrics(Collection<String> listedInstances, int maxInstances, InstantSource clock) {
        this.clock = clock;
        registry.config().meterFilter(KafkaAndJvmMetrics.filter());
        instances = new BoundedLabels(listedInstances, maxInstances);
        gauges = new LaneGauges(registry, instances);
        holds = new HoldDurations(registry, instances);
        outcomes = new OutcomeMeters(meters, clock);
        intake = new IntakeMeters(meters, outcomes);
        limitGauges = new LimitGauges(registry, instances);
        registerFromTheStart();
    }

    /** Alerts count increases, and a series that appears with its first increment would hide that increment from them. */
    private void registerFromTheStart() {
        Gauge.builder("chat.build.info", () -> 1)
                .description("Always 1, with the version of this build")
                .tag("version", BuildVersion.CURRENT)
                .register(registry);
        registry.counter(THREADS_DIED, KafkaAndJvmMetrics.APPLICATION, "intake");
        registry.counter(THREADS_DIED, KafkaAndJvmMetrics.APPLICATION, "dispatch");
        outcomes.registerFromTheStart();
        for (String reason : DISPATCH_SKIPS) {
            dispatchSkips(reason);
        }
    }

    /** From now on what AWS says of limits is shown too. */
    public synchronized void watchLimits(Supplier<LimitsView> view) {
        limits = Optional.of(view);
    }

    /** From now on these lanes have gauges, also where dispatch knows nothing of them. */
    public synchronized void watchLanes(Supplier<List<LaneSnapshot>> ownedLanes) {
        owned = ownedLanes;
    }

    /** Called by scrapes. */
    @Override
    public synchronized String scrape(Exposition format) {
        List<LaneSnapshot> lanes = owned.get();
        long nowMs = clock.millis();
        holds.update(lanes, nowMs);
        gauges.show(lanes, nowMs);
        limits.ifPresent(it -> limitGauges.show(it.get()));
        return registry.scrape(format.contentType());
    }

    public DeadLetterGroups deadLetterGroups() {
        return outcomes.deadLetterGroups();
    }

    public OutcomeHistory history() {
        return outcomes.history();
    }

    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** What intake counts. */
    public IntakeMeters intake() {
        return intake;
    }

    @Override
    public void settled(String lane, Result result) {
        outcomes.settled(lane, result);
    }

    /** Counts a stream thread that died. */
    public void threadDied(String application) {
        registry.counter(THREADS_DIED, KafkaAndJvmMetrics.APPLICATION, application)
                .increment();
    }

    @Override
    public void called(String lane, String instanceId, CallResult result, Duration duration, boolean retry) {
        String kind = result.kind();
        meters.timer(
                        "chat.call",
                        "Calls to Amazon Connect by result",
                        CALL_BUCKETS,
                        Tags.of("lane", lane, "result", kind))
                .record(duration);
        if (retry) {
            meters.count("chat.retries", "Calls for requests that had been called before", "lane", lane);
        }
        if (!(result instanceof CallResult.ChatStarted)) {
            String instance = instances.of(instanceId);
            meters.count(
                    "chat.wasted.calls",
                    "Calls that started nothing",
                    "result",
                    kind,
                    "lane",
                    lane,
                    INSTANCE,
                    instance);
        }
        if (result instanceof CallResult.Throttled throttled && !throttled.known()) {
            meters.count(
                    "chat.throttled.unknown", "429 answers of an unknown kind, taken for the API's rate", "lane", lane);
        }
        result.failure()
                .ifPresent(code -> meters.count(
                        "chat.call.errors", "Error codes of calls", "lane", lane, "code", errorCodes.of(code)));
    }

    @Override
    public void deadLetter(DeadLetterCause cause, Instant failedAt) {
        outcomes.deadLetter(cause, failedAt);
    }

    @Override
    public void leasesEnded(String lane, LeaseEnd cause, int leases) {
        meters.counter("chat.leases.ended", "Chats that no longer count, by cause", "lane", lane, "cause", cause.name())
                .increment(leases);
    }

    @Override
    public void skipped(String reason) {
        dispatchSkips(reason).increment();
    }

    private Counter dispatchSkips(String reason) {
        return meters.counter(
                "chat.dispatch.messages.skipped",
                "Messages on the dispatch topic that could not be handled",
                "reason",
                reason);
    }

    @Override
    public void standing(String task, List<LaneSnapshot> lanes) {
        if (lanes.isEmpty()) {
            snapshots.remove(task);
        } else {
            snapshots.put(task, lanes);
        }
        holds.update(lanes(), clock.millis());
        outcomes.look(lanes);
    }

    /** The newest snapshot of every lane. */
    public List<LaneSnapshot> lanes() {
        return snapshots.values().stream().flatMap(List::stream).toList();
    }
}

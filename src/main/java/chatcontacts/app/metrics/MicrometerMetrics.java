package chatcontacts.app.metrics;

import chatcontacts.app.limits.LimitsView;
import chatcontacts.config.BuildVersion;
import chatcontacts.dispatch.engine.DispatchMetrics;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.outcome.DeadLetterCause;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.TokenWindow;
import chatcontacts.http.Exposition;
import chatcontacts.http.MetricsSource;
import chatcontacts.intake.IntakeMetrics;
import chatcontacts.registry.WriterMetrics;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import chatcontacts.wire.UnreadRecords;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The metrics of the service, kept by Micrometer and written for Prometheus. Label values are bounded: only the first
 * instances and error codes have their own. No label ever holds a token, a contact or a customer.
 */
public final class MicrometerMetrics implements DispatchMetrics, IntakeMetrics, WriterMetrics, MetricsSource {

    /** The label of Connect instances. Not {@code instance}: Prometheus uses that for its targets, and would rename ours. */
    static final String INSTANCE = "instance_id";

    /** The label that tells what waited while its instance was full. */
    private static final String QUOTA = "quota";

    private static final String THREADS_DIED = "chat.stream.threads.died";
    private static final Duration MAX_START_TIME = Duration.ofDays(30);
    private static final int MAX_ERROR_CODES = 50;
    private static final Set<Reason> MISSED = EnumSet.of(Reason.EXPIRED, Reason.RETRIES_EXHAUSTED, Reason.UNCERTAIN);
    private static final List<String> DISPATCH_SKIPS = List.of("corrupt", "unknown_lane", "unsettled");

    /** Calls: from a fast one to one that times out. Starts: from a fast one to a long wait. */
    private static final Duration[] CALL_BUCKETS = millis(50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000);

    private static final Duration[] START_BUCKETS =
            millis(100, 250, 500, 1_000, 2_500, 5_000, 15_000, 60_000, 300_000, 1_800_000);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, new CurrentSpan());
    private final BoundedLabels instances;
    private final BoundedLabels errorCodes = new BoundedLabels(List.of(), MAX_ERROR_CODES);
    private final Map<String, List<LaneSnapshot>> snapshots = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final LaneGauges gauges;
    private final HoldDurations holds;
    private final FullInstances fullInstances = new FullInstances();
    private final OutcomeHistory history;
    private final DeadLetterGroups deadLetterGroups;
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
        history = new OutcomeHistory(clock);
        deadLetterGroups = new DeadLetterGroups(clock);
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
        outcomes("STARTED", "");
        outcomes("REPLAYED", "");
        for (ReplayedChat chat : ReplayedChat.values()) {
            replays(chat);
        }
        for (Reason reason : Reason.values()) {
            outcomes("FAILED", reason.name());
            deadLetters(reason);
        }
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
        return deadLetterGroups;
    }

    public OutcomeHistory history() {
        return history;
    }

    public PrometheusMeterRegistry registry() {
        return registry;
    }

    @Override
    public void settled(String lane, Result result) {
        if (result.replayed()) {
            outcome(OutcomeHistory.REPLAYED, "");
            if (result.outcome() instanceof Outcome.Started started) {
                replays(ReplayedChat.of(started.contact(), clock.instant())).increment();
            }
            return;
        }
        switch (result.outcome()) {
            case Outcome.Started ignored -> {
                outcome(OutcomeHistory.STARTED, "");
                Instant asked = result.requestedAt()
                        .filter(it -> isPlausible(it, result.acceptedAt()))
                        .orElse(result.acceptedAt());
                Tags tags = Tags.of("lane", lane, QUOTA, quota(lane, result));
                timer("chat.start", "Time from the request to the started chat", START_BUCKETS, tags)
                        .record(between(asked, result.settledAt()));
                settle(lane, "STARTED", result);
            }
            case Outcome.Failed failed -> {
                outcome("FAILED", failed.reason().name());
                if (MISSED.contains(failed.reason())) {
                    missed(lane, failed.reason(), result);
                }
                settle(lane, "FAILED", result);
            }
        }
    }

    private void missed(String lane, Reason reason, Result result) {
        String description = "Requests whose chat should have started and did not";
        count("chat.missed", description, "lane", lane, "reason", reason.name(), QUOTA, quota(lane, result));
    }

    /** Whether its instance was full at some time while it waited. */
    private String quota(String lane, Result result) {
        return fullInstances.wasFullSince(lane, result.instanceId(), result.acceptedAt()) ? "FULL" : "FREE";
    }

    private Counter replays(ReplayedChat chat) {
        String description = "Replayed results of started chats, by what the customer can still do with them";
        return counter("chat.replays", description, "chat", chat.name());
    }

    /** One that lies ahead, or further back than a request waits, is a clock that is wrong: it would spoil the average. */
    private static boolean isPlausible(Instant requestedAt, Instant acceptedAt) {
        return !requestedAt.isAfter(acceptedAt) && requestedAt.isAfter(acceptedAt.minus(TokenWindow.LENGTH));
    }

    private void settle(String lane, String outcome, Result result) {
        Tags tags = Tags.of("lane", lane, "outcome", outcome);
        timer("chat.settle", "Time from acceptance to outcome", START_BUCKETS, tags)
                .record(between(result.acceptedAt(), result.settledAt()));
    }

    /** The producer sets the time of a request: it may lie in the future, or so far back that its nanoseconds overflow. */
    private static Duration between(Instant from, Instant to) {
        Duration took = Duration.between(from, to);
        if (took.isNegative()) {
            return Duration.ZERO;
        }
        return took.compareTo(MAX_START_TIME) < 0 ? took : MAX_START_TIME;
    }

    /** Counts a stream thread that died. */
    public void threadDied(String application) {
        registry.counter(THREADS_DIED, KafkaAndJvmMetrics.APPLICATION, application)
                .increment();
    }

    private void outcome(String outcome, String reason) {
        outcomes(outcome, reason).increment();
        history.count(reason.isEmpty() ? outcome : reason);
    }

    private Counter outcomes(String outcome, String reason) {
        return counter("chat.requests", "Requests by outcome", "outcome", outcome, "reason", reason);
    }

    @Override
    public void called(String lane, String instanceId, CallResult result, Duration duration, boolean retry) {
        String kind = result.kind();
        timer("chat.call", "Calls to Amazon Connect by result", CALL_BUCKETS, Tags.of("lane", lane, "result", kind))
                .record(duration);
        if (retry) {
            count("chat.retries", "Calls for requests that had been called before", "lane", lane);
        }
        if (!(result instanceof CallResult.ChatStarted)) {
            String instance = instances.of(instanceId);
            count("chat.wasted.calls", "Calls that started nothing", "result", kind, "lane", lane, INSTANCE, instance);
        }
        if (result instanceof CallResult.Throttled throttled && !throttled.known()) {
            count("chat.throttled.unknown", "429 answers of an unknown kind, taken for the API's rate", "lane", lane);
        }
        result.failure()
                .ifPresent(code ->
                        count("chat.call.errors", "Error codes of calls", "lane", lane, "code", errorCodes.of(code)));
    }

    @Override
    public void deadLetter(DeadLetterCause cause, Instant failedAt) {
        deadLetters(cause.reason()).increment();
        deadLetterGroups.count(cause, failedAt);
    }

    private Counter deadLetters(Reason reason) {
        return counter("chat.dead.letters", "Dead letters by reason", "reason", reason.name());
    }

    @Override
    public void leasesEnded(String lane, LeaseEnd cause, int leases) {
        counter("chat.leases.ended", "Chats that no longer count, by cause", "lane", lane, "cause", cause.name())
                .increment(leases);
    }

    @Override
    public void skipped(String reason) {
        dispatchSkips(reason).increment();
    }

    private Counter dispatchSkips(String reason) {
        return counter(
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
        fullInstances.look(lanes, clock.millis());
    }

    /** The newest snapshot of every lane. */
    public List<LaneSnapshot> lanes() {
        return snapshots.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public void accepted() {
        count("chat.requests.accepted", "Requests that intake accepted");
    }

    @Override
    public void rejected(DeadLetterCause cause, Instant failedAt) {
        outcome("FAILED", cause.reason().name());
        deadLetter(cause, failedAt);
    }

    @Override
    public void contactEvent(ChatSeen.Kind kind) {
        count("chat.contact.events", "Accepted contact events", "kind", kind.name());
    }

    @Override
    public void cancellation() {
        count("chat.cancellations", "Accepted cancellations");
    }

    @Override
    public void control() {
        count("chat.control.commands", "Commands of operators that went to their lane");
    }

    @Override
    public void unread(Input input, UnreadRecords.UnreadCause cause, int records) {
        counter(
                        "chat.intake.records.unread",
                        "Records that were skipped unread because of their size or shape",
                        "input",
                        input.name(),
                        "cause",
                        cause.name())
                .increment(records);
    }

    @Override
    public void written(String schema, boolean withoutClientToken) {
        count(
                "chat.intake.writer.records",
                "Records of the request topic by the schema of their writer",
                "schema",
                schema,
                "client_token",
                withoutClientToken ? "missing" : "known");
    }

    @Override
    public void unknownFields(int fields) {
        counter(
                        "chat.intake.schema.unknown.fields",
                        "Fields of writers' schemas that this release does not know and does not pass on")
                .increment(fields);
    }

    @Override
    public void skipped(Input input, Skip reason) {
        count(
                "chat.intake.records.skipped",
                "Contact events, cancellations and commands that could not be used",
                "input",
                input.name(),
                "reason",
                reason.name());
    }

    private void count(String name, String description, String... tags) {
        counter(name, description, tags).increment();
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private Timer timer(String name, String description, Duration[] buckets, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private static Duration[] millis(long... values) {
        Duration[] durations = new Duration[values.length];
        for (int i = 0; i < values.length; i++) {
            durations[i] = Duration.ofMillis(values[i]);
        }
        return durations;
    }
}

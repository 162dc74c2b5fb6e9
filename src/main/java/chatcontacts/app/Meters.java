package chatcontacts.app;

import chatcontacts.dispatch.DispatchMeter;
import chatcontacts.dispatch.LaneView;
import chatcontacts.dispatch.LaneView.InstanceView;
import chatcontacts.domain.admission.LaneHold;
import chatcontacts.domain.call.Answer;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.intake.IntakeMeter;
import chatcontacts.wire.HopMessage.ChatSeen;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * What the service counts, in Prometheus' terms. Labels are bounded: instances that are not listed get their own label only as
 * long as there are few of them.
 */
final class Meters implements DispatchMeter, IntakeMeter {

    private static final int MOST_UNLISTED = 100;
    private static final String OTHER = "other";
    private static final String THREADS_DIED = "chat.stream.threads.died";
    private static final Duration LONGEST_START = Duration.ofDays(30);

    /** From a good call to a call at its usual time-out, and for the start from a good one to a long wait. */
    private static final Duration[] CALL_BUCKETS = millis(50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000);

    private static final Duration[] START_BUCKETS =
            millis(100, 250, 500, 1_000, 2_500, 5_000, 15_000, 60_000, 300_000, 1_800_000);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Set<String> instances = ConcurrentHashMap.newKeySet();
    private final int mostInstances;
    private final Map<String, List<LaneView>> standing = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final MultiGauge inFlight = gauge("chat.in.flight", "Calls to Amazon Connect without an answer yet");
    private final MultiGauge waiting = gauge("chat.waiting", "Requests that wait to be called");
    private final MultiGauge oldest =
            gauge("chat.oldest.waiting.seconds", "How long the oldest request in the queue has waited");
    private final MultiGauge inDoubt = gauge("chat.in.doubt", "Waiting requests with a call that was never answered");
    private final MultiGauge active = gauge("chat.active", "Active chats that count against the quota");
    private final MultiGauge quota = gauge("chat.quota", "The configured quota of concurrent chats");
    private final MultiGauge ceiling = gauge("chat.ceiling", "The quota as learned from LimitExceededException");
    private final MultiGauge hold = gauge("chat.hold", "1 while only probes may go, by cause");
    private final MultiGauge pace = gauge("chat.pace", "Calls a second that may go now");
    private final MultiGauge configuredPace = gauge("chat.pace.configured", "Calls a second as configured");

    Meters(Set<String> listedInstances, InstantSource clock) {
        instances.addAll(listedInstances);
        mostInstances = listedInstances.size() + MOST_UNLISTED;
        this.clock = clock;
        // From the beginning, so that an alert sees the first one as a change.
        registry.counter(THREADS_DIED, "side", "intake");
        registry.counter(THREADS_DIED, "side", "dispatch");
    }

    /** Prometheus' text. Called by scrapes. */
    String scrape() {
        publishStanding();
        return registry.scrape();
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    @Override
    public void settled(String lane, Result result) {
        if (result.replayed()) {
            registry.counter("chat.requests", "outcome", "REPLAYED", "reason", "")
                    .increment();
            return;
        }
        switch (result.outcome()) {
            case Outcome.Started ignored -> {
                outcome("STARTED", "");
                var asked = result.requestedAt().orElse(result.acceptedAt());
                timer("chat.start", "From the request to the started chat", START_BUCKETS, Tags.of("lane", lane))
                        .record(within(Duration.between(asked, result.settledAt())));
            }
            case Outcome.Failed failed -> outcome("FAILED", failed.reason().name());
        }
    }

    /** The time of a request is the producer's word: it may lie ahead, or so far back that its nanoseconds overflow. */
    private static Duration within(Duration took) {
        if (took.isNegative()) {
            return Duration.ZERO;
        }
        return took.compareTo(LONGEST_START) < 0 ? took : LONGEST_START;
    }

    /** Counts a stream thread that died. */
    void threadDied(String side) {
        registry.counter(THREADS_DIED, "side", side).increment();
    }

    private void outcome(String outcome, String reason) {
        registry.counter("chat.requests", "outcome", outcome, "reason", reason).increment();
    }

    @Override
    public void called(String lane, String instanceId, Answer answer, Duration duration) {
        String kind = answer.getClass().getSimpleName().toUpperCase(Locale.ROOT);
        timer("chat.call", "Calls to Amazon Connect by answer", CALL_BUCKETS, Tags.of("lane", lane, "answer", kind))
                .record(duration);
        if (!(answer instanceof Answer.Started)) {
            registry.counter("chat.wasted.calls", "kind", kind, "lane", lane, "instance", label(instanceId))
                    .increment();
        }
    }

    @Override
    public void skipped(String why) {
        registry.counter("chat.hop.skipped", "reason", why).increment();
    }

    @Override
    public void standing(String task, List<LaneView> lanes) {
        if (lanes.isEmpty()) {
            standing.remove(task);
        } else {
            standing.put(task, lanes);
        }
    }

    /** The newest picture of every lane. */
    List<LaneView> lanes() {
        return standing.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public void accepted() {
        registry.counter("chat.requests.accepted").increment();
    }

    @Override
    public void rejected(Reason reason) {
        outcome("FAILED", reason.name());
    }

    @Override
    public void contactEvent(ChatSeen.Kind kind) {
        registry.counter("chat.contact.events", "kind", kind.name()).increment();
    }

    @Override
    public void cancellation() {
        registry.counter("chat.cancellations").increment();
    }

    @Override
    public void skipped(Input input, Skip reason) {
        registry.counter("chat.skipped", "input", input.name(), "reason", reason.name())
                .increment();
    }

    private void publishStanding() {
        List<LaneView> lanes = lanes();
        inFlight.register(perLane(lanes, LaneView::inFlight), true);
        pace.register(perLane(lanes, LaneView::ratePerSecond), true);
        configuredPace.register(perLane(lanes, LaneView::configuredRatePerSecond), true);
        waiting.register(perInstance(lanes, InstanceView::waiting, Double::sum), true);
        oldest.register(perInstance(lanes, this::oldestSeconds, Math::max), true);
        inDoubt.register(perInstance(lanes, InstanceView::inDoubt, Double::sum), true);
        active.register(perInstance(lanes, InstanceView::active, Double::sum), true);
        quota.register(perInstance(lanes, InstanceView::quota, Double::sum), true);
        ceiling.register(perInstance(lanes, InstanceView::ceiling, Double::sum), true);
        hold.register(holds(lanes), true);
    }

    private double oldestSeconds(InstanceView view) {
        return view.oldestAcceptedAtMs() == Long.MAX_VALUE
                ? 0
                : Math.max(0, clock.millis() - view.oldestAcceptedAtMs()) / 1000.0;
    }

    private List<MultiGauge.Row<?>> holds(List<LaneView> lanes) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (LaneView lane : lanes) {
            rows.add(MultiGauge.Row.of(
                    Tags.of(
                            "lane",
                            lane.lane(),
                            "instance",
                            "",
                            "cause",
                            lane.hold().name()),
                    lane.hold() == LaneHold.Cause.NONE ? 0 : 1));
            for (InstanceView it : lane.instances()) {
                String instance = label(it.instanceId());
                if (!instance.equals(OTHER)) {
                    rows.add(MultiGauge.Row.of(
                            Tags.of(
                                    "lane", lane.lane(),
                                    "instance", instance,
                                    "cause", it.hold().name()),
                            it.hold() == LaneView.Hold.NONE ? 0 : 1));
                }
            }
        }
        return rows;
    }

    private List<MultiGauge.Row<?>> perLane(List<LaneView> lanes, ToDoubleFunction<LaneView> value) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        lanes.forEach(lane -> rows.add(MultiGauge.Row.of(Tags.of("lane", lane.lane()), value.applyAsDouble(lane))));
        return rows;
    }

    /** Instances without a label of their own share one row. */
    private List<MultiGauge.Row<?>> perInstance(
            List<LaneView> lanes, ToDoubleFunction<InstanceView> value, DoubleBinaryOperator together) {
        Map<Tags, Double> values = new LinkedHashMap<>();
        for (LaneView lane : lanes) {
            for (InstanceView it : lane.instances()) {
                Tags tags = Tags.of("lane", lane.lane(), "instance", label(it.instanceId()));
                values.merge(tags, value.applyAsDouble(it), together::applyAsDouble);
            }
        }
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        values.forEach((tags, number) -> rows.add(MultiGauge.Row.of(tags, number)));
        return rows;
    }

    private String label(String instanceId) {
        if (instances.contains(instanceId)) {
            return instanceId;
        }
        return instances.size() < mostInstances && instances.add(instanceId) ? instanceId : OTHER;
    }

    private Timer timer(String name, String description, Duration[] buckets, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private static Duration[] millis(long... values) {
        Duration[] durations = new Duration[values.length];
        for (int i = 0; i < values.length; i++) {
            durations[i] = Duration.ofMillis(values[i]);
        }
        return durations;
    }
}

package chatcontacts.app.health;

import chatcontacts.app.health.StallDetector.Stalled;
import chatcontacts.app.health.StallProbe.Observation;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The liveness stalls: checks for stalls on its own thread, since a thread that hangs cannot report it. */
public final class LivenessWatchdog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LivenessWatchdog.class);
    private static final Duration MAX_INTERVAL = Duration.ofSeconds(5);
    private static final Duration MAX_GRACE = Duration.ofSeconds(10);

    private final Supplier<Observation> probe;
    private final StallDetector stalls;
    private final BrokerSilenceLogger brokers = new BrokerSilenceLogger();
    private final Clock clock;
    private final Duration interval;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("watchdog").factory());

    /**
     * Creates a stalls that is not started.
     *
     * @param probe called at every check
     * @param limit how long a stall may last before it is reported
     */
    public LivenessWatchdog(Supplier<Observation> probe, Duration limit, Clock clock) {
        this.probe = probe;
        this.stalls = new StallDetector(limit);
        this.clock = clock;
        this.interval = min(MAX_INTERVAL, limit.dividedBy(4));
    }

    /** Something is a stall only if it lasts longer than this. */
    static Duration grace(Duration limit) {
        return min(MAX_GRACE, limit.dividedBy(4));
    }

    public void start() {
        long everyMs = interval.toMillis();
        var unused = thread.scheduleWithFixedDelay(this::check, everyMs, everyMs, TimeUnit.MILLISECONDS);
    }

    /** What has been stalled for longer than the limit: the problem by subject. */
    public Map<String, String> stalled() {
        return stalls.stalled().stream()
                .collect(Collectors.toMap(Stalled::subject, it -> it.problem() + " since " + it.since()));
    }

    /** How long no broker has responded; zero if one did lately. Thread-safe. */
    public Duration brokerSilence() {
        return brokers.silence();
    }

    private void check() {
        try {
            Observation observation = probe.get();
            long nanos = System.nanoTime();
            brokers.observe(observation.bytesRead(), nanos);
            for (Stalled stalled : stalls.update(observation.stalls(), nanos, clock.instant())) {
                LOG.atError()
                        .addKeyValue("subject", stalled.subject())
                        .addKeyValue("problem", stalled.problem())
                        .addKeyValue("since", stalled.since().toString())
                        .addKeyValue("stack", stack(stalled.subject()))
                        .log("No progress detected; /health/live now reports DOWN."
                                + " Restart the process, unless a liveness probe does it");
            }
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .log("The liveness check failed; it is repeated"); // uncaught, it would end all further checks
        }
    }

    /** The stack trace of a stalled thread, which a restart would lose. Empty if the subject is not a thread. */
    private static String stack(String subject) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry ->
                        subject.equals(StreamThreadStalls.subject(entry.getKey().getName())))
                .map(entry -> List.of(entry.getValue()).toString())
                .findFirst()
                .orElse("");
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

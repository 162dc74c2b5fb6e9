package chatcontacts.app.health;

import chatcontacts.app.health.StallDetector.Stalled;
import chatcontacts.app.health.StallProbe.Signs;
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

/** Looks after the running service from a thread of its own, since one that hangs cannot say so. */
public final class LivenessWatchdog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LivenessWatchdog.class);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LONGEST_GRACE = Duration.ofSeconds(10);

    private final Supplier<Signs> service;
    private final StallDetector watchdog;
    private final BrokerSilenceLogger brokers = new BrokerSilenceLogger();
    private final Clock clock;
    private final Duration interval;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("watchdog").factory());

    /**
     * Does not look yet.
     *
     * @param service asked at every look
     * @param limit the longest standstill
     */
    public LivenessWatchdog(Supplier<Signs> service, Duration limit, Clock clock) {
        this.service = service;
        this.watchdog = new StallDetector(limit);
        this.clock = clock;
        this.interval = shorter(LONGEST_INTERVAL, limit.dividedBy(4));
    }

    /** A standstill shorter than that is none. */
    static Duration grace(Duration limit) {
        return shorter(LONGEST_GRACE, limit.dividedBy(4));
    }

    public void start() {
        long everyMs = interval.toMillis();
        var unused = thread.scheduleWithFixedDelay(this::look, everyMs, everyMs, TimeUnit.MILLISECONDS);
    }

    /** What has stood still for too long, by what it is. */
    public Map<String, String> stalled() {
        return watchdog.stalled().stream()
                .collect(Collectors.toMap(Stalled::subject, it -> it.problem() + " since " + it.since()));
    }

    private void look() {
        try {
            Signs signs = service.get();
            long nanos = System.nanoTime();
            brokers.look(signs.bytes(), nanos);
            for (Stalled stalled : watchdog.look(signs.standing(), nanos, clock.instant())) {
                LOG.atError()
                        .addKeyValue("subject", stalled.subject())
                        .addKeyValue("problem", stalled.problem())
                        .addKeyValue("since", stalled.since().toString())
                        .addKeyValue("stack", stack(stalled.subject()))
                        .log("Nothing moves and no reason is known; the process is reported as not live."
                                + " Restart it, unless somebody does so by /health/live");
            }
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .log("The watchdog could not look; it goes on"); // or the thread would never look again
        }
    }

    /** What a thread is at, while there is one to ask: a restart loses it. */
    private static String stack(String subject) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry ->
                        subject.equals(StreamThreadStalls.subject(entry.getKey().getName())))
                .map(entry -> List.of(entry.getValue()).toString())
                .findFirst()
                .orElse("");
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

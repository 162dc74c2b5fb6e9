package chatcontacts.app.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces stream threads that die, and gives up when too many die in a short time: then a restart of the process, with its
 * backoff, is better. If the brokers deny access, a restart would not help: a new thread retries after a pause, and the log says
 * once a minute what is denied. Called by dying threads, also concurrently.
 */
public final class StreamThreadExceptionHandler implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(StreamThreadExceptionHandler.class);
    private static final int MAX_FAILURES = 10;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

    private final String application;
    private final InstantSource clock;
    private final Runnable died;
    private final Runnable giveUp;
    private final Function<Throwable, Optional<String>> authErrors;
    private final Predicate<Duration> pause;
    private final Map<String, Instant> loggedAt = new HashMap<>();
    private final Deque<Instant> failures = new ArrayDeque<>();

    /**
     * Handles the threads of one streams application.
     *
     * @param died called for each thread that dies
     * @param giveUp called if the process should end
     * @param authErrors explains what the brokers deny, if a thread died of that
     * @param pause waits that long; returns false if the service stops
     */
    public StreamThreadExceptionHandler(
            String application,
            InstantSource clock,
            Runnable died,
            Runnable giveUp,
            Function<Throwable, Optional<String>> authErrors,
            Predicate<Duration> pause) {
        this.application = application;
        this.clock = clock;
        this.died = died;
        this.giveUp = giveUp;
        this.authErrors = authErrors;
        this.pause = pause;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        died.run();
        Optional<String> denial = authErrors.apply(failure);
        if (denial.isEmpty()) {
            return count(failure);
        }
        logDenial(denial.get());
        var unused = pause.test(RETRY_PAUSE);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private synchronized void logDenial(String denial) {
        Instant now = clock.instant();
        Instant last = loggedAt.getOrDefault(denial, Instant.MIN);
        if (last.isBefore(now.minus(LOG_INTERVAL))) {
            loggedAt.put(denial, now);
            LOG.atError()
                    .addKeyValue("application", application)
                    .addKeyValue("problem", denial)
                    .log("The brokers deny access; retrying, nothing is lost");
        }
    }

    private synchronized StreamThreadExceptionResponse count(Throwable failure) {
        Instant now = clock.instant();
        failures.add(now);
        while (failures.peek() != null && failures.peek().isBefore(now.minus(WINDOW))) {
            failures.remove();
        }
        boolean fatal = failures.size() > MAX_FAILURES || failure instanceof VirtualMachineError;
        LOG.atError()
                .setCause(failure)
                .addKeyValue("application", application)
                .addKeyValue("failuresWithinFiveMinutes", failures.size())
                .log(
                        fatal
                                ? "Too many stream threads died; the process ends. Fix the cause and restart it"
                                : "A stream thread died and is replaced. If this repeats, look at the cause");
        if (fatal) {
            giveUp.run();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}

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
 * Replaces stream threads that died, and gives up when too many die in a short time: then a restart of the process, with its
 * backoff, is the better cure. Not where brokers refuse something: no restart would change that, so a new thread tries after a
 * pause, and the log says once a minute what is refused. Called by dying threads, several at once.
 */
public final class StreamThreadExceptionHandler implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(StreamThreadExceptionHandler.class);
    private static final int MOST_FAILURES = 10;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(2);
    private static final Duration BETWEEN_WORDS = Duration.ofMinutes(1);

    private final String side;
    private final InstantSource clock;
    private final Runnable died;
    private final Runnable giveUp;
    private final Function<Throwable, Optional<String>> refusals;
    private final Predicate<Duration> pause;
    private final Map<String, Instant> said = new HashMap<>();
    private final Deque<Instant> failures = new ArrayDeque<>();

    /**
     * For one side.
     *
     * @param died told of each thread that dies
     * @param giveUp told that the process should end
     * @param refusals says what brokers refuse, if that is why a thread died
     * @param pause waits that long; false if the service stops
     */
    public StreamThreadExceptionHandler(
            String side,
            InstantSource clock,
            Runnable died,
            Runnable giveUp,
            Function<Throwable, Optional<String>> refusals,
            Predicate<Duration> pause) {
        this.side = side;
        this.clock = clock;
        this.died = died;
        this.giveUp = giveUp;
        this.refusals = refusals;
        this.pause = pause;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        died.run();
        Optional<String> refusal = refusals.apply(failure);
        if (refusal.isEmpty()) {
            return count(failure);
        }
        say(refusal.get());
        var unused = pause.test(AFTER_REFUSAL);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private synchronized void say(String refusal) {
        Instant now = clock.instant();
        Instant last = said.getOrDefault(refusal, Instant.MIN);
        if (last.isBefore(now.minus(BETWEEN_WORDS))) {
            said.put(refusal, now);
            LOG.atError()
                    .addKeyValue("side", side)
                    .addKeyValue("problem", refusal)
                    .log("The brokers refuse something; it is tried again, nothing is lost");
        }
    }

    private synchronized StreamThreadExceptionResponse count(Throwable failure) {
        Instant now = clock.instant();
        failures.add(now);
        while (failures.peek() != null && failures.peek().isBefore(now.minus(WINDOW))) {
            failures.remove();
        }
        boolean hopeless = failures.size() > MOST_FAILURES || failure instanceof VirtualMachineError;
        LOG.atError()
                .setCause(failure)
                .addKeyValue("side", side)
                .addKeyValue("failuresWithinFiveMinutes", failures.size())
                .log(
                        hopeless
                                ? "A stream thread died, too many did: the process ends. Look at the cause and start it again"
                                : "A stream thread died and is replaced. If that goes on, look at the cause");
        if (hopeless) {
            giveUp.run();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}

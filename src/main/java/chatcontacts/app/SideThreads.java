package chatcontacts.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces stream threads that died, and gives up when too many die in a short time: then a restart of the process, with its
 * backoff, is the better cure. Called by dying threads, several at once.
 */
final class SideThreads implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SideThreads.class);
    private static final int MOST_FAILURES = 10;
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final String side;
    private final InstantSource clock;
    private final Runnable died;
    private final Runnable giveUp;
    private final Deque<Instant> failures = new ArrayDeque<>();

    /**
     * For one side.
     *
     * @param died told of each thread that dies
     * @param giveUp told that the process should end
     */
    SideThreads(String side, InstantSource clock, Runnable died, Runnable giveUp) {
        this.side = side;
        this.clock = clock;
        this.died = died;
        this.giveUp = giveUp;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        Instant now = clock.instant();
        died.run();
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

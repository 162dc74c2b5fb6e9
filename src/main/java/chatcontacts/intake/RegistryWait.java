package chatcontacts.intake;

import chatcontacts.domain.outcome.Source;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Waits, on the stream thread, until the schema registry decides a record: with growing pauses and a bound, past which the
 * thread gives up with {@link RegistryWaitExhaustedException} and reads the record again.
 *
 * <p>What the thread wrote since its last commit stays invisible while it waits, and with it all that others write behind it in
 * the same partitions. So the first wait of an outage is short: giving up aborts that transaction. From then on {@link
 * IntakeStatus#isWaiting} makes every processor ask for a commit after each record, and a longer wait hides nothing. For this
 * the consumer must hand over one record at a time ({@code max.poll.records} 1): Kafka Streams commits between two polls, but
 * not between the records of one. Otherwise nothing is lost either, but the records just before the undecided one are written
 * and aborted again with every wait.
 */
final class RegistryWait {

    static final Duration FIRST_PATIENCE = Duration.ofSeconds(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);

    private final Duration budget;
    private final InterruptibleSleep sleep;
    private final IntakeStatus status;

    RegistryWait(Duration budget, InterruptibleSleep sleep, IntakeStatus status) {
        this.budget = budget;
        this.sleep = sleep;
        this.status = status;
    }

    /**
     * Tries until the registry answers.
     *
     * @param source the record at hand
     * @param attempt decodes it
     * @param problem why an attempt must be made again; empty if it need not
     * @throws RegistryWaitExhaustedException after the budget and one last attempt, or if the service stops
     */
    <T> T until(Source source, Supplier<T> attempt, Function<T, Optional<String>> problem) {
        Duration patience = status.isWaiting() ? budget : shorter(budget, FIRST_PATIENCE);
        long began = sleep.nanos();
        Duration next = FIRST_PAUSE;
        while (true) {
            T result = attempt.get();
            Optional<String> why = problem.apply(result);
            if (why.isEmpty()) {
                status.answered(source);
                return result;
            }
            status.unanswered(source, why.get());
            Duration left = patience.minusNanos(sleep.nanos() - began);
            if (left.isNegative() || left.isZero() || !sleep.sleep(shorter(next, left))) {
                throw new RegistryWaitExhaustedException(
                        "no response from the schema registry; the record will be read again:  " + source.topic() + "-"
                                + source.partition() + "@" + source.offset());
            }
            next = shorter(next.multipliedBy(2), MAX_PAUSE);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}

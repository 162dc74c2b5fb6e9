package chatcontacts.app.metrics;

import chatcontacts.domain.outcome.DeadLetterCause;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The dead letters that this process has written since it started, by their cause: how many, when the first and the last one. Those
 * of a record that was processed again count again. Keeps the {@link #MAX} causes that occurred last. Thread-safe.
 */
public final class DeadLetterGroups {

    static final int MAX = 50;

    private final Instant since;
    private final Map<DeadLetterCause, DeadLetterGroup> groups = new HashMap<>();
    private long others;

    /**
     * Those of one cause.
     *
     * @param count how many
     * @param first when the first one failed
     * @param last when the last one did
     */
    public record DeadLetterGroup(DeadLetterCause cause, long count, Instant first, Instant last) {}

    /**
     * All that is known.
     *
     * @param since when counting began
     * @param groups the most recent first
     * @param others dead letters of causes that are no longer kept
     */
    public record DeadLetterCounts(Instant since, List<DeadLetterGroup> groups, long others) {}

    public DeadLetterGroups(InstantSource clock) {
        this.since = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Counts one that failed then. */
    public synchronized void count(DeadLetterCause cause, Instant failedAt) {
        if (!groups.containsKey(cause) && groups.size() >= MAX) {
            forgetTheOldest();
        }
        groups.merge(
                cause,
                new DeadLetterGroup(cause, 1, failedAt, failedAt),
                (known, one) -> new DeadLetterGroup(
                        cause, known.count() + 1, earlier(known.first(), failedAt), later(known.last(), failedAt)));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    private void forgetTheOldest() {
        Optional<DeadLetterGroup> oldest = groups.values().stream().min(Comparator.comparing(DeadLetterGroup::last));
        oldest.ifPresent(it -> {
            groups.remove(it.cause());
            others += it.count();
        });
    }

    public synchronized DeadLetterCounts counts() {
        List<DeadLetterGroup> recentFirst = groups.values().stream()
                .sorted(Comparator.comparing(DeadLetterGroup::last).reversed())
                .toList();
        return new DeadLetterCounts(since, recentFirst, others);
    }
}

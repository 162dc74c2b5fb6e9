package chatcontacts.dispatch.engine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * How long the last chats of one instance lasted, and what that says of another one: the probability that it has ended. Beside the
 * observed chats there is always one that is imagined, which has ended with probability 1/2 whenever its age has doubled: so
 * nothing needs to be known at first, and a chat that outlives all others is still asked for from time to time. Belongs to the
 * stream thread.
 */
final class Lifetimes {

    private static final int MAX_OBSERVED = 256;

    /** From this age on the imagined chat may have ended. */
    private static final double SHORTEST_MS = 10_000;

    private final Deque<Long> observed = new ArrayDeque<>();
    private long[] sorted = {};

    void add(long lifetimeMs) {
        observed.addLast(Math.max(0, lifetimeMs));
        if (observed.size() > MAX_OBSERVED) {
            observed.removeFirst();
        }
        sorted = observed.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /**
     * The probability that a chat has ended.
     *
     * @param aliveAgeMs the age at which it was last known to go on
     * @param ageMs its age now
     */
    double probabilityOfEnd(long aliveAgeMs, long ageMs) {
        double imagined =
                1 - Math.min(1, Math.max((double) aliveAgeMs, SHORTEST_MS) / Math.max((double) ageMs, SHORTEST_MS));
        int longer = sorted.length - shorter(aliveAgeMs);
        int ended = Math.max(0, shorter(ageMs) - shorter(aliveAgeMs));
        return (ended + imagined) / (longer + 1);
    }

    /** How many did not last longer. */
    private int shorter(long ageMs) {
        int at = Arrays.binarySearch(sorted, ageMs + 1);
        int first = at < 0 ? -at - 1 : at;
        while (first > 0 && sorted[first - 1] > ageMs) {
            first--;
        }
        return first;
    }
}

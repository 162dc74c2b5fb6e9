package chatcontacts.domain.admission;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Whether the ends of an instance's chats are seen: of the last {@value #JUDGED_CHATS} chats of ours whose end was seen or is missing,
 * enough were seen. Where they are not, leases would only ever grow. Openings prove nothing: a rule may route them alone.
 *
 * @param mode as configured
 * @param eventSeen whether any event of the instance ever came
 * @param visible the judgement of {@link Mode#AUTO}
 * @param judged how many chats were judged, at most {@value #JUDGED_CHATS}
 * @param seen a bit for each of them, the newest in the lowest, 1 where the end was seen
 * @param lifetimesMs how long the last chats lasted whose ends were seen
 */
public record ChatEndVisibility(
        Mode mode, boolean eventSeen, boolean visible, int judged, long seen, List<Long> lifetimesMs) {

    private static final int JUDGED_CHATS = 40;
    /** Where fewer are seen, finding the missed ones costs more calls than a blind instance does. */
    private static final double ENOUGH = 0.55;

    /** Where ends went unseen, more must be seen before leases count, or the judgement would change time and again. */
    private static final double ENOUGH_AGAIN = 0.9;

    private static final int REMEMBERED_LIFETIMES = 32;

    /** Where no lifetime is known: a chat that nobody joins lasts as long. */
    private static final long UNKNOWN_MS = 300_000;

    /** So many ends in a row do not come late by chance. */
    private static final int MISSED_ENDS = 20;

    /** Events come in batches. */
    private static final long MIN_SILENCE_MS = 1_000;

    /** How long events may take. */
    private static final long EVENT_DELAY_MS = 60_000;

    /** {@code contact.events} of an instance. */
    public enum Mode {
        /** Judge by what comes. */
        AUTO,
        /** Ends are seen, the operator says. */
        ON,
        /** They are not. */
        OFF
    }

    public ChatEndVisibility {
        lifetimesMs = List.copyOf(lifetimesMs);
    }

    /** Before anything was seen. */
    public static ChatEndVisibility of(Mode mode) {
        return restored(mode, false, false);
    }

    /** What a former owner left: its judgement stands until there is a new one. */
    public static ChatEndVisibility restored(Mode mode, boolean eventSeen, boolean visible) {
        return new ChatEndVisibility(mode, eventSeen, visible, 0, 0, List.of());
    }

    /** Whether leases gate. */
    public boolean gates() {
        return mode == Mode.ON || (mode == Mode.AUTO && visible);
    }

    /** Whether leases are worth keeping: they gate, or may soon. */
    public boolean tracks() {
        return mode == Mode.ON || (mode == Mode.AUTO && eventSeen);
    }

    /** After any event of the instance. */
    public ChatEndVisibility eventCame() {
        return eventSeen || mode != Mode.AUTO
                ? this
                : new ChatEndVisibility(mode, true, visible, judged, seen, lifetimesMs);
    }

    /** After the end of a chat of ours was seen. */
    public ChatEndVisibility endSeen(long lifetimeMs) {
        List<Long> lifetimes = new ArrayList<>(lifetimesMs);
        lifetimes.add(Math.max(0, lifetimeMs));
        if (lifetimes.size() > REMEMBERED_LIFETIMES) {
            lifetimes.remove(0);
        }
        return judging(1, lifetimes);
    }

    /** After a chat of ours must have ended whose end was not seen. */
    public ChatEndVisibility endMissed() {
        return judging(0, lifetimesMs);
    }

    private ChatEndVisibility judging(int bit, List<Long> lifetimes) {
        long next = ((seen << 1) | bit) & ((1L << JUDGED_CHATS) - 1);
        int count = Math.min(judged + 1, JUDGED_CHATS);
        double part = visible ? ENOUGH : ENOUGH_AGAIN;
        boolean most = mode == Mode.AUTO && Long.bitCount(next) > part * count;
        return new ChatEndVisibility(mode, eventSeen, most, count, next, lifetimes);
    }

    /** At that age the end of a chat should have been seen; {@link Long#MAX_VALUE} where nothing is known of lifetimes. */
    public long overdueAgeMs() {
        return lifetimesMs.isEmpty() ? Long.MAX_VALUE : Collections.max(lifetimesMs) * 3 / 2 + EVENT_DELAY_MS;
    }

    /**
     * From that age on a chat is thought to have ended unseen: earlier where ends were missed lately, since a test that succeeds
     * because an end was only late drops the lease of a chat that goes on.
     */
    public long testableAgeMs() {
        if (lifetimesMs.isEmpty()) {
            return UNKNOWN_MS;
        }
        long ageMs = missesNone() ? 2 * Collections.max(lifetimesMs) : longOne();
        return ageMs + MIN_SILENCE_MS;
    }

    /** Whether the ends of all chats were seen that were judged. */
    public boolean missesNone() {
        return Long.bitCount(seen) == judged;
    }

    /** Three of four chats did not last longer. */
    private long longOne() {
        List<Long> sorted = lifetimesMs.stream().sorted().toList();
        return sorted.get((sorted.size() - 1) * 3 / 4);
    }

    /**
     * After so long without any end they are thought to go unseen.
     *
     * @param active chats of which some should have ended
     */
    public long silenceMs(int active) {
        double mean = lifetimesMs.stream().mapToLong(Long::longValue).average().orElse(0);
        return lifetimesMs.isEmpty() ? UNKNOWN_MS : (long) (MISSED_ENDS * mean / Math.max(1, active)) + MIN_SILENCE_MS;
    }
}

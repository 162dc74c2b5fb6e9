package chatcontacts.domain.admission;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether the end of an instance's chats can be seen: some contact event of it came, and most of its last
 * {@value #JUDGED_STARTS} starts produced one within a minute. Where it cannot, leases would only ever grow.
 *
 * @param mode as configured
 * @param eventSeen whether any event of the instance ever came
 * @param visible the judgement of {@link Mode#AUTO}
 * @param starts the last starts, the oldest first
 */
public record ChatEndVisibility(Mode mode, boolean eventSeen, boolean visible, List<Start> starts) {

    private static final int JUDGED_STARTS = 20;
    private static final long EVENT_DEADLINE_MS = 60_000;

    /** {@code contact.events} of an instance. */
    public enum Mode {
        /** Judge by what comes. */
        AUTO,
        /** Ends are seen, the operator says. */
        ON,
        /** They are not. */
        OFF
    }

    /** One start of ours, and whether an event of it came in time. */
    public record Start(String contactId, long atMs, boolean seen) {}

    /** Before anything was seen. */
    public static ChatEndVisibility of(Mode mode) {
        return new ChatEndVisibility(mode, false, false, List.of());
    }

    /** Whether leases gate. */
    public boolean gates() {
        return mode == Mode.ON || (mode == Mode.AUTO && visible);
    }

    /** Whether leases are worth keeping: they gate, or may soon. */
    public boolean tracks() {
        return mode == Mode.ON || (mode == Mode.AUTO && eventSeen);
    }

    /** After a chat of ours was started. */
    public ChatEndVisibility started(String contactId, long nowMs) {
        if (mode != Mode.AUTO) {
            return this;
        }
        List<Start> next = new ArrayList<>(starts);
        next.add(new Start(contactId, nowMs, false));
        if (next.size() > JUDGED_STARTS) {
            next.remove(0);
        }
        return judged(new ChatEndVisibility(mode, eventSeen, visible, List.copyOf(next)), nowMs);
    }

    /** After an event of that chat came. */
    public ChatEndVisibility event(String chatId, long nowMs) {
        if (mode != Mode.AUTO) {
            return this;
        }
        boolean ours = false;
        for (Start start : starts) {
            ours |= isNews(start, chatId, nowMs);
        }
        if (!ours) {
            return eventSeen ? this : new ChatEndVisibility(mode, true, visible, starts);
        }
        List<Start> next = starts.stream()
                .map(start -> isNews(start, chatId, nowMs) ? new Start(chatId, start.atMs(), true) : start)
                .toList();
        return judged(new ChatEndVisibility(mode, true, visible, next), nowMs);
    }

    private static boolean isNews(Start start, String chatId, long nowMs) {
        return !start.seen() && start.contactId().equals(chatId) && nowMs - start.atMs() <= EVENT_DEADLINE_MS;
    }

    private static ChatEndVisibility judged(ChatEndVisibility visibility, long nowMs) {
        long seen = visibility.starts.stream().filter(Start::seen).count();
        long unseen = visibility.starts.stream()
                .filter(start -> !start.seen() && nowMs - start.atMs() > EVENT_DEADLINE_MS)
                .count();
        if (seen + unseen == 0) {
            return visibility;
        }
        return new ChatEndVisibility(
                visibility.mode, visibility.eventSeen, visibility.eventSeen && seen > unseen, visibility.starts);
    }
}

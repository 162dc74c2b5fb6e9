package chatcontacts.domain.admission;

import java.util.HashSet;
import java.util.Set;

/**
 * One active chat that counts against an instance's quota until it is known, or bound, to have ended.
 *
 * @param openedAtMs when it was first known
 * @param endsAtMs when it ends by itself: the chat's duration is over
 * @param ours whether this service started it; of others' chats contact events tell
 * @param segments its contacts that are open; a transfer opens another one and ends the former
 */
public record Lease(long openedAtMs, long endsAtMs, boolean ours, Set<String> segments) {

    public Lease {
        segments = Set.copyOf(segments);
    }

    public Lease with(String segment) {
        if (segments.contains(segment)) {
            return this;
        }
        Set<String> next = new HashSet<>(segments);
        next.add(segment);
        return new Lease(openedAtMs, endsAtMs, ours, next);
    }

    public Lease without(String segment) {
        Set<String> next = new HashSet<>(segments);
        next.remove(segment);
        return new Lease(openedAtMs, endsAtMs, ours, next);
    }
}

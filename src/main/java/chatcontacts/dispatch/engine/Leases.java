package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.domain.admission.Lease;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The chats of one instance that are known to be active, and the contacts that are known to have ended. Events open and end
 * chats in whatever order they come; each change is written through to the store. Belongs to the stream thread.
 */
final class Leases {

    /** How long the end of a contact is remembered, for an event or the result of its start that comes after it. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    /** How long a chat lasts when nobody says: Connect's default. */
    static final Duration DEFAULT_CHAT_DURATION = Duration.ofHours(25);

    /** The longest that Connect allows. */
    private static final Duration MAX_CHAT_DURATION = Duration.ofDays(7);

    private static final int SPARE_ENDINGS = 64;

    private final LaneStore store;
    private final String instanceId;
    private final Map<String, Lease> open = new LinkedHashMap<>(); // the oldest first
    private final PriorityQueue<Ending> endings = new PriorityQueue<>(Comparator.comparingLong(Ending::atMs));
    private final Map<String, Long> aliveAtMs = new HashMap<>(); // when a chat was last known to go on
    private final Map<String, Long> ended = new LinkedHashMap<>(); // the oldest first

    private record Ending(String chatId, long atMs) {}

    Leases(LaneStore store, String instanceId) {
        this.store = store;
        this.instanceId = instanceId;
    }

    /** Takes over a lease that is in the store; a former owner's clock may have been wrong. */
    void restore(String chatId, Lease lease, long nowMs) {
        long latestMs = nowMs + MAX_CHAT_DURATION.toMillis();
        Lease plausible = new Lease(
                Math.min(lease.openedAtMs(), nowMs),
                Math.min(lease.endsAtMs(), latestMs),
                lease.ours(),
                lease.segments());
        open.put(chatId, plausible);
        endings.add(new Ending(chatId, plausible.endsAtMs()));
    }

    /** Takes over an end that is in the store. */
    void restoreEnded(String contactId, long atMs, long nowMs) {
        ended.put(contactId, Math.min(atMs, nowMs));
    }

    /** Brings restored leases and ends into the order that they were made in. */
    void restored() {
        Map<String, Lease> leases = new LinkedHashMap<>(open);
        open.clear();
        leases.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().openedAtMs()))
                .forEach(entry -> open.put(entry.getKey(), entry.getValue()));
        Map<String, Long> ends = new LinkedHashMap<>(ended);
        ended.clear();
        ends.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(entry -> ended.put(entry.getKey(), entry.getValue()));
    }

    /**
     * How old a chat is.
     *
     * @param contactId one of its contacts that are open
     * @param aliveAgeMs its age when it was last known to go on
     * @param ageMs its age now
     */
    record Age(String chatId, String contactId, long aliveAgeMs, long ageMs) {}

    /** The ages of all that are active. */
    List<Age> ages(long nowMs) {
        List<Age> ages = new ArrayList<>(open.size());
        open.forEach((chatId, lease) -> ages.add(new Age(
                chatId,
                lease.segments().iterator().next(),
                aliveAtMs.getOrDefault(chatId, lease.openedAtMs()) - lease.openedAtMs(),
                nowMs - lease.openedAtMs())));
        return ages;
    }

    /** The chat went on at that time. */
    void seenActive(String chatId, long atMs) {
        if (open.containsKey(chatId)) {
            aliveAtMs.merge(chatId, atMs, Math::max);
        }
    }

    /** When that chat began as far as is known; {@link Long#MAX_VALUE} if it does not count. */
    long openedAtMs(String chatId) {
        Lease lease = open.get(chatId);
        return lease == null ? Long.MAX_VALUE : lease.openedAtMs();
    }

    int size() {
        return open.size();
    }

    /** Those that others started. */
    int others() {
        return (int) open.values().stream().filter(it -> !it.ours()).count();
    }

    boolean isEmpty() {
        return open.isEmpty() && ended.isEmpty();
    }

    boolean contains(String chatId) {
        return open.containsKey(chatId);
    }

    /** Whether the end of that contact was seen. */
    boolean hasEnded(String contactId) {
        return ended.containsKey(contactId);
    }

    /** When the end of that chat was seen; empty if it was not, or if it goes on in another segment. */
    Optional<Instant> endSeen(String contactId) {
        return contains(contactId)
                ? Optional.empty()
                : Optional.ofNullable(ended.get(contactId)).map(Instant::ofEpochMilli);
    }

    /** The chat that was known first of those that are active. */
    record Oldest(String chatId, long openedAtMs) {}

    /** The oldest lease; there must be one. */
    Oldest oldest() {
        Map.Entry<String, Lease> first = open.entrySet().iterator().next();
        return new Oldest(first.getKey(), first.getValue().openedAtMs());
    }

    /**
     * After a chat of ours was started: it is active, unless its end came before the result.
     *
     * @param madeAtMs when it began at the earliest: a result that was repeated for an earlier call tells of an older chat
     */
    void started(String contactId, Duration duration, long madeAtMs, long nowMs) {
        Lease known = open.get(contactId);
        if (known == null && ended.containsKey(contactId)) {
            return;
        }
        long endsAtMs = madeAtMs + duration.toMillis();
        if (endsAtMs <= nowMs) {
            drop(contactId);
            return;
        }
        long openedAtMs = known == null ? madeAtMs : Math.min(madeAtMs, known.openedAtMs());
        Set<String> segments = known == null ? Set.of(contactId) : known.segments();
        put(contactId, new Lease(openedAtMs, endsAtMs, true, segments));
        if (openedAtMs < nowMs - REMEMBERED.toMillis()) {
            restored(); // its end may have been forgotten: it is the first to be doubted
        }
    }

    /** After an event. Returns whether it freed a slot. */
    boolean seen(ChatSeen event, long nowMs) {
        return switch (event.kind()) {
            case OPEN -> {
                opened(event, nowMs);
                yield false;
            }
            case ENDED -> ended(event, nowMs);
        };
    }

    private void opened(ChatSeen event, long nowMs) {
        if (ended.containsKey(event.contactId()) || isStale(event, nowMs)) {
            return;
        }
        Lease known = open.get(event.initialContactId());
        Lease next = known == null
                ? new Lease(nowMs, nowMs + DEFAULT_CHAT_DURATION.toMillis(), false, Set.of(event.contactId()))
                : known.with(event.contactId());
        if (!next.equals(known)) {
            put(event.initialContactId(), next);
        }
        seenActive(event.initialContactId(), Math.min(nowMs, event.at().toEpochMilli()));
    }

    private boolean ended(ChatSeen event, long nowMs) {
        if (!isStale(event, nowMs) && ended.putIfAbsent(event.contactId(), nowMs) == null) {
            store.putEnded(instanceId, event.contactId(), nowMs);
        }
        Lease known = open.get(event.initialContactId());
        if (known == null) {
            return false;
        }
        Lease next = known.without(event.contactId());
        if (next.segments().isEmpty()) {
            drop(event.initialContactId());
            return true;
        }
        if (!next.equals(known)) {
            put(event.initialContactId(), next);
        }
        return false;
    }

    private static boolean isStale(ChatSeen event, long nowMs) {
        return event.at().toEpochMilli() < nowMs - REMEMBERED.toMillis();
    }

    /** The chat no longer counts. Returns whether it did. */
    boolean drop(String chatId) {
        if (open.remove(chatId) == null) {
            return false;
        }
        aliveAtMs.remove(chatId);
        store.deleteLease(instanceId, chatId);
        return true;
    }

    /** Drops the oldest ones beyond that many, where leases do not gate and so nothing else bounds them. */
    void keepNewest(int max) {
        while (open.size() > max) {
            drop(open.keySet().iterator().next());
        }
    }

    /** Ends the leases whose time is over. Returns how many there were. */
    int expire(long nowMs) {
        int over = 0;
        for (Ending next = endings.peek(); next != null && next.atMs <= nowMs; next = endings.peek()) {
            endings.remove();
            Lease lease = open.get(next.chatId);
            if (lease != null && lease.endsAtMs() <= nowMs) {
                drop(next.chatId);
                over++;
            }
        }
        return over;
    }

    /** Forgets ends of more than an hour ago, a bounded number at once. */
    void forget(long nowMs, int max) {
        for (int left = max; left > 0 && !ended.isEmpty(); left--) {
            Map.Entry<String, Long> oldest = ended.entrySet().iterator().next();
            if (oldest.getValue() > nowMs - REMEMBERED.toMillis()) {
                return;
            }
            ended.remove(oldest.getKey());
            store.deleteEnded(instanceId, oldest.getKey());
        }
    }

    /** When the next lease ends by itself. */
    long nextEndMs() {
        @Nullable Ending next = endings.peek();
        return next == null ? Long.MAX_VALUE : next.atMs;
    }

    /** When the oldest end may be forgotten. */
    long nextForgetMs() {
        return ended.isEmpty() ? Long.MAX_VALUE : ended.values().iterator().next() + REMEMBERED.toMillis();
    }

    /** Most leases are over long before they would end by themselves: what is left of those must not pile up. */
    private void closeUpEndings() {
        if (endings.size() > 2 * open.size() + SPARE_ENDINGS) {
            endings.clear();
            open.forEach((chatId, lease) -> endings.add(new Ending(chatId, lease.endsAtMs())));
        }
    }

    private void put(String chatId, Lease lease) {
        Lease before = open.put(chatId, lease);
        if (before == null || before.endsAtMs() != lease.endsAtMs()) {
            endings.add(new Ending(chatId, lease.endsAtMs()));
            closeUpEndings();
        }
        store.putLease(instanceId, chatId, lease);
    }
}

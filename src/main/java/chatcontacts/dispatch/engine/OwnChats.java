package chatcontacts.dispatch.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When the chats of one instance that this owner started began, as long as neither their end was seen nor its absence noticed.
 * Belongs to the stream thread.
 */
final class OwnChats {

    private final Map<String, Long> startedAtMs = new LinkedHashMap<>(); // in the order of their starts

    /** @param max how many are remembered, the newest ones */
    void started(String contactId, long atMs, int max) {
        startedAtMs.putIfAbsent(contactId, atMs);
        while (startedAtMs.size() > max) {
            startedAtMs.remove(startedAtMs.keySet().iterator().next());
        }
    }

    /** Forgets that chat. Returns when it began, {@link Long#MAX_VALUE} if it is not known. */
    long remove(String contactId) {
        Long atMs = startedAtMs.remove(contactId);
        return atMs == null ? Long.MAX_VALUE : atMs;
    }

    /** When the first one began; {@link Long#MAX_VALUE} if there is none. */
    long firstStartedAtMs() {
        return startedAtMs.isEmpty()
                ? Long.MAX_VALUE
                : startedAtMs.values().iterator().next();
    }

    void removeFirst() {
        startedAtMs.remove(startedAtMs.keySet().iterator().next());
    }
}

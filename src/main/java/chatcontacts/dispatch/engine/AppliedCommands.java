package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.store.LaneStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The commands that a lane has handled, as long as they are valid: one that comes again is known, and later it is refused anyway.
 * Belongs to the stream thread.
 */
final class AppliedCommands {

    /** Commands come from people. */
    static final int MAX = 10_000;

    private final LaneStore store;
    private final Map<String, Long> validUntilMs = new HashMap<>();
    private long nextForgetMs = Long.MAX_VALUE;

    AppliedCommands(LaneStore store) {
        this.store = store;
    }

    void load() {
        store.commands(this::remember);
    }

    boolean contains(String id) {
        return validUntilMs.containsKey(id);
    }

    boolean isFull() {
        return validUntilMs.size() >= MAX;
    }

    void add(String id, long untilMs) {
        store.putCommand(id, untilMs);
        remember(id, untilMs);
    }

    private void remember(String id, long untilMs) {
        validUntilMs.put(id, untilMs);
        nextForgetMs = Math.min(nextForgetMs, untilMs);
    }

    /** Forgets those that are not valid any more. */
    void forget(long nowMs) {
        if (nowMs < nextForgetMs) {
            return;
        }
        List<String> over = new ArrayList<>();
        nextForgetMs = Long.MAX_VALUE;
        validUntilMs.forEach((id, untilMs) -> {
            if (untilMs <= nowMs) {
                over.add(id);
            } else {
                nextForgetMs = Math.min(nextForgetMs, untilMs);
            }
        });
        over.forEach(id -> {
            validUntilMs.remove(id);
            store.deleteCommand(id);
        });
    }

    /** When there is more to forget, {@link Long#MAX_VALUE} for never. */
    long nextForgetMs() {
        return nextForgetMs;
    }
}

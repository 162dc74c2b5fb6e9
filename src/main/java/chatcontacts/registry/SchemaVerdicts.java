package chatcontacts.registry;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What is known of schemas that could not be had, so that a burst of their values does not become a burst of requests, and one
 * hiccup of a registry does not condemn a schema. Ours and not the registry client's: its cache also takes "subject not found"
 * for an unknown id, and does not remember a schema that is not Avro. Holds the newest {@value #MAX_SCHEMAS}. Safe for use by
 * several threads.
 */
final class SchemaVerdicts {

    static final int MAX_SCHEMAS = 1000;

    /** How long an id that the registry does not know is asked for again: a follower may lag behind the one that took it. */
    static final Duration UNKNOWN_PATIENCE = Duration.ofSeconds(3);

    /** How long an id that the registry refuses is asked for again before it is doubted. */
    static final Duration REFUSAL_PATIENCE = Duration.ofSeconds(30);

    /** Whoever makes up ids would otherwise hold up his partition with each. */
    static final int UNKNOWN_IDS_A_MINUTE = 2;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Duration unknownFor;
    private final LongSupplier nanoTime;
    private final Deque<Long> waits = new ArrayDeque<>();
    private final Map<SchemaId, SchemaVerdict> entries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SchemaId, SchemaVerdict> eldest) {
            return size() > MAX_SCHEMAS;
        }
    };

    /** Since when it could not be had, and what was decided then, for good or at that time. */
    private record SchemaVerdict(long sinceNanos, Optional<String> problem, boolean forGood, long decidedAtNanos) {}

    /**
     * Nothing known yet.
     *
     * @param unknownFor how long a verdict that is not for good holds
     */
    SchemaVerdicts(Duration unknownFor, LongSupplier nanoTime) {
        this.unknownFor = unknownFor;
        this.nanoTime = nanoTime;
    }

    /** Why values of that schema are malformed; empty: ask the registry. */
    synchronized Optional<String> malformed(SchemaId id) {
        SchemaVerdict entry = entries.get(id);
        return entry == null || (!entry.forGood() && passed(entry.decidedAtNanos(), unknownFor))
                ? Optional.empty()
                : entry.problem();
    }

    synchronized void forGood(SchemaId id, String problem) {
        entries.put(id, new SchemaVerdict(0, Optional.of(problem), true, 0));
    }

    synchronized void forSomeTime(SchemaId id, String problem) {
        long now = nanoTime.getAsLong();
        SchemaVerdict entry = entries.get(id);
        entries.put(id, new SchemaVerdict(entry == null ? now : entry.sinceNanos(), Optional.of(problem), false, now));
    }

    /** The registry does not know it: whether to ask again before that is believed. */
    synchronized boolean awaitUnknown(SchemaId id) {
        long now = nanoTime.getAsLong();
        SchemaVerdict entry = entries.get(id);
        if (entry != null) {
            return !passed(entry.sinceNanos(), UNKNOWN_PATIENCE);
        }
        while (!waits.isEmpty() && passed(waits.peek(), MINUTE)) {
            waits.remove();
        }
        if (waits.size() >= UNKNOWN_IDS_A_MINUTE) {
            return false;
        }
        waits.add(now);
        entries.put(id, undecided(now));
        return true;
    }

    /** The registry refuses it: whether to ask again before that is doubted. */
    synchronized boolean awaitRefused(SchemaId id) {
        SchemaVerdict entry = entries.computeIfAbsent(id, it -> undecided(nanoTime.getAsLong()));
        return !passed(entry.sinceNanos(), REFUSAL_PATIENCE);
    }

    /** It could be had. */
    synchronized void found(SchemaId id) {
        entries.remove(id);
    }

    private static SchemaVerdict undecided(long now) {
        return new SchemaVerdict(now, Optional.empty(), false, now);
    }

    private boolean passed(long sinceNanos, Duration length) {
        return nanoTime.getAsLong() - sinceNanos >= length.toNanos();
    }
}

package chatcontacts.app.metrics;

import chatcontacts.domain.outcome.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many outcomes of each kind this process gave in the last quarter of an hour, by ten seconds: so that a page that was only
 * just opened has a past. The tens of seconds are those of the wall clock, so that those of several processes can be added. Safe for
 * use by several threads.
 */
public final class OutcomeHistory {

    static final String STARTED = "STARTED";
    static final String REPLAYED = "REPLAYED";

    private static final int BUCKETS = 90;
    private static final int SECONDS = 10;
    private static final List<String> KINDS = kinds();

    private final InstantSource clock;
    private final long[][] counts = new long[BUCKETS][KINDS.size()];
    private long newest;

    public OutcomeHistory(InstantSource clock) {
        this.clock = clock;
        this.newest = now();
    }

    /** One more of that kind: {@link #STARTED}, {@link #REPLAYED}, or the name of a reason. */
    public synchronized void count(String kind) {
        turn();
        counts[Math.floorMod(newest, BUCKETS)][KINDS.indexOf(kind)]++;
    }

    /** For each kind that there was, how many fell in each ten seconds, the oldest first. */
    public synchronized Map<String, Object> page() {
        turn();
        Map<String, Object> all = new LinkedHashMap<>();
        for (int kind = 0; kind < KINDS.size(); kind++) {
            List<Long> row = new ArrayList<>(BUCKETS);
            for (long bucket = newest - BUCKETS + 1; bucket <= newest; bucket++) {
                row.add(counts[Math.floorMod(bucket, BUCKETS)][kind]);
            }
            if (row.stream().anyMatch(count -> count > 0)) {
                all.put(KINDS.get(kind), row);
            }
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("bucketSeconds", SECONDS);
        page.put("until", Instant.ofEpochSecond((newest + 1) * SECONDS).toString());
        page.put("counts", all);
        return page;
    }

    /** A clock that was set back counts into the newest. */
    private void turn() {
        long now = now();
        for (long bucket = Math.max(newest + 1, now - BUCKETS + 1); bucket <= now; bucket++) {
            counts[Math.floorMod(bucket, BUCKETS)] = new long[KINDS.size()];
        }
        newest = Math.max(newest, now);
    }

    private long now() {
        return Math.floorDiv(clock.millis(), SECONDS * 1_000L);
    }

    private static List<String> kinds() {
        List<String> kinds = new ArrayList<>(List.of(STARTED, REPLAYED));
        for (Reason reason : Reason.values()) {
            kinds.add(reason.name());
        }
        return List.copyOf(kinds);
    }
}

package chatcontacts.app.metrics;

import chatcontacts.domain.outcome.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The number of outcomes of each kind in the last fifteen minutes, in buckets of ten seconds, so that a status json that was just
 * opened has a history. Buckets follow the wall clock, so that those of several processes can be added up. Thread-safe.
 */
public final class OutcomeHistory {

    static final String STARTED = "STARTED";
    static final String REPLAYED = "REPLAYED";

    private static final int BUCKET_COUNT = 90;
    private static final int BUCKET_SECONDS = 10;
    private static final List<String> KINDS = kinds();

    private final InstantSource clock;
    private final long[][] counts = new long[BUCKET_COUNT][KINDS.size()];
    private long newest;

    public OutcomeHistory(InstantSource clock) {
        this.clock = clock;
        this.newest = now();
    }

    /** Counts one outcome of a kind: {@link #STARTED}, {@link #REPLAYED}, or the name of a reason. */
    public synchronized void count(String kind) {
        advance();
        counts[Math.floorMod(newest, BUCKET_COUNT)][KINDS.indexOf(kind)]++;
    }

    /** The counts of each kind that occurred, the oldest bucket first, as JSON values. */
    public synchronized Map<String, Object> toJson() {
        advance();
        Map<String, Object> all = new LinkedHashMap<>();
        for (int kind = 0; kind < KINDS.size(); kind++) {
            List<Long> row = new ArrayList<>(BUCKET_COUNT);
            for (long bucket = newest - BUCKET_COUNT + 1; bucket <= newest; bucket++) {
                row.add(counts[Math.floorMod(bucket, BUCKET_COUNT)][kind]);
            }
            if (row.stream().anyMatch(count -> count > 0)) {
                all.put(KINDS.get(kind), row);
            }
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bucketSeconds", BUCKET_SECONDS);
        json.put("until", Instant.ofEpochSecond((newest + 1) * BUCKET_SECONDS).toString());
        json.put("counts", all);
        return json;
    }

    /** If the clock was set back, the newest bucket stays the newest. */
    private void advance() {
        long now = now();
        for (long bucket = Math.max(newest + 1, now - BUCKET_COUNT + 1); bucket <= now; bucket++) {
            counts[Math.floorMod(bucket, BUCKET_COUNT)] = new long[KINDS.size()];
        }
        newest = Math.max(newest, now);
    }

    private long now() {
        return Math.floorDiv(clock.millis(), BUCKET_SECONDS * 1_000L);
    }

    private static List<String> kinds() {
        List<String> kinds = new ArrayList<>(List.of(STARTED, REPLAYED));
        for (Reason reason : Reason.values()) {
            kinds.add(reason.name());
        }
        return List.copyOf(kinds);
    }
}

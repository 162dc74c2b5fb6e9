package chatcontacts.cli.redrive;

import chatcontacts.domain.request.InstanceRef;
import chatcontacts.wire.DeadLetterRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The counts of a redrive run. Read and written by the thread of the run. */
public final class RedriveReport {

    /** So many places are kept for each cause: enough to look at, and bounded. */
    static final int MAX_PLACES = 100;

    private static final String NONE = "-";

    private final Map<String, Count> byReason = new TreeMap<>();
    private final Map<String, Count> byErrorCode = new TreeMap<>();
    private final Map<String, Count> byInstance = new TreeMap<>();
    private final Map<SkipReason, Skipped> skipped = new EnumMap<>(SkipReason.class);
    private final Count total = new Count();
    private long read;
    private long sentBefore;
    private long notSelected;
    private long forgotten;
    private boolean stopped;

    /** How many were candidate, and how many of them were sent. */
    public static final class Count {
        private long found;
        private long sent;

        public long found() {
            return found;
        }

        public long sent() {
            return sent;
        }
    }

    /** How many were left out for one cause, and where the first of them lie. */
    public static final class Skipped {
        private final List<String> places = new ArrayList<>();
        private long number;

        public long number() {
            return number;
        }

        /** {@code topic-partition@offset} of the first ones, for causes that are listed. */
        public List<String> places() {
            return Collections.unmodifiableList(places);
        }
    }

    /** One that is meant, with its place in each table. */
    record RedriveCandidate(DeadLetterRecord deadLetter, RequestSummary summary) {}

    void read() {
        read++;
    }

    void sentBefore() {
        sentBefore++;
    }

    void notSelected() {
        notSelected++;
    }

    void skipped(RedriveCandidate it, SkipReason reason) {
        counts(it).forEach(count -> count.found++);
        Skipped skips = skipped.computeIfAbsent(reason, key -> new Skipped());
        skips.number++;
        if (reason.isListed() && skips.places.size() < MAX_PLACES) {
            skips.places.add(it.deadLetter().toString());
        }
    }

    void sent(RedriveCandidate it) {
        counts(it).forEach(count -> {
            count.found++;
            count.sent++;
        });
    }

    void forgotten(long number) {
        forgotten = number;
    }

    void stopped() {
        stopped = true;
    }

    private List<Count> counts(RedriveCandidate it) {
        return List.of(
                total,
                byReason.computeIfAbsent(it.deadLetter().reason(), key -> new Count()),
                byErrorCode.computeIfAbsent(it.deadLetter().errorCode().orElse(NONE), key -> new Count()),
                byInstance.computeIfAbsent(
                        it.summary().instance().map(InstanceRef::id).orElse(NONE), key -> new Count()));
    }

    public Count total() {
        return total;
    }

    public Map<String, Count> byReason() {
        return Collections.unmodifiableMap(byReason);
    }

    public Map<String, Count> byErrorCode() {
        return Collections.unmodifiableMap(byErrorCode);
    }

    public Map<String, Count> byInstance() {
        return Collections.unmodifiableMap(byInstance);
    }

    public Map<SkipReason, Skipped> skipped() {
        return Collections.unmodifiableMap(skipped);
    }

    /** Dead letters that were read, also those that were not meant. */
    public long readSoFar() {
        return read;
    }

    /** Those that an earlier run of the group sent. */
    public long sentEarlier() {
        return sentBefore;
    }

    /** Dead letters that the options do not select. */
    public long notSelectedSoFar() {
        return notSelected;
    }

    /** Those left out that no later run of the group will look at, since its memory is full. */
    public long forgottenSoFar() {
        return forgotten;
    }

    /** Whether it ended before the end of the topic. */
    public boolean isStopped() {
        return stopped;
    }
}

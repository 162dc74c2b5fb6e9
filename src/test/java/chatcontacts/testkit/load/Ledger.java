package chatcontacts.testkit.load;

import chatcontacts.testkit.connect.KnownContact;
import chatcontacts.testkit.load.RequestDraft.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of every record: what was sent, what became of it, and whether that is right. Exactly one outcome belongs to
 * each: a result; a dead letter for what is no request; both for a request that fails. Outcomes of records that others sent
 * are counted apart. News may come in any order. Thread-safe.
 */
public final class Ledger {

    private static final int MAX_PROBLEMS = 50;

    /** Where a record lies on the request topic. */
    public record Place(int partition, long offset) {
        @Override
        public String toString() {
            return partition + "@" + offset;
        }
    }

    /**
     * A result as it was read.
     *
     * @param outcome STARTED, or the reason of the failure
     * @param token instance and client token
     * @param contactId of the started contact
     */
    public record Resulted(
            String outcome, String token, @Nullable String contactId, boolean replayed) {}

    /**
     * A sum of everything.
     *
     * @param sent records of ours
     * @param settled those of them whose outcome is complete
     * @param results of ours
     * @param malformed dead letters of ours that have no result beside them
     * @param started results STARTED that are not replayed
     * @param replayed results that are
     * @param failed first outcomes by reason
     * @param kinds records of ours by kind
     * @param tokensStarted tokens with a contact, those of others included
     * @param others outcomes of records that were not ours
     * @param problems what is wrong, as sentences, the first of them
     */
    public record Account(
            long sent,
            long settled,
            long results,
            long malformed,
            long started,
            long replayed,
            Map<String, Long> failed,
            Map<Kind, Long> kinds,
            long tokensStarted,
            long others,
            long problemCount,
            List<String> problems) {

        public Account {
            failed = Map.copyOf(failed);
            kinds = Map.copyOf(kinds);
            problems = List.copyOf(problems);
        }

        /** Records of ours without a complete outcome. */
        public long missing() {
            return sent - settled;
        }
    }

    /**
     * A token for which Connect holds a contact and no result names one.
     *
     * @param token instance and client token
     * @param madeAt when Connect made the contact
     * @param outcome the reason of the failure, empty if there is no outcome
     * @param outcomeAtNanos when that was read
     */
    public record Orphan(String token, Instant madeAt, String outcome, long outcomeAtNanos) {}

    private record Failure(String reason, long atNanos) {}

    private static final class RecordRow {
        private @Nullable Kind kind;
        private long sentAtNanos;
        private @Nullable Resulted result;
        private long resultAtNanos;
        private @Nullable String deadLetter;
    }

    private final Latencies latencies;
    private final Map<Place, RecordRow> open = new HashMap<>();
    private final Map<Integer, BitSet> settledPlaces = new HashMap<>();
    private final Map<String, String> contacts = new HashMap<>();
    private final Map<String, Failure> failures = new HashMap<>();
    private final Map<String, Long> failed = new TreeMap<>();
    private final Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
    private final List<String> problems = new ArrayList<>();
    private long problemCount;
    private long sent;
    private long settled;
    private long results;
    private long malformed;
    private long started;
    private long replayed;

    /** With a place for the time from each request to its outcome. */
    public Ledger(Latencies latencies) {
        this.latencies = latencies;
    }

    /** A record of ours was written. */
    public synchronized void sent(Place place, Kind kind, long atNanos) {
        sent++;
        kinds.merge(kind, 1L, Long::sum);
        RecordRow row = open.computeIfAbsent(place, it -> new RecordRow());
        row.kind = kind;
        row.sentAtNanos = atNanos;
        settle(place, row);
    }

    /** A result was read. */
    public synchronized void result(Place place, Resulted result, long atNanos) {
        RecordRow row = open.computeIfAbsent(place, it -> new RecordRow());
        if (row.result != null || isSettled(place)) {
            problem(place, "has a second result");
            return;
        }
        row.result = result;
        row.resultAtNanos = atNanos;
        contact(place, result);
        if (result.contactId() == null && !result.outcome().equals("TOKEN_REUSED")) {
            failures.putIfAbsent(result.token(), new Failure(result.outcome(), atNanos));
        }
        settle(place, row);
    }

    /** A dead letter was read. */
    public synchronized void deadLetter(Place place, String reason, long atNanos) {
        RecordRow row = open.computeIfAbsent(place, it -> new RecordRow());
        if (row.deadLetter != null || isSettled(place)) {
            problem(place, "has a second dead letter");
            return;
        }
        row.deadLetter = reason;
        if (row.resultAtNanos == 0) {
            row.resultAtNanos = atNanos;
        }
        settle(place, row);
    }

    /** One token, one contact, and one result that is not a repetition. */
    private void contact(Place place, Resulted result) {
        if (result.contactId() == null) {
            return;
        }
        String known = contacts.putIfAbsent(result.token(), result.contactId());
        if (known != null && !known.equals(result.contactId())) {
            problem(place, "got another contact than its token's first");
        } else if (known != null && !result.replayed()) {
            problem(place, "started its token a second time");
        }
    }

    /** Closes a row that is complete; what is not right about it becomes a problem. */
    private void settle(Place place, RecordRow row) {
        Kind kind = row.kind;
        if (kind == null || !isComplete(row)) {
            return;
        }
        open.remove(place);
        settledPlaces
                .computeIfAbsent(place.partition(), partition -> new BitSet())
                .set(Math.toIntExact(place.offset()));
        settled++;
        latencies.add(Math.max(0, row.resultAtNanos - row.sentAtNanos));
        count(place, kind, row);
    }

    private static boolean isComplete(RecordRow row) {
        Resulted result = row.result;
        if (result == null) {
            return "MALFORMED".equals(row.deadLetter);
        }
        boolean aloneIsEnough = result.contactId() != null || result.replayed();
        return aloneIsEnough || row.deadLetter != null;
    }

    private void count(Place place, Kind kind, RecordRow row) {
        Resulted result = row.result;
        String outcome = result == null ? String.valueOf(row.deadLetter) : result.outcome();
        if (!kind.allows(outcome)) {
            problem(place, "was sent as " + kind + " and ended as " + outcome);
        }
        if (result == null) {
            malformed++;
            failed.merge(outcome, 1L, Long::sum);
            return;
        }
        results++;
        if (row.deadLetter != null && !row.deadLetter.equals(outcome)) {
            problem(place, "has a result of " + outcome + " and a dead letter of " + row.deadLetter);
        }
        if (result.replayed()) {
            replayed++;
        } else if (result.contactId() != null) {
            started++;
        } else {
            failed.merge(outcome, 1L, Long::sum);
        }
    }

    private boolean isSettled(Place place) {
        BitSet places = settledPlaces.get(place.partition());
        return places != null && places.get(Math.toIntExact(place.offset()));
    }

    private void problem(Object about, String sentence) {
        problemCount++;
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(about + " " + sentence);
        }
    }

    /**
     * Holds the results against what Connect has: a result that names another contact than Connect's, or one that Connect does
     * not have, becomes a problem.
     *
     * @param held the contact of each token (instance and client token)
     * @return contacts that no result names
     */
    public synchronized List<Orphan> compare(Map<String, KnownContact> held) {
        contacts.forEach((token, contactId) -> {
            KnownContact atConnect = held.get(token);
            if (atConnect == null || !atConnect.contactId().equals(contactId)) {
                problem(token, "has a result with a contact that Connect does not hold for it");
            }
        });
        return held.entrySet().stream()
                .filter(entry -> !contacts.containsKey(entry.getKey()))
                .map(entry -> orphan(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Orphan orphan(String token, KnownContact held) {
        Failure failure = failures.getOrDefault(token, new Failure("", Long.MAX_VALUE));
        return new Orphan(token, held.at(), failure.reason(), failure.atNanos());
    }

    /** How everything stands now. */
    public synchronized Account account() {
        long others = open.values().stream().filter(row -> row.kind == null).count();
        return new Account(
                sent,
                settled,
                results,
                malformed,
                started,
                replayed,
                failed,
                kinds,
                contacts.size(),
                others,
                problemCount,
                problems);
    }

    /** Places of records of ours without a complete outcome, the first of them. */
    public synchronized List<String> missing() {
        return open.entrySet().stream()
                .filter(entry -> entry.getValue().kind != null)
                .limit(MAX_PROBLEMS)
                .map(entry -> entry.getKey() + " (" + entry.getValue().kind + ")")
                .sorted()
                .toList();
    }
}

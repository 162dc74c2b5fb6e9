package chatcontacts.testkit.service;

import chatcontacts.domain.json.Json;
import chatcontacts.testkit.connect.ConnectSimulator;
import chatcontacts.testkit.connect.ConnectStats;
import chatcontacts.testkit.load.Latencies;
import chatcontacts.testkit.load.Ledger.Account;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The summary of a run, compared with what Connect saw.
 *
 * @param account of the ledger
 * @param missing places of records without an outcome
 * @param connect what Connect saw, all lanes together
 * @param excused contacts whose request failed as something else than UNCERTAIN, with an excuse; none where no process is
 *     killed
 * @param firstContact from the start of the JVM to the first result STARTED that was read
 * @param p50 of the time from a request to its outcome
 * @param p99 likewise
 */
public record RunSummary(
        Account account,
        List<String> missing,
        ConnectTotals connect,
        long excused,
        Optional<Duration> firstContact,
        Duration p50,
        Duration p99) {

    /**
     * What all simulators saw together.
     *
     * @param sdkRetries calls that the SDK marks as another attempt of its own
     * @param violations what a correct client never does, in sentences
     */
    public record ConnectTotals(
            long calls, long contacts, long sdkRetries, Map<String, Long> answers, List<String> violations) {

        public static ConnectTotals of(Collection<ConnectSimulator> simulators) {
            long calls = 0;
            long contacts = 0;
            long retries = 0;
            Map<String, Long> answers = new TreeMap<>();
            List<String> violations = new ArrayList<>();
            for (ConnectSimulator simulator : simulators) {
                ConnectStats stats = simulator.stats();
                calls += stats.calls();
                contacts += stats.created();
                retries += stats.sdkAttempts().entrySet().stream()
                        .filter(entry -> entry.getKey() != 1)
                        .mapToLong(Map.Entry::getValue)
                        .sum();
                stats.answers().forEach((kind, count) -> answers.merge(kind, count, Long::sum));
                violations.addAll(stats.violations());
                if (stats.tokensWithSeveralContacts() > 0) {
                    violations.add(stats.tokensWithSeveralContacts() + " tokens made more than one contact");
                }
                if (stats.untokened() > 0) {
                    violations.add(stats.untokened() + " calls came without a client token");
                }
                if (stats.unsigned() > 0) {
                    violations.add(stats.unsigned() + " calls were not signed");
                }
                if (stats.undocumentedFields() > 0) {
                    violations.add(stats.undocumentedFields() + " fields that the API does not have");
                }
                simulator.failure().ifPresent(broken -> violations.add("the simulator broke: " + broken));
            }
            return new ConnectTotals(calls, contacts, retries, answers, violations);
        }
    }

    /** What is wrong, as sentences; empty after a run as it should be. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (account.started() == 0) {
            faults.add("not one chat was started");
        }
        if (!missing.isEmpty() || account.missing() > 0) {
            faults.add(account.missing() + " records without a complete outcome: " + String.join(", ", missing));
        }
        if (account.sent() != account.results() + account.malformed() + account.missing()) {
            faults.add(account.sent() + " sent are not " + account.results() + " results and " + account.malformed()
                    + " malformed");
        }
        faults.addAll(account.problems());
        if (account.problemCount() > account.problems().size()) {
            faults.add(account.problemCount() + " such problems in all");
        }
        long uncertain = account.failed().getOrDefault("UNCERTAIN", 0L);
        long unexplained = connect.contacts() - account.tokensStarted();
        if (unexplained < 0 || unexplained > uncertain + excused) {
            faults.add(connect.contacts() + " contacts at Connect, " + account.tokensStarted() + " tokens started, "
                    + uncertain + " uncertain");
        }
        if (connect.sdkRetries() > 0) {
            faults.add(connect.sdkRetries() + " calls were retried by the SDK");
        }
        faults.addAll(connect.violations());
        return faults;
    }

    public String text() {
        List<String> lines = facts();
        List<String> faults = faults();
        faults.forEach(fault -> lines.add("WRONG     " + fault));
        lines.add(
                faults.isEmpty()
                        ? "Every record is accounted for."
                        : "NOT every record is accounted for as it should.");
        return String.join(System.lineSeparator(), lines);
    }

    /** What happened, without a judgement: a line each. */
    public List<String> facts() {
        long failed =
                account.failed().values().stream().mapToLong(Long::longValue).sum();
        List<String> lines = new ArrayList<>();
        lines.add("sent      " + account.sent() + " records " + new TreeMap<>(account.kinds()));
        lines.add("results   " + account.results() + ", and " + account.malformed() + " malformed without one: "
                + (account.missing() == 0 ? "none missing" : account.missing() + " MISSING"));
        lines.add("outcomes  " + account.started() + " started, " + account.replayed() + " replayed, " + failed
                + " failed" + (failed == 0 ? "" : " " + ProgressLine.reasons(account))
                + (account.others() == 0 ? "" : ", " + account.others() + " of records of others"));
        lines.add("Connect   " + connect.contacts() + " contacts for " + account.tokensStarted() + " tokens, "
                + connect.calls() + " calls " + connect.answers() + ", " + connect.sdkRetries() + " SDK retries, "
                + connect.violations().size() + " violations");
        lines.add("latency   p50 " + Latencies.words(p50) + ", p99 " + Latencies.words(p99)
                + ", request to outcome, waiting for quota included"
                + firstContact
                        .map(it -> "; first contact " + Latencies.words(it) + " after the start")
                        .orElse(""));
        return lines;
    }

    public String json() {
        return Json.of(asMap());
    }

    /** All of it, for JSON. */
    public Map<String, Object> asMap() {
        Map<String, Object> all = new LinkedHashMap<>();
        Map<String, Object> kinds = new LinkedHashMap<>();
        new TreeMap<>(account.kinds()).forEach((kind, count) -> kinds.put(kind.name(), count));
        all.put("complete", faults().isEmpty());
        all.put("sent", account.sent());
        all.put("kinds", kinds);
        all.put("results", account.results());
        all.put("malformed", account.malformed());
        all.put("missing", account.missing());
        all.put("started", account.started());
        all.put("replayed", account.replayed());
        all.put("failed", new TreeMap<>(account.failed()));
        all.put("others", account.others());
        all.put("tokensStarted", account.tokensStarted());
        all.put("contactsAtConnect", connect.contacts());
        all.put("callsAtConnect", connect.calls());
        all.put("answersOfConnect", connect.answers());
        all.put("sdkRetries", connect.sdkRetries());
        all.put("p50Millis", p50.toMillis());
        all.put("p99Millis", p99.toMillis());
        firstContact.ifPresent(it -> all.put("firstContactMillis", it.toMillis()));
        all.put("faults", faults());
        return all;
    }
}

package chatcontacts.system.chaos;

import chatcontacts.domain.json.Json;
import chatcontacts.testkit.connect.ConnectSimulator;
import chatcontacts.testkit.connect.KnownContact;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.load.Latencies;
import chatcontacts.testkit.load.Ledger;
import chatcontacts.testkit.load.Ledger.Orphan;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.RunSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a chaos run did and what came of it.
 *
 * @param length of the load
 * @param summary of the requests, held against what Connect saw
 * @param disturbances how many of each kind
 * @param recoveries from each event until every lane had started a chat again, by kind
 * @param worstExcess for each lane, by how many calls the worst window was over rate x time + burst; below zero: the rate was kept
 * @param foundAgain calls that found the contact of their token already there
 * @param uncertain contacts whose request ended as UNCERTAIN
 * @param lostMarks contacts whose request failed otherwise, with a kill between the call and the outcome: src/docs/guarantees.md
 * @param logs of the processes, kept if something is wrong
 * @param faults what is wrong, as sentences
 */
record ChaosReport(
        ChaosEnvironment.ChaosSettings settings,
        Duration length,
        RunSummary summary,
        Map<String, Integer> disturbances,
        Map<String, List<Duration>> recoveries,
        Map<String, Double> worstExcess,
        long foundAgain,
        long uncertain,
        long lostMarks,
        String logs,
        List<String> faults) {

    static ChaosReport of(
            ChaosEnvironment.ChaosSettings settings,
            Duration length,
            ChaosScenario scenario,
            LocalEnvironment environment,
            Ledger ledger,
            Latencies latencies,
            EventLog eventLog,
            RecoveryTimes recoveries,
            ServiceProcesses processes) {
        Map<String, KnownContact> held = new HashMap<>();
        environment.connects().values().forEach(connect -> held.putAll(connect.held()));
        List<Orphan> orphans = ledger.compare(held);
        long uncertain =
                orphans.stream().filter(it -> it.outcome().equals("UNCERTAIN")).count();
        List<Orphan> others =
                orphans.stream().filter(it -> !it.outcome().equals("UNCERTAIN")).toList();
        List<Orphan> unexplained =
                others.stream().filter(it -> !lostItsMark(it, eventLog)).toList();
        long lostMarks = (long) others.size() - unexplained.size();

        List<String> faults = new ArrayList<>(eventLog.faults());
        unexplained.forEach(it -> faults.add("Connect holds a contact for " + it.token() + ", made at " + it.madeAt()
                + ", which ended as " + (it.outcome().isEmpty() ? "nothing" : it.outcome())));
        RunSummary summary = new RunSummary(
                ledger.account(),
                ledger.missing(),
                RunSummary.ConnectTotals.of(environment.connects().values()),
                lostMarks,
                Optional.empty(),
                latencies.overall(50),
                latencies.overall(99));
        faults.addAll(summary.faults());
        Map<String, Double> worstExcess = new TreeMap<>();
        for (SimulatedLane lane : scenario.lanes()) {
            double excess =
                    environment.connect(lane.name()).stats().arrivals().worstExcess(lane.ratePerSecond(), lane.burst());
            worstExcess.put(lane.name(), excess);
            // A former owner may add one second's rate when a lane changes hands.
            if (excess > lane.ratePerSecond()) {
                faults.add(String.format(
                        Locale.ROOT, "lane %s was %.1f calls over its rate and burst", lane.name(), excess));
            }
        }
        long indiscreet = processes.indiscreetLines();
        if (indiscreet > 0) {
            faults.add(indiscreet + " lines of the logs hold secrets or customer text");
        }
        return new ChaosReport(
                settings,
                length,
                summary,
                eventLog.counts(),
                recoveries.byKind(),
                worstExcess,
                foundAgain(environment),
                uncertain,
                lostMarks,
                processes.folder().toString(),
                List.copyOf(faults));
    }

    /** The mark of a call is lost with a process that dies before it is committed; nothing else may lose it. */
    private static boolean lostItsMark(Orphan orphan, EventLog eventLog) {
        return !orphan.outcome().isEmpty()
                && eventLog.kills().stream()
                        .anyMatch(kill -> kill.at().isAfter(orphan.madeAt()) && kill.nanos() < orphan.outcomeAtNanos());
    }

    private static long foundAgain(LocalEnvironment environment) {
        return environment.connects().values().stream()
                .map(ConnectSimulator::stats)
                .flatMap(stats -> stats.answers().entrySet().stream())
                .filter(entry -> entry.getKey().endsWith("REPEATED"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** How to have the same again. */
    private String repeat() {
        return String.format(
                Locale.ROOT,
                "mvn test-compile exec:exec@chaos -Dchaos.args=\"--seed %d --for %ds --every %ds --processes %d --rate %.0f\"",
                settings.seed(),
                settings.length().toSeconds(),
                settings.every().toSeconds(),
                settings.processes(),
                settings.ratePerSecond());
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("chaos     " + Latencies.words(length) + " of load, " + settings.processes() + " processes, seed "
                + settings.seed() + ": " + disturbances);
        recoveries.forEach(
                (kind, durations) -> lines.add("recovery  after " + kind + ": " + RecoveryTimes.words(durations)));
        lines.addAll(summary.facts());
        lines.add("contacts  " + uncertain + " of uncertain requests, " + lostMarks
                + " of requests whose mark a kill took, " + foundAgain + " calls found theirs there already");
        StringBuilder rate = new StringBuilder("rate      worst window, calls over rate x time + burst:");
        worstExcess.forEach((lane, excess) -> rate.append(String.format(Locale.ROOT, " %s %.1f", lane, excess)));
        lines.add(rate.toString());
        faults.forEach(fault -> lines.add("WRONG     " + fault));
        if (!faults.isEmpty() || settings.keep()) {
            lines.add("logs      " + logs);
        }
        lines.add("again     " + repeat());
        lines.add(faults.isEmpty() ? "Nothing was lost, nothing came twice." : "NOT everything is as it should be.");
        return String.join(System.lineSeparator(), lines);
    }

    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("sound", faults.isEmpty());
        all.put("seed", settings.seed());
        all.put("seconds", length.toSeconds());
        all.put("processes", settings.processes());
        all.put("disturbances", disturbances);
        Map<String, Object> millis = new LinkedHashMap<>();
        recoveries.forEach((kind, durations) ->
                millis.put(kind, durations.stream().map(Duration::toMillis).toList()));
        all.put("recoveryMillis", millis);
        all.put("summary", summary.asMap());
        all.put("uncertainContacts", uncertain);
        all.put("lostMarks", lostMarks);
        all.put("foundAgain", foundAgain);
        all.put("worstExcess", worstExcess);
        all.put("faults", faults);
        return Json.of(all);
    }
}

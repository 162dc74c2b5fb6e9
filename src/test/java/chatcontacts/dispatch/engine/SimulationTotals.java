package chatcontacts.dispatch.engine;

import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Result;
import chatcontacts.testkit.connect.ConnectResponse;
import java.util.Map;
import java.util.TreeMap;

/** Counts of one simulated run. */
final class SimulationTotals {

    final Map<String, Integer> outcomes = new TreeMap<>();
    final Map<String, Integer> answers = new TreeMap<>();
    int calls;
    int crashes;
    int moved;
    int takeovers;

    /** The most that calls might take of one instance. */
    int slotsBeyondQuota;

    void settled(Result result) {
        String kind = switch (result.outcome()) {
            case Outcome.Started ignored -> result.replayed() ? "REPLAYED" : "STARTED";
            case Outcome.Failed failed -> (result.replayed() ? "REPLAYED " : "") + failed.reason();
        };
        outcomes.merge(kind, 1, Integer::sum);
    }

    void answered(ConnectResponse answer) {
        answers.merge(answer.kind(), 1, Integer::sum);
    }

    int answers(String kind) {
        return answers.getOrDefault(kind, 0);
    }

    @Override
    public String toString() {
        return outcomes + " by " + calls + " calls " + answers + ", " + crashes + " crashes, " + takeovers
                + " take-overs";
    }
}

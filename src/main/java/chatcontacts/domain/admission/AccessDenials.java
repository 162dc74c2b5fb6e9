package chatcontacts.domain.admission;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * AccessDenied answers of one instance. A missing right hits either the whole instance (then it is held, and the queue kept,
 * until an operator grants it) or one flow (then only that flow's requests suffer). Which of the two it is shows when a request
 * of another flow succeeds: from then on the refused flow's requests spend attempts instead of holding the instance.
 *
 * @param flows refused flows, the oldest first; true once another flow was seen to work after the refusal
 * @param step of the backoff between probes
 * @param untilMs when the next probe may go, while held
 * @param held whether the instance is held
 * @param probing whether a probe is out
 */
public record AccessDenials(Map<String, Boolean> flows, int step, long untilMs, boolean held, boolean probing) {

    /** More refused flows than this in one instance are forgotten, the oldest first: they would hold it once more. */
    private static final int REMEMBERED_FLOWS = 64;

    /** Nothing was refused. */
    public static final AccessDenials NONE = new AccessDenials(Map.of(), 0, 0, false, false);

    public boolean admits(long nowMs) {
        return !held || (!probing && nowMs >= untilMs);
    }

    public AccessDenials probeSent() {
        return held ? new AccessDenials(flows, step, untilMs, true, true) : this;
    }

    public AccessDenials probeLost() {
        return new AccessDenials(flows, step, untilMs, held, false);
    }

    /** Whether a refusal of that flow is the flow's own, and so spends attempts. */
    public boolean isFlowsOwn(String flowId) {
        return Boolean.TRUE.equals(flows.get(flowId));
    }

    /** After a refusal that may concern the whole instance. */
    public AccessDenials refused(String flowId, boolean probe, Backoff backoff, long nowMs, double draw) {
        Map<String, Boolean> next = new LinkedHashMap<>(flows);
        next.putIfAbsent(flowId, false);
        while (next.size() > REMEMBERED_FLOWS) {
            next.remove(next.keySet().iterator().next());
        }
        if (held && !probe) {
            return new AccessDenials(next, step, untilMs, true, probing);
        }
        int nextStep = held ? Math.min(step + 1, backoff.lastStep()) : 0;
        return new AccessDenials(next, nextStep, nowMs + backoff.delayMs(nextStep, draw), true, false);
    }

    /** After a chat was started in that flow: the credentials work for this instance. */
    public AccessDenials allowed(String flowId) {
        if (flows.isEmpty() && !held) {
            return this;
        }
        Map<String, Boolean> next = new LinkedHashMap<>();
        flows.keySet().stream().filter(flow -> !flow.equals(flowId)).forEach(flow -> next.put(flow, true));
        return new AccessDenials(next, 0, 0, false, false);
    }
}

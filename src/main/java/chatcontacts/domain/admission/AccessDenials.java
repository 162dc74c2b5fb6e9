package chatcontacts.domain.admission;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * AccessDenied results of one instance. A missing permission concerns either the whole instance (then it is held, and the queue
 * kept, until an operator grants it) or one flow (then only that flow's requests suffer). Which of the two it is shows when a
 * request of another flow succeeds: from then on the denied flow's requests spend attempts instead of holding the instance.
 *
 * @param flows denied flows, the oldest first; true once another flow was seen to work after the denial
 * @param gate holds the instance and lets probes go
 */
public record AccessDenials(Map<String, Boolean> flows, ProbeGate gate) {

    /** More denied flows than this in one instance are forgotten, the oldest first: they would hold it once more. */
    private static final int MAX_REMEMBERED_FLOWS = 64;

    /** Nothing was denied. */
    public static final AccessDenials NONE = new AccessDenials(Map.of(), ProbeGate.RELEASED);

    /** What a former owner left: its probe is lost, and which flows they were is not known. */
    public static AccessDenials restored(boolean held, int step, long untilMs) {
        return new AccessDenials(Map.of(), ProbeGate.restored(held, step, untilMs));
    }

    /** Whether the instance is held. */
    public boolean held() {
        return gate.held();
    }

    public boolean admits(long nowMs) {
        return gate.admits(nowMs);
    }

    /** After a call went out; while held, it is the probe. */
    public AccessDenials probeSent() {
        return held() ? new AccessDenials(flows, gate.probeSent()) : this;
    }

    /** The next probe need not wait. */
    public AccessDenials probeDue(long nowMs) {
        return new AccessDenials(flows, gate.probeDue(nowMs));
    }

    public AccessDenials probeLost() {
        return new AccessDenials(flows, gate.probeLost());
    }

    /** Whether a denial of that flow is the flow's own, and so spends attempts. */
    public boolean isFlowsOwn(String flowId) {
        return Boolean.TRUE.equals(flows.get(flowId));
    }

    /** After a denial that may concern the whole instance. */
    public AccessDenials denied(String flowId, boolean probe, Backoff backoff, long nowMs, double draw) {
        Map<String, Boolean> next = new LinkedHashMap<>(flows);
        next.putIfAbsent(flowId, false);
        while (next.size() > MAX_REMEMBERED_FLOWS) {
            next.remove(next.keySet().iterator().next());
        }
        return new AccessDenials(next, gate.failed(probe, backoff, nowMs, draw));
    }

    /** After a chat was started in that flow: the credentials work for this instance. */
    public AccessDenials allowed(String flowId) {
        if (flows.isEmpty() && !held()) {
            return this;
        }
        Map<String, Boolean> next = new LinkedHashMap<>();
        flows.keySet().stream().filter(flow -> !flow.equals(flowId)).forEach(flow -> next.put(flow, true));
        return new AccessDenials(next, ProbeGate.RELEASED);
    }
}

package chatcontacts.app.status;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceView;
import chatcontacts.dispatch.engine.LaneSnapshot.Line;
import chatcontacts.dispatch.store.RequestStatus;
import chatcontacts.dispatch.store.RequestStatus.CancelledAhead;
import chatcontacts.dispatch.store.RequestStatus.Failed;
import chatcontacts.dispatch.store.RequestStatus.Open;
import chatcontacts.dispatch.store.RequestStatus.Started;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How one request stands, as it is told over HTTP. */
final class RequestJson {

    private RequestJson() {}

    /**
     * The page.
     *
     * @param lane the newest picture of its lane, empty if there is none yet
     */
    static Map<String, Object> of(
            String instanceId, String clientToken, RequestStatus standing, Optional<LaneSnapshot> lane) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("instanceId", instanceId);
        page.put("clientToken", clientToken);
        switch (standing) {
            case Open open -> open(page, instanceId, open, lane);
            case Started started -> {
                page.put("state", "STARTED");
                page.put("contactId", started.contactId());
                page.put("startedAt", started.startedAt().toString());
                page.put("connectBy", started.connectBy().toString());
                page.put("settledAt", started.settledAt().toString());
                page.put("attempts", started.attempts());
            }
            case Failed failed -> {
                page.put("state", "FAILED");
                page.put("reason", failed.reason().name());
                page.put("errorCode", failed.errorCode());
                page.put("message", failed.message());
                page.put("maybeStarted", failed.maybeStarted());
                page.put("settledAt", failed.settledAt().toString());
                page.put("attempts", failed.attempts());
                page.put("redriveCount", failed.redriveCount());
            }
            case CancelledAhead cancelled -> {
                page.put("state", "CANCELLED_AHEAD");
                page.put("rememberedUntil", cancelled.rememberedUntil().toString());
            }
        }
        return page;
    }

    private static void open(Map<String, Object> page, String instanceId, Open open, Optional<LaneSnapshot> lane) {
        page.put("state", open.inFlight() ? "IN_FLIGHT" : "WAITING");
        page.put("inDoubt", open.doubtSince().isPresent());
        page.put("doubtSince", open.doubtSince().map(Instant::toString));
        page.put("cancelled", open.cancelled());
        if (!open.inFlight()) {
            Optional<InstanceView> instance = lane.flatMap(it -> it.instances().stream()
                    .filter(view -> view.instanceId().equals(instanceId))
                    .findFirst());
            Optional<Long> ahead = instance.map(it -> ahead(it.lines(), open));
            page.put("blockedBy", lane.isPresent() ? blockers(lane.get(), instance, ahead, open) : List.of());
            page.put("aheadInInstance", open.nextAttemptAt().isPresent() ? Optional.empty() : ahead);
            page.put("nextAttemptAt", open.nextAttemptAt().map(Instant::toString));
        }
        page.put("priority", open.priority());
        page.put("fairnessKey", open.fairnessKey());
        page.put("requestedAt", open.requestedAt().map(Instant::toString));
        page.put("acceptedAt", open.acceptedAt().toString());
        page.put("notBefore", open.notBefore().map(Instant::toString));
        page.put("deadline", open.deadline().toString());
        page.put("attempts", open.attempts());
        page.put("firstCallAt", open.firstCallAt().map(Instant::toString));
        page.put("lastCallAt", open.lastCallAt().map(Instant::toString));
        page.put("errorCode", open.errorCode());
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("topic", open.source().topic());
        source.put("partition", open.source().partition());
        source.put("offset", open.source().offset());
        page.put("source", source);
    }

    /** All that stands in its way now, the widest first; of the pace nothing is said while anything else does. */
    private static List<String> blockers(
            LaneSnapshot lane, Optional<InstanceView> instance, Optional<Long> ahead, Open open) {
        List<String> blockers = new ArrayList<>();
        if (lane.hold() != LaneCircuitBreaker.Cause.NONE) {
            blockers.add("LANE_" + lane.hold().name());
        }
        if (lane.inFlight() >= lane.inFlightMax()) {
            blockers.add("IN_FLIGHT_MAX");
        }
        instance.ifPresent(it -> {
            if (it.hold() != LaneSnapshot.Hold.NONE) {
                blockers.add("INSTANCE_" + it.hold().name());
            } else if (it.used() >= Math.min(it.quota(), it.ceiling())) {
                blockers.add("QUOTA");
            }
        });
        if (open.nextAttemptAt().isPresent()) {
            blockers.add("BACK_OFF");
        } else if (ahead.orElse(0L) > 0) {
            blockers.add("TURN");
        }
        return blockers.isEmpty() ? List.of("PACE") : List.copyOf(blockers);
    }

    /**
     * About how many requests of the instance go before it: all of more urgent priorities, and of its own as many as the place of
     * its number of arrival between the first and the last of them tells.
     */
    private static long ahead(List<Line> lines, Open open) {
        long ahead = 0;
        for (Line line : lines) {
            if (line.priority() < open.priority()) {
                ahead += line.waiting();
            } else if (line.priority() == open.priority() && open.arrival() > line.firstArrival()) {
                double length = Math.max(1, line.lastArrival() - line.firstArrival());
                double place = Math.min(1, (open.arrival() - line.firstArrival()) / length);
                ahead += Math.round(place * (line.waiting() - 1));
            }
        }
        return ahead;
    }
}

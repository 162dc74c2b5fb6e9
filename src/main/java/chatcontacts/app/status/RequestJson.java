package chatcontacts.app.status;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.QueueSnapshot;
import chatcontacts.dispatch.store.RequestStatus;
import chatcontacts.dispatch.store.RequestStatus.CancelledAheadStatus;
import chatcontacts.dispatch.store.RequestStatus.FailedStatus;
import chatcontacts.dispatch.store.RequestStatus.MovedStatus;
import chatcontacts.dispatch.store.RequestStatus.OpenStatus;
import chatcontacts.dispatch.store.RequestStatus.StartedStatus;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The status of one request, as JSON. */
final class RequestJson {

    private RequestJson() {}

    /**
     * The JSON object.
     *
     * @param lane the newest snapshot of its lane, empty if there is none yet
     */
    static Map<String, Object> of(
            String instanceId, String clientToken, RequestStatus status, Optional<LaneSnapshot> lane) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("instanceId", instanceId);
        json.put("clientToken", clientToken);
        switch (status) {
            case OpenStatus open -> open(json, instanceId, open, lane);
            case StartedStatus started -> {
                json.put("state", "STARTED");
                json.put("contactId", started.contactId());
                json.put("startedAt", started.startedAt().toString());
                json.put("connectBy", started.connectBy().toString());
                json.put("settledAt", started.settledAt().toString());
                json.put("attempts", started.attempts());
            }
            case FailedStatus failed -> {
                json.put("state", "FAILED");
                json.put("reason", failed.reason().name());
                json.put("errorCode", failed.errorCode());
                json.put("message", failed.message());
                json.put("maybeStarted", failed.maybeStarted());
                json.put("settledAt", failed.settledAt().toString());
                json.put("attempts", failed.attempts());
                json.put("redriveCount", failed.redriveCount());
            }
            case MovedStatus moved -> {
                json.put("state", "MOVED");
                json.put("movedToLane", moved.lane());
                json.put("movedToInstanceId", moved.instanceId());
                json.put("movedAt", moved.movedAt().toString());
            }
            case CancelledAheadStatus cancelled -> {
                json.put("state", "CANCELLED_AHEAD");
                json.put("rememberedUntil", cancelled.rememberedUntil().toString());
            }
        }
        return json;
    }

    private static void open(
            Map<String, Object> json, String instanceId, OpenStatus open, Optional<LaneSnapshot> lane) {
        json.put("state", open.inFlight() ? "IN_FLIGHT" : "WAITING");
        json.put("inDoubt", open.doubtSince().isPresent());
        json.put("doubtSince", open.doubtSince().map(Instant::toString));
        json.put("cancelled", open.cancelled());
        if (!open.inFlight()) {
            Optional<InstanceSnapshot> instance = lane.flatMap(it -> it.instances().stream()
                    .filter(view -> view.instanceId().equals(instanceId))
                    .findFirst());
            Optional<Long> ahead = instance.map(it -> ahead(it.queues(), open));
            json.put("blockedBy", lane.isPresent() ? blockers(lane.get(), instance, ahead, open) : List.of());
            json.put("aheadInInstance", open.nextAttemptAt().isPresent() ? Optional.empty() : ahead);
            json.put("nextAttemptAt", open.nextAttemptAt().map(Instant::toString));
        }
        json.put("priority", open.priority());
        json.put("fairnessKey", open.fairnessKey());
        json.put("requestedAt", open.requestedAt().map(Instant::toString));
        json.put("acceptedAt", open.acceptedAt().toString());
        json.put("notBefore", open.notBefore().map(Instant::toString));
        json.put("deadline", open.deadline().toString());
        json.put("attempts", open.attempts());
        json.put("firstCallAt", open.firstCallAt().map(Instant::toString));
        json.put("lastCallAt", open.lastCallAt().map(Instant::toString));
        json.put("errorCode", open.errorCode());
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("topic", open.source().topic());
        source.put("partition", open.source().partition());
        source.put("offset", open.source().offset());
        json.put("source", source);
    }

    /** All that blocks it now, the widest scope first. The rate limit is named only if nothing else blocks it. */
    private static List<String> blockers(
            LaneSnapshot lane, Optional<InstanceSnapshot> instance, Optional<Long> ahead, OpenStatus open) {
        List<String> blockers = new ArrayList<>();
        if (lane.pauses("")) {
            blockers.add("LANE_PAUSED");
        } else if (instance.filter(it -> lane.pauses(it.instanceId())).isPresent()) {
            blockers.add("INSTANCE_PAUSED");
        }
        if (lane.hold() != LaneCircuitBreaker.HoldCause.NONE) {
            blockers.add("LANE_" + lane.hold().name());
        }
        if (lane.inFlight() >= lane.inFlightMax()) {
            blockers.add("IN_FLIGHT_MAX");
        }
        instance.ifPresent(it -> {
            if (it.hold() != LaneSnapshot.InstanceHold.NONE) {
                blockers.add("INSTANCE_" + it.hold().name());
            } else if (it.used() >= Math.min(it.quota(), it.concurrencyLimit())) {
                blockers.add("CONCURRENCY_LIMIT");
            }
        });
        if (open.nextAttemptAt().isPresent()) {
            blockers.add("BACK_OFF");
        } else if (ahead.orElse(0L) > 0) {
            blockers.add("TURN");
        }
        return blockers.isEmpty() ? List.of("RATE_LIMIT") : List.copyOf(blockers);
    }

    /**
     * About how many requests of the instance are ahead of it: all of more urgent priorities, and of its own priority an estimate,
     * from the position of its arrival number between the first and the last.
     */
    private static long ahead(List<QueueSnapshot> lines, OpenStatus open) {
        long ahead = 0;
        for (QueueSnapshot line : lines) {
            if (line.priority() < open.priority()) {
                ahead += line.waiting();
            } else if (line.priority() == open.priority() && open.arrival() > line.firstArrival()) {
                double length = Math.max(1, line.lastArrival() - line.firstArrival());
                double position = Math.min(1, (open.arrival() - line.firstArrival()) / length);
                ahead += Math.round(position * (line.waiting() - 1));
            }
        }
        return ahead;
    }
}

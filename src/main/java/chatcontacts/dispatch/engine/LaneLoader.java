package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.PendingRequest.Place;
import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.LimitsRow.InstanceLimitsRow;
import chatcontacts.dispatch.store.PendingRow;
import chatcontacts.dispatch.store.RequestRow;
import chatcontacts.dispatch.store.RequestRow.Called;
import chatcontacts.domain.admission.Lease;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.Envelope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the index of a lane from the store. A call that was in flight when the former owner went away was never answered. */
final class LaneLoader implements LaneStore.Contents {

    /** The longest delays that this service sets: what a former owner stored beyond them comes from a wrong clock. */
    record Longest(Duration retry, Duration hold) {
        Duration ofAny() {
            return retry.compareTo(hold) > 0 ? retry : hold;
        }
    }

    private final Lane lane;
    private final Longest longest;
    private final long nowMs;
    private final Set<RequestId> duplicated = new HashSet<>();
    private final List<PendingRequest> loaded = new ArrayList<>();

    private LaneLoader(Lane lane, Longest longest, long nowMs) {
        this.lane = lane;
        this.longest = longest;
        this.nowMs = nowMs;
    }

    static void load(Lane lane, Longest longest, OutcomeRecorder outcomes, long nowMs) {
        LaneLoader loader = new LaneLoader(lane, longest, nowMs);
        lane.limiter().restore(lane.store(), longest.hold(), nowMs);
        lane.store().load(loader);
        loader.parkAll();
        loader.failCancelled(outcomes);
        lane.instances().forEach(instance -> instance.chats().leases().restored());
    }

    @Override
    public void learned(String instanceId, InstanceLimitsRow learned) {
        lane.instance(instanceId, nowMs).restore(learned, longest.hold(), nowMs);
    }

    @Override
    public void lease(String instanceId, String chatId, Lease lease) {
        lane.instance(instanceId, nowMs).chats().leases().restore(chatId, lease, nowMs);
    }

    @Override
    public void ended(String instanceId, String contactId, long atMs) {
        lane.instance(instanceId, nowMs).chats().leases().restoreEnded(contactId, atMs, nowMs);
    }

    @Override
    public void duplicate(RequestId id, long arrival) {
        lane.requests().arrivalTaken(arrival);
        if (duplicated.add(id) && lane.store().payload(id).isEmpty()) {
            lane.replayDuplicatesOf(id);
        }
    }

    @Override
    public void payload(RequestId id, PendingRow payload, Optional<RequestRow> row) {
        Envelope envelope = payload.envelope();
        Called called = row.filter(Called.class::isInstance)
                .map(Called.class::cast)
                .map(it -> it.inFlight() ? it.doubted() : it)
                .map(it -> it.notBefore(Math.min(it.nextAttemptAtMs(), latestAttemptMs(envelope))))
                .orElse(null);
        long deadlineMs = (called == null ? Called.NOT_YET : called).deadlineMs(envelope);
        add(id, payload.arrival(), envelope, deadlineMs, called);
    }

    private long latestAttemptMs(Envelope envelope) {
        long backoffMs = nowMs + longest.ofAny().toMillis();
        return envelope.notBefore()
                .map(earliest -> Math.max(backoffMs, earliest.toEpochMilli()))
                .orElse(backoffMs);
    }

    /** What has to be done by one thread at a time is little beside the reading. */
    private synchronized void add(
            RequestId id, long arrival, Envelope envelope, long deadlineMs, @Nullable Called called) {
        PendingRequest request = new PendingRequest(
                lane.instance(envelope.instanceId(), nowMs),
                id,
                arrival,
                envelope.priority(),
                envelope.acceptedAt().toEpochMilli(),
                deadlineMs);
        if (duplicated.contains(id)) {
            request.expectDuplicates();
        }
        if (called != null) {
            request.resume(called);
            lane.requests().markCalled(request);
        }
        lane.requests().arrivalTaken(arrival);
        loaded.add(request);
    }

    /** Their producers do not want them any more, so they are not called again, though their chats may exist. */
    private void failCancelled(OutcomeRecorder outcomes) {
        for (PendingRequest request : loaded) {
            if (request.row().cancelled()) {
                lane.requests().take(request);
                String why = "The producer cancelled the request.";
                outcomes.failed(request, lane.message(request), Reason.CANCELLED, why, nowMs);
            }
        }
    }

    private void parkAll() {
        for (PendingRequest request : inOrderOfArrival()) {
            lane.requests().watchDeadline(request);
            boolean backsOff = request.row().nextAttemptAtMs() > nowMs;
            lane.requests().park(request, backsOff ? Place.BACKING_OFF : Place.READY);
        }
    }

    /**
     * As the queues want them; the store has them in the order of their ids. To sort plain numbers, no two of which are
     * the same, takes a quarter of the time of comparing a million scattered objects.
     */
    private PendingRequest[] inOrderOfArrival() {
        long[] arrivals =
                loaded.stream().mapToLong(PendingRequest::arrival).sorted().toArray();
        PendingRequest[] ordered = new PendingRequest[arrivals.length];
        for (PendingRequest request : loaded) {
            ordered[Arrays.binarySearch(arrivals, request.arrival())] = request;
        }
        return ordered;
    }
}

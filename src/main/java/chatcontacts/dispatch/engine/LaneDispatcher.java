package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.PendingRequest.Place;
import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.LimitsRow;
import chatcontacts.dispatch.store.PendingRow;
import chatcontacts.dispatch.store.RequestRow;
import chatcontacts.dispatch.store.RequestRow.Called;
import chatcontacts.domain.admission.Lease;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.Envelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One lane at work: its state and the rules over it, wired together. Belongs to the stream thread. */
final class LaneDispatcher {

    private final Lane lane;
    private final DispatchMessageHandler arrivals;
    private final AdmissionControl admission;
    private final CallResultHandler answers;
    private final Housekeeping sweep;
    private final long retentionMs;
    private final Set<InstanceState> touched = new HashSet<>();
    private long admitsAtMs = Long.MAX_VALUE;
    private long dueAtMs = Long.MAX_VALUE;

    LaneDispatcher(
            Lane lane,
            DispatchSettings settings,
            EngineEffects outbox,
            DispatchMetrics meter,
            BodyReader bodies,
            RandomGenerator random) {
        this.lane = lane;
        this.retentionMs = settings.dedupRetention().toMillis();
        OutcomeRecorder outcomes = new OutcomeRecorder(lane, outbox, meter, settings.dedupRetention());
        this.arrivals = new DispatchMessageHandler(lane, outcomes, meter, touched);
        this.admission = new AdmissionControl(lane, outbox, outcomes, bodies, settings.leaseDoubtful(), touched);
        this.answers = new CallResultHandler(lane, outcomes, meter, settings, random, touched);
        this.sweep = new Housekeeping(lane, outcomes, meter, touched);
    }

    /** Builds the index from the store. A call that was out when the former owner went away was never answered. */
    void load(long nowMs) {
        Loader loader = new Loader(nowMs);
        lane.state.load(loader);
        loader.parkAll();
        lane.instances.values().forEach(instance -> instance.leases.restored());
    }

    void accept(DispatchMessage message, byte[] bytes, long nowMs) {
        switch (message) {
            case DispatchMessage.Request request -> arrivals.request(request, bytes, nowMs);
            case DispatchMessage.Cancellation cancellation -> arrivals.cancellation(cancellation, nowMs);
            case DispatchMessage.ChatSeen event -> arrivals.chatSeen(event, nowMs);
        }
    }

    void settle(CompletedCall delivery, long nowMs) {
        answers.settle(delivery, nowMs);
    }

    void postpone(CompletedCall delivery, long nowMs) {
        answers.postpone(delivery, nowMs);
    }

    /** Does all that can be done now. Returns when there is more. */
    long step(boolean admits, long nowMs) {
        long wakeAtMs = sweep.sweep(nowMs);
        arrivals.replay(nowMs);
        if (!lane.replays.isEmpty()) {
            wakeAtMs = nowMs;
        }
        if (admits) {
            admitsAtMs = admission.admit(nowMs);
            wakeAtMs = Math.min(wakeAtMs, admitsAtMs);
        }
        lane.endStep(touched, nowMs + retentionMs);
        touched.clear();
        dueAtMs = Math.min(wakeAtMs, lane.housekeepingAtMs); // which this step may have brought forward
        return dueAtMs;
    }

    int inFlight() {
        return lane.flights.size();
    }

    LaneSnapshot view(long nowMs) {
        Map<InstanceState, Long> oldest = oldestOutOfTheQueue();
        List<LaneSnapshot.InstanceView> instances = new ArrayList<>();
        for (InstanceState it : lane.instances.values()) {
            LaneSnapshot.Hold hold = it.refusals.held()
                    ? LaneSnapshot.Hold.REFUSED
                    : it.quota.held() ? LaneSnapshot.Hold.FULL : LaneSnapshot.Hold.NONE;
            instances.add(new LaneSnapshot.InstanceView(
                    it.instanceId,
                    it.waiting(),
                    Math.min(it.oldestAcceptedAtMs(), oldest.getOrDefault(it, Long.MAX_VALUE)),
                    it.backingOff(),
                    it.inFlight,
                    it.inDoubt(),
                    it.sight.gates() ? it.leases.size() : 0,
                    it.used(),
                    it.quota.configured(),
                    it.quota.ceiling(),
                    hold,
                    it.refusals.held() ? it.refusals.untilMs() : it.quota.probeAtMs(),
                    it.sight.gates(),
                    it.lines()));
        }
        return new LaneSnapshot(
                lane.name,
                lane.pace.rateAt(nowMs),
                lane.settings.pace().ratePerSecond(),
                lane.flights.size(),
                lane.settings.inFlightMax(),
                lane.hold.cause(),
                lane.hold.untilMs(),
                instances,
                movement());
    }

    /** When the oldest one was accepted of those that back off or were set aside. Only what was called before can be that. */
    private Map<InstanceState, Long> oldestOutOfTheQueue() {
        Map<InstanceState, Long> oldest = new HashMap<>();
        for (PendingRequest entry : lane.called.values()) {
            if (entry.place == Place.BACKING_OFF || entry.place == Place.ASIDE) {
                oldest.merge(entry.instance, entry.acceptedAtMs, Math::min);
            }
        }
        return oldest;
    }

    private LaneSnapshot.Movement movement() {
        long oldestCallAtMs = Long.MAX_VALUE;
        for (Lane.Flight flight : lane.flights.values()) {
            oldestCallAtMs = Math.min(oldestCallAtMs, flight.issuedAtMs());
        }
        boolean mayGo = lane.queued.stream().anyMatch(instance -> !instance.waitsForChatToEnd());
        return new LaneSnapshot.Movement(lane.turns, oldestCallAtMs, mayGo, admitsAtMs, dueAtMs);
    }

    private final class Loader implements LaneStore.Contents {
        private final long nowMs;
        private final Set<RequestId> repeated = new HashSet<>();
        private final List<PendingRequest> entries = new ArrayList<>();

        private Loader(long nowMs) {
            this.nowMs = nowMs;
        }

        @Override
        public void learned(String instanceId, LimitsRow.OfInstance learned) {
            lane.instance(instanceId).restore(learned);
        }

        @Override
        public void lease(String instanceId, String chatId, Lease lease) {
            lane.instance(instanceId).leases.restore(chatId, lease);
        }

        @Override
        public void ended(String instanceId, String contactId, long atMs) {
            lane.instance(instanceId).leases.restoreEnded(contactId, atMs);
        }

        @Override
        public void repeat(RequestId id, long arrival) {
            lane.nextArrival = Math.max(lane.nextArrival, arrival + 1);
            if (repeated.add(id) && lane.state.payload(id).isEmpty()) {
                lane.replays.add(id);
            }
        }

        @Override
        public void payload(RequestId id, PendingRow payload, Optional<RequestRow> row) {
            Envelope envelope = payload.envelope();
            Called called = row.filter(Called.class::isInstance)
                    .map(Called.class::cast)
                    .map(it -> it.inFlight() ? it.doubted() : it)
                    .orElse(null);
            long deadlineMs = DispatchMessageHandler.deadline(envelope, called == null ? Called.NOT_YET : called);
            add(id, payload.arrival(), envelope, deadlineMs, called);
        }

        /** What has to be done by one thread at a time is little beside the reading. */
        private synchronized void add(
                RequestId id, long arrival, Envelope envelope, long deadlineMs, @Nullable Called called) {
            PendingRequest entry = new PendingRequest(
                    lane.instance(envelope.instanceId()),
                    id,
                    arrival,
                    envelope.priority(),
                    envelope.acceptedAt().toEpochMilli(),
                    deadlineMs);
            entry.hasRepeats = repeated.contains(id);
            if (called != null) {
                entry.called = called;
                lane.called.put(id, entry);
            }
            lane.nextArrival = Math.max(lane.nextArrival, arrival + 1);
            entries.add(entry);
        }

        private void parkAll() {
            for (PendingRequest entry : inOrderOfArrival()) {
                lane.deadlines.add(entry);
                boolean backsOff = entry.calledOrNotYet().nextAttemptAtMs() > nowMs;
                lane.park(entry, backsOff ? Place.BACKING_OFF : Place.READY);
            }
        }

        /**
         * As the queues want them; the store has them in the order of their ids. To sort plain numbers, no two of which are
         * the same, takes a quarter of the time of comparing a million scattered objects.
         */
        private PendingRequest[] inOrderOfArrival() {
            long[] arrivals =
                    entries.stream().mapToLong(it -> it.arrival).sorted().toArray();
            PendingRequest[] ordered = new PendingRequest[arrivals.length];
            for (PendingRequest entry : entries) {
                ordered[Arrays.binarySearch(arrivals, entry.arrival)] = entry;
            }
            return ordered;
        }
    }
}

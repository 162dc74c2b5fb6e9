package chatcontacts.dispatch;

import chatcontacts.dispatch.Entry.Place;
import chatcontacts.dispatch.RequestRow.Called;
import chatcontacts.domain.admission.Lease;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.HopMessage;
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
    private final Arrivals arrivals;
    private final Admission admission;
    private final Answers answers;
    private final Sweep sweep;
    private final long retentionMs;
    private final Set<InstanceState> touched = new HashSet<>();
    private long admitsAtMs = Long.MAX_VALUE;
    private long dueAtMs = Long.MAX_VALUE;

    LaneDispatcher(
            Lane lane,
            DispatchSettings settings,
            Outbox outbox,
            DispatchMeter meter,
            BodyReader bodies,
            RandomGenerator random) {
        this.lane = lane;
        this.retentionMs = settings.dedupRetention().toMillis();
        Outcomes outcomes = new Outcomes(lane, outbox, meter, settings.dedupRetention());
        this.arrivals = new Arrivals(lane, outcomes, meter, touched);
        this.admission = new Admission(lane, outbox, outcomes, bodies, settings.leaseDoubtful(), touched);
        this.answers = new Answers(lane, outcomes, meter, settings, random, touched);
        this.sweep = new Sweep(lane, outcomes, meter, touched);
    }

    /** Builds the index from the store. A call that was out when the former owner went away was never answered. */
    void load(long nowMs) {
        Loader loader = new Loader(nowMs);
        lane.state.load(loader);
        loader.parkAll();
        lane.instances.values().forEach(instance -> instance.leases.restored());
    }

    void accept(HopMessage message, byte[] bytes, long nowMs) {
        switch (message) {
            case HopMessage.Request request -> arrivals.request(request, bytes, nowMs);
            case HopMessage.Cancellation cancellation -> arrivals.cancellation(cancellation, nowMs);
            case HopMessage.ChatSeen event -> arrivals.chatSeen(event, nowMs);
        }
    }

    void settle(Delivery delivery, long nowMs) {
        answers.settle(delivery, nowMs);
    }

    void postpone(Delivery delivery, long nowMs) {
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

    LaneView view(long nowMs) {
        Map<InstanceState, Long> oldest = oldestOutOfTheQueue();
        List<LaneView.InstanceView> instances = new ArrayList<>();
        for (InstanceState it : lane.instances.values()) {
            LaneView.Hold hold = it.refusals.held()
                    ? LaneView.Hold.REFUSED
                    : it.quota.held() ? LaneView.Hold.FULL : LaneView.Hold.NONE;
            instances.add(new LaneView.InstanceView(
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
        return new LaneView(
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
        for (Entry entry : lane.called.values()) {
            if (entry.place == Place.BACKING_OFF || entry.place == Place.ASIDE) {
                oldest.merge(entry.instance, entry.acceptedAtMs, Math::min);
            }
        }
        return oldest;
    }

    private LaneView.Movement movement() {
        long oldestCallAtMs = Long.MAX_VALUE;
        for (Lane.Flight flight : lane.flights.values()) {
            oldestCallAtMs = Math.min(oldestCallAtMs, flight.issuedAtMs());
        }
        boolean mayGo = lane.queued.stream().anyMatch(instance -> !instance.waitsForChatToEnd());
        return new LaneView.Movement(lane.turns, oldestCallAtMs, mayGo, admitsAtMs, dueAtMs);
    }

    private final class Loader implements LaneState.Contents {
        private final long nowMs;
        private final Set<RequestId> repeated = new HashSet<>();
        private final List<Entry> entries = new ArrayList<>();

        private Loader(long nowMs) {
            this.nowMs = nowMs;
        }

        @Override
        public void learned(String instanceId, Learned.OfInstance learned) {
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
        public void payload(RequestId id, Payload payload, Optional<RequestRow> row) {
            Envelope envelope = payload.envelope();
            Called called = row.filter(Called.class::isInstance)
                    .map(Called.class::cast)
                    .map(it -> it.inFlight() ? it.doubted() : it)
                    .orElse(null);
            long deadlineMs = Arrivals.deadline(envelope, called == null ? Called.NOT_YET : called);
            add(id, payload.arrival(), envelope, deadlineMs, called);
        }

        /** What has to be done by one thread at a time is little beside the reading. */
        private synchronized void add(
                RequestId id, long arrival, Envelope envelope, long deadlineMs, @Nullable Called called) {
            Entry entry = new Entry(
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
            for (Entry entry : inOrderOfArrival()) {
                lane.deadlines.add(entry);
                boolean backsOff = entry.calledOrNotYet().nextAttemptAtMs() > nowMs;
                lane.park(entry, backsOff ? Place.BACKING_OFF : Place.READY);
            }
        }

        /**
         * As the queues want them; the store has them in the order of their ids. To sort plain numbers, no two of which are
         * the same, takes a quarter of the time of comparing a million scattered objects.
         */
        private Entry[] inOrderOfArrival() {
            long[] arrivals =
                    entries.stream().mapToLong(it -> it.arrival).sorted().toArray();
            Entry[] ordered = new Entry[arrivals.length];
            for (Entry entry : entries) {
                ordered[Arrays.binarySearch(arrivals, entry.arrival)] = entry;
            }
            return ordered;
        }
    }
}

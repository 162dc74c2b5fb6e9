package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.LaneSnapshot.InstanceHold;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.domain.admission.LaneCircuitBreaker.HoldCause;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.control.ControlLogEntry.ControlStatus;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Envelope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What must hold in a {@link Simulation}, whatever happens. */
final class SimulationChecks {

    private final Simulation simulation;
    private final SimulationProfile profile;
    private final ReferenceBucket bucket;
    private final Map<Long, SettledRecord> results = new HashMap<>(); // by offset, committed
    private final Map<Long, DeadLetter> deadLetters = new HashMap<>();
    private final Map<String, Instant> contactMadeAt = new HashMap<>(); // by token
    private final Set<String> markLost =
            new HashSet<>(); // tokens whose call went out, and the crash came before the mark's commit
    private final Set<String> forgotten = new HashSet<>(); // tokens that came again after their retention
    private final Map<String, List<Integer>> cancellations = new HashMap<>(); // their offsets, by token
    private final Map<String, Integer> offsets = new HashMap<>(); // of the first record with that token
    private final Map<String, Envelope> envelopes = new HashMap<>(); // of the last record that may be called
    private final Map<String, Integer> firstCalled =
            new HashMap<>(); // by instance and priority: the last first call's offset
    private final Set<String> everCalled = new HashSet<>();
    private final Map<String, ReferenceBucket> operatorsBuckets = new HashMap<>(); // by the id of the command
    private final Map<String, Integer> operatorsQuotas = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    /** @param atMs when it was settled, by the right time */
    private record SettledRecord(Result result, long atMs) {}

    SimulationChecks(Simulation simulation) {
        this.simulation = simulation;
        this.profile = simulation.profile;
        this.bucket = new ReferenceBucket(profile.ratePerSecond(), profile.burst(), simulation.nowMs());
    }

    /** Notes what a token stands for before its record is sent; a redrive replaces it. */
    void known(Envelope envelope) {
        offsets.putIfAbsent(envelope.clientToken(), simulation.topic.size());
        envelopes.put(envelope.clientToken(), envelope);
    }

    /** A request comes again when nothing needs to be known of its first outcome any more. */
    void knownAgain(Envelope envelope) {
        envelopes.put(envelope.clientToken(), envelope);
        forgotten.add(envelope.clientToken());
    }

    boolean isForgotten(String clientToken) {
        return forgotten.contains(clientToken);
    }

    void cancelled(String clientToken, int offset) {
        cancellations.computeIfAbsent(clientToken, it -> new ArrayList<>()).add(offset);
    }

    void limitedRate(String commandId, ReferenceBucket allowed) {
        operatorsBuckets.put(commandId, allowed);
    }

    void limitedQuota(String commandId, int quota) {
        operatorsQuotas.put(commandId, quota);
    }

    /** Calls went out of which no successor knows. */
    void marksLost(Set<String> clientTokens) {
        markLost.addAll(clientTokens);
    }

    /** A call whose mark is lost and which no other follows, since the request fails first, is unknown to a redrive after the window. */
    void contactMade(String clientToken) {
        boolean first = contactMadeAt.put(clientToken, simulation.now()) == null;
        must(first || markLost.contains(clientToken), "a second contact for token " + clientToken);
    }

    Iterable<DeadLetter> deadLetters() {
        return deadLetters.values();
    }

    List<Result> results() {
        return results.values().stream().map(SettledRecord::result).toList();
    }

    void result(Result result, long atMs) {
        long offset = result.source().offset();
        must(results.put(offset, new SettledRecord(result, atMs)) == null, "a second outcome for record " + offset);
        simulation.totals.settled(result);
    }

    void deadLetter(DeadLetter letter) {
        long offset = letter.original().source().offset();
        must(deadLetters.put(offset, letter) == null, "a second dead letter for " + offset);
    }

    void told(ControlLogEntry entry) {
        boolean refused =
                entry.status() == ControlStatus.REFUSED; // one that comes again past its time is refused again
        must(refused || told.add(entry.id() + entry.status()), "a command was told twice: " + entry);
    }

    /** A call is going out. */
    void call(SimulatedOwner owner, StartChat call, Request request) {
        simulation.totals.calls++;
        String clientToken = request.envelope().clientToken();
        boolean moved = request.envelope().relocation().isPresent();
        Envelope envelope = moved ? request.envelope() : envelopes.get(clientToken);
        must(envelope != null && envelope.instanceId().equals(call.instanceId()), "a call that nobody asked for");
        must(owner.mayCall(), "a call of an owner that may have lost the lane");
        must(!owner.isRemoved(), "a call of a lane that is not configured");
        must(simulation.hasCredentials(), "a call that cannot be signed");
        must(bucket.take(simulation.nowMs()), "a call beyond rate x time + burst");
        must(owner.clockMs() < envelope.deadline().toEpochMilli(), "a call past its deadline");
        checkCancelled(owner, clientToken, request.original().source().offset());
        checkOverrides(owner, call.instanceId());
        checkShare(owner, call.instanceId());
        if (everCalled.add(clientToken) && envelope.redriveCount() == 0) {
            checkSlots(owner, envelope.instanceId());
            if (!moved) { // a moved one waits behind those that were there
                checkOrder(envelope);
            }
        }
    }

    /** What was cancelled is not called any more, whether its call was in flight or not. */
    private void checkCancelled(SimulatedOwner owner, String clientToken, long offset) {
        cancellations
                .getOrDefault(clientToken, List.of())
                .forEach(it ->
                        must(it < offset || it >= owner.position(), "a call after the cancellation of " + clientToken));
    }

    /** Nothing paused starts, and the rate of an operator is kept over any window. */
    private void checkOverrides(SimulatedOwner owner, String instanceId) {
        must(!owner.overrides().pauses(instanceId), "a call of something paused: " + instanceId);
        owner.overrides()
                .limitOf("")
                .ifPresent(it -> must(
                        operatorsBuckets.get(it).take(simulation.nowMs()), "a call beyond what an operator allows"));
    }

    /** A slow instance leaves calls in flight to another that has some, and gets useful answers. */
    private void checkShare(SimulatedOwner owner, String instanceId) {
        int most = profile.inFlightMax();
        must(owner.inFlight() < most, "more calls in flight than allowed");
        if (4 * owner.inFlight(instanceId) < 3 * most) {
            return;
        }
        instances(owner)
                .filter(it -> !it.instanceId().equals(instanceId) && it.inFlight() > 1)
                .filter(it ->
                        it.hold() == InstanceHold.NONE && !owner.engine().isFailing(Simulation.LANE, it.instanceId()))
                .forEach(it -> must(false, instanceId + " takes what calls in flight " + it.instanceId() + " needs"));
    }

    private static Stream<InstanceSnapshot> instances(SimulatedOwner owner) {
        return owner.engine().snapshots(owner.clockMs()).stream().flatMap(lane -> lane.instances().stream());
    }

    /** A request that holds no slot yet is called only if one is free, or for one that a chat may have freed without being seen to end. */
    private void checkSlots(SimulatedOwner owner, String instanceId) {
        if (SimulationProfile.isDenied(instanceId)) {
            return;
        }
        instances(owner).filter(it -> it.instanceId().equals(instanceId)).forEach(it -> {
            int taken = it.inFlight() + it.inDoubt() + it.active();
            int beyond = owner.engine().slotsBeyondQuota(Simulation.LANE, instanceId);
            // Others' chats may take more than the quota: then the test of a lease goes alone.
            boolean goesAlone = beyond > 0 && it.inFlight() + it.inDoubt() == 1;
            must(taken <= it.quota() + beyond || goesAlone, "called without a free slot");
            simulation.totals.slotsBeyondQuota = Math.max(simulation.totals.slotsBeyondQuota, beyond);
            Optional<String> limit = owner.overrides().limitOf(instanceId);
            int quota = Math.min(limit.map(operatorsQuotas::get).orElse(Integer.MAX_VALUE), profile.configuredQuota());
            must(it.quota() == quota, "the quota is not what the operator or the settings say");
        });
    }

    /** Requests of one instance and priority are called for the first time in the order in which they came. */
    private void checkOrder(Envelope envelope) {
        int offset = offsets.get(envelope.clientToken());
        String queue = envelope.instanceId() + "/" + envelope.priority();
        Integer last = firstCalled.put(queue, offset);
        must(last == null || last < offset, "called out of order in " + queue);
    }

    /** What the owner shows of itself. */
    void step(SimulatedOwner owner) {
        long latestMs = owner.clockMs() + profile.hold().longest().toMillis();
        for (LaneSnapshot lane : owner.engine().snapshots(owner.clockMs())) {
            must(lane.inFlight() <= profile.inFlightMax(), "more calls in flight than allowed");
            must(lane.hold() == HoldCause.NONE || lane.holdUntilMs() <= latestMs, "the lane is held for too long");
            for (InstanceSnapshot it : lane.instances()) {
                must(
                        it.concurrencyLimit() <= it.quota() && it.concurrencyLimit() >= 1,
                        "the concurrency limit is out of bounds");
                must(it.waiting() >= 0 && it.inDoubt() >= 0 && it.active() >= 0, "a count fell below zero");
                must(
                        it.hold() == InstanceHold.NONE || it.holdUntilMs() <= latestMs,
                        it.instanceId() + " is held for too long");
            }
        }
    }

    /** What must hold once nothing is left to do. */
    void settled() {
        for (long offset = 0; offset < simulation.topic.size(); offset++) {
            if (!(simulation.topic.get((int) offset) instanceof DispatchMessage.Request request)
                    || request.envelope().relocation().isPresent()) { // has the outcome of its first record
                continue;
            }
            SettledRecord settled = results.get(offset);
            must(settled != null, "record " + offset + " has no outcome");
            Result result = settled.result();
            boolean failed = result.outcome() instanceof Outcome.Failed;
            must(
                    deadLetters.containsKey(offset) == (failed && !result.replayed()),
                    "record " + offset + ": result and dead letter disagree");
            checkTruth(request.envelope().clientToken(), settled);
        }
        must(simulation.connect.violations().isEmpty(), "Connect saw: " + simulation.connect.violations());
        must(simulation.owner().engine().inFlight() == 0, "calls are left");
        must(!simulation.isRemoved(), "the lane is not back");
    }

    private void checkTruth(String clientToken, SettledRecord settled) {
        Instant made = contactMadeAt.get(clientToken);
        boolean unknown = markLost.contains(clientToken) || forgotten.contains(clientToken);
        switch (settled.result().outcome()) {
            case Outcome.Started started -> {
                must(made != null, "a start that Connect does not know");
                boolean early = started.contact().connectBy().isAfter(made.plusSeconds(300));
                must(
                        !early || unknown || profile.has(Disturbance.WRONG_CLOCKS),
                        "connectBy is later than Connect allows");
            }
            case Outcome.Failed failed -> {
                boolean certain = failed.reason() != Reason.UNCERTAIN && failed.reason() != Reason.TOKEN_REUSED;
                boolean before = made != null
                        && made.toEpochMilli() < settled.atMs()
                        && !settled.result().replayed();
                must(!(certain && before) || unknown, failed.reason() + " though a chat was started");
            }
        }
    }

    /** What must hold when everything is settled and every retention is over. */
    void nothingKept() {
        SimulatedOwner owner = simulation.owner();
        must(owner.overrides().isEmpty(), "an operator has left something");
        must(owner.table().size() == 0, owner.table().size() + " rows are left");
        must(owner.nextMs() == Simulation.NEVER, "there is something to do still");
        for (LaneSnapshot lane : owner.engine().snapshots(owner.clockMs())) {
            must(lane.hold() == HoldCause.NONE, "the lane is held without work");
            for (InstanceSnapshot it : lane.instances()) {
                must(it.hold() == InstanceHold.NONE, it.instanceId() + " is held without work");
                must(profile.instances().contains(it.instanceId()), it.instanceId() + " is not forgotten");
            }
        }
    }

    void must(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise + " at " + simulation.elapsedMs() + " ms");
        }
    }
}

package chatcontacts.dispatch.engine;

import chatcontacts.domain.call.LookupResult;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.Original;
import java.util.random.RandomGenerator;

/** One lane at work: its state and the rules over it, wired together. Belongs to the stream thread. */
final class LaneDispatcher {

    private final Lane lane;
    private final Deduplication deduplication;
    private final ControlHandler control;
    private final DispatchMessageHandler messages;
    private final KeptMessages kept;
    private final AdmissionControl admission;
    private final CallResultHandler results;
    private final Housekeeping housekeeping;
    private final Reconciliation reconciliation;
    private final RemovedWork removed;
    private final OutcomeRecorder outcomes;
    private final LaneLoader.Longest longestBackoff;
    private long admitsAtMs = Long.MAX_VALUE;
    private long dueAtMs = Long.MAX_VALUE;

    LaneDispatcher(
            Lane lane,
            DispatchSettings settings,
            EngineEffects effects,
            DispatchMetrics metrics,
            UnroutableMessages unroutable,
            BodyReader bodies,
            RandomGenerator random,
            long nowMs) {
        this.lane = lane;
        this.longestBackoff = new LaneLoader.Longest(
                settings.retry().longest(), settings.hold().longest());
        this.outcomes = new OutcomeRecorder(
                lane, effects, metrics, bodies, settings.dedupRetention(), settings.tokenRetention());
        Moves moves = new Moves(lane, effects, bodies, settings.dedupRetention());
        this.deduplication = new Deduplication(lane, outcomes, moves);
        this.control = new ControlHandler(lane, effects, outcomes, moves, settings.maximaOf(lane.name()), random);
        this.messages = new DispatchMessageHandler(lane, deduplication, outcomes, control, moves, metrics);
        this.kept = new KeptMessages(lane, messages, unroutable);
        this.admission = new AdmissionControl(lane, effects, outcomes, kept, bodies);
        this.results = new CallResultHandler(lane, outcomes, metrics, settings, random);
        this.reconciliation = new Reconciliation(lane, effects, metrics, settings.hold(), random, nowMs);
        this.housekeeping = new Housekeeping(lane, outcomes, metrics, settings.tokenRetention());
        this.removed = new RemovedWork(lane, outcomes, settings.settlesRemoved());
    }

    void load(long nowMs) {
        control.load(nowMs);
        LaneLoader.load(lane, longestBackoff, outcomes, nowMs);
        kept.load();
        lane.requests().restored();
    }

    void accept(DispatchMessage message, byte[] bytes, long nowMs) {
        messages.accept(message, bytes, nowMs);
    }

    /** Keeps a record that a newer release wrote. */
    void keep(Original dispatchRecord, byte[] message, String format) {
        kept.keep(dispatchRecord, message, format);
    }

    void settle(CompletedCall completed, long nowMs) {
        results.settle(completed, nowMs);
    }

    void lookedUp(ContactQuestion question, LookupResult result, long nowMs) {
        reconciliation.answered(question, result, nowMs);
    }

    int questions() {
        return reconciliation.open();
    }

    void postpone(CompletedCall completed, long nowMs) {
        results.postpone(completed, nowMs);
    }

    void change(LimitChange change, long nowMs) {
        lane.change(change, nowMs);
    }

    boolean hasQueued() {
        return lane.requests().hasQueued();
    }

    /** Does all that can be done now. Returns when there is more. */
    long step(boolean admits, long nowMs) {
        long wakeAtMs = housekeeping.run(nowMs);
        kept.handle(nowMs);
        wakeAtMs = Math.min(wakeAtMs, control.run(nowMs));
        wakeAtMs = Math.min(wakeAtMs, removed.settle(nowMs));
        deduplication.replay(nowMs);
        lane.reconciles(reconciliation.works(nowMs));
        if (admits && !lane.limits().isRemoved()) {
            admitsAtMs = admission.admit(nowMs);
            wakeAtMs = Math.min(Math.min(wakeAtMs, admitsAtMs), reconciliation.run(nowMs));
        }
        if (lane.hasReplays() || kept.hasMore()) { // also of requests that failed when they were to be called
            wakeAtMs = nowMs;
        }
        lane.endStep();
        dueAtMs = Math.min(wakeAtMs, lane.housekeepingAtMs()); // which this step may have brought forward
        return dueAtMs;
    }

    int slotsBeyondQuota(String instanceId) {
        return lane.instances().stream()
                .filter(it -> it.instanceId().equals(instanceId))
                .mapToInt(InstanceState::slotsBeyondQuota)
                .sum();
    }

    boolean isFailing(String instanceId) {
        return lane.instances().stream().anyMatch(it -> it.instanceId().equals(instanceId) && it.isFailing());
    }

    int inFlight() {
        return lane.calls().size();
    }

    String name() {
        return lane.name();
    }

    /** Whether anything is known of the lane: every task has all lanes, and one has the records of each. */
    boolean hasSomething() {
        return !lane.instances().isEmpty()
                || !kept.snapshot().isEmpty()
                || !lane.overrides().all().isEmpty()
                || !lane.limiter().breaker().isClosed();
    }

    LaneSnapshot snapshot(long nowMs) {
        return LaneSnapshots.of(lane, kept.snapshot(), admitsAtMs, dueAtMs, nowMs);
    }
}

package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.store.MemoryTable;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.RequestId;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Original;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One process that owns the lane, or thinks so: the shipped engine, its table, its clock, and the round of its stream thread. What
 * it does counts when it is committed, and only the last one that took over can commit.
 */
final class SimulatedOwner implements EngineEffects {

    /** As the service sets it: what asks for no commit is committed after this at the latest. */
    private static final long COMMIT_INTERVAL_MS = 500;

    /** After that long others take over from one that is not heard of. */
    static final long SESSION_TIMEOUT_MS = 15_000;

    /** Looking at everything costs time where much is known. */
    private static final int CHECKED_STEP = 8;

    private final Simulation simulation;
    private final MemoryTable table;
    private final Engine engine;
    private final long clockErrorMs;
    private final boolean removed;
    private final Deque<CompletedCall> mailbox = new ArrayDeque<>();
    private final List<Runnable> uncommitted = new ArrayList<>();
    private final Set<String> uncommittedCalls = new HashSet<>();
    private final Map<Long, String> open = new HashMap<>(); // instances of calls in flight, by the call's number
    private final SimulatedOverrides overrides;
    private SimulatedPlace place;
    private SimulatedPlace committedPlace;
    private long wakeAtMs;
    private long commitAtMs = Simulation.NEVER;
    private long lastCommitMs;
    private long steps;

    /** Whether the process is there. */
    private boolean alive = true;

    /** Whether the process does nothing at present. */
    private boolean frozen;

    private long frozenAtMs;

    /** Whether it stood still for so long that it may have lost the lane, and no commit has shown the contrary. */
    private boolean doubtful;

    /** Whether another one has taken over. */
    private boolean superseded;

    /** @param overrides what operators have set, as committed */
    SimulatedOwner(
            Simulation simulation,
            DispatchSettings settings,
            MemoryTable table,
            SimulatedPlace place,
            SimulatedOverrides overrides,
            long clockErrorMs) {
        this.simulation = simulation;
        this.table = table;
        this.place = place;
        this.committedPlace = place;
        this.overrides = overrides;
        this.clockErrorMs = clockErrorMs;
        this.removed = settings.lanes().isEmpty();
        this.wakeAtMs = simulation.nowMs();
        this.lastCommitMs = simulation.nowMs();
        this.engine = new Engine(
                settings, table, this, DispatchMetrics.SILENT, simulation::read, simulation.random, clockMs());
    }

    /** What its own clock says. */
    long clockMs() {
        return simulation.nowMs() + clockErrorMs;
    }

    boolean isRemoved() {
        return removed;
    }

    /** Whether it may make calls now. */
    boolean mayCall() {
        return alive && !frozen && !doubtful;
    }

    /** Calls of that instance in flight. */
    int inFlight(String instanceId) {
        return (int) open.values().stream().filter(instanceId::equals).count();
    }

    int inFlight() {
        return open.size();
    }

    /** How far it has read the dispatch topic. */
    int position() {
        return place.dispatch();
    }

    Engine engine() {
        return engine;
    }

    MemoryTable table() {
        return table;
    }

    SimulatedOverrides overrides() {
        return overrides;
    }

    /** When it has something to do by the clock. */
    long nextMs() {
        return frozen ? Simulation.NEVER : Math.min(wakeAtMs, commitAtMs);
    }

    /** It dies. Returns the one that goes on from its last commit. */
    SimulatedOwner crash(DispatchSettings settings, long nextClockErrorMs) {
        alive = false;
        lose();
        table.rollback();
        return new SimulatedOwner(simulation, settings, table, committedPlace, overrides.committed(), nextClockErrorMs);
    }

    private void lose() {
        simulation.checks.marksLost(uncommittedCalls);
        uncommittedCalls.clear();
        uncommitted.clear();
    }

    void freeze() {
        frozen = true;
        frozenAtMs = simulation.nowMs();
    }

    boolean isFrozen() {
        return frozen;
    }

    /** Another one takes over from its last commit, which it does not know. */
    SimulatedOwner takenOver(DispatchSettings settings, long nextClockErrorMs) {
        superseded = true;
        lose();
        return new SimulatedOwner(
                simulation, settings, table.committed(), committedPlace, overrides.committed(), nextClockErrorMs);
    }

    void thaw() {
        frozen = false;
        doubtful |= simulation.nowMs() - frozenAtMs > SESSION_TIMEOUT_MS / 2;
        wakeAtMs = Math.min(wakeAtMs, simulation.nowMs());
    }

    /** One round of the stream thread. */
    void consume() {
        if (frozen || !alive) {
            return;
        }
        long nowMs = simulation.nowMs();
        if (hasRecords() || !mailbox.isEmpty() || wakeAtMs <= nowMs) {
            work();
            commitAtMs = Math.min(commitAtMs, doubtful ? nowMs : lastCommitMs + COMMIT_INTERVAL_MS);
        }
        if (commitAtMs <= nowMs) {
            commitAtMs = Simulation.NEVER;
            simulation.at(simulation.random.nextLong(0, 8), this::commit);
        }
    }

    private void work() {
        while (hasRecords()) {
            engine.accept(Simulation.LANE, nextRecord(), clockMs());
            if (simulation.recordTakesTime()) {
                step();
            }
        }
        for (CompletedCall completed = mailbox.poll(); completed != null; completed = mailbox.poll()) {
            open.remove(completed.number());
            engine.settle(completed, clockMs());
        }
        step();
        if (steps++ % CHECKED_STEP == 0) {
            simulation.checks.step(this);
        }
    }

    private boolean hasRecords() {
        return place.dispatch() < simulation.topic.size() || hasCommands();
    }

    private boolean hasCommands() {
        return place.commands() < simulation.commands.size();
    }

    /** Of either topic, as fetches may come. */
    private Original nextRecord() {
        boolean command =
                hasCommands() && (place.dispatch() == simulation.topic.size() || simulation.random.nextBoolean());
        Source source = command
                ? new Source("chat-dispatch-control", 0, place.commands())
                : new Source("chat-dispatch", 0, place.dispatch());
        DispatchMessage message =
                command ? simulation.commands.get(place.commands()) : simulation.topic.get(place.dispatch());
        place = command ? place.afterCommand() : place.afterMessage();
        return new Original(source, Instant.ofEpochMilli(clockMs()), null, DispatchCodec.toBytes(message), List.of());
    }

    private void step() {
        long dueAtMs = engine.step(mayCall(), clockMs());
        wakeAtMs = dueAtMs == Simulation.NEVER ? dueAtMs : Math.max(dueAtMs - clockErrorMs, simulation.nowMs() + 1);
    }

    private void commit() {
        if (!alive) {
            return;
        }
        if (frozen) {
            commitAtMs = simulation.nowMs();
            return;
        }
        if (superseded) {
            alive = false;
            simulation.gone(this);
            return;
        }
        uncommitted.forEach(Runnable::run);
        uncommitted.clear();
        uncommittedCalls.clear();
        table.commit();
        overrides.commit();
        committedPlace = place;
        lastCommitMs = simulation.nowMs();
        if (doubtful) {
            doubtful = false;
            wakeAtMs = simulation.nowMs();
        }
    }

    @Override
    public void result(Result result, Original original) {
        long atMs = simulation.nowMs();
        uncommitted.add(() -> simulation.checks.result(result, atMs));
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        uncommitted.add(() -> simulation.checks.deadLetter(letter));
    }

    @Override
    public void control(ControlLogEntry entry) {
        overrides.apply(entry);
        uncommitted.add(() -> simulation.checks.told(entry));
    }

    @Override
    public boolean readyToCall(String lane) {
        return simulation.hasCredentials();
    }

    @Override
    public void call(String lane, RequestId id, long number, StartChat call, Request request, int attempt) {
        String clientToken = request.envelope().clientToken();
        uncommittedCalls.add(clientToken);
        simulation.checks.call(this, call, request);
        open.put(number, call.instanceId());
        simulation.callWentOut(request.envelope());
        new SimulatedCall(simulation, call, clientToken, answer -> {
                    if (alive) {
                        mailbox.add(new CompletedCall(lane, id, number, answer));
                        if (simulation.random.nextInt(50) == 0) {
                            mailbox.add(new CompletedCall(lane, id, number, answer));
                        }
                    }
                })
                .go();
    }

    @Override
    public void send(String lane, DispatchMessage message) {
        simulation.checks.must(lane.equals(Simulation.LANE), "a message to a lane that nobody named");
        uncommitted.add(() -> {
            simulation.topic.add(message);
            if (message instanceof Request request
                    && request.envelope()
                            .relocation()
                            .filter(it -> !it.repeat())
                            .isPresent()) {
                simulation.totals.moved++;
            }
        });
    }

    @Override
    public int fence(String lane, long nonce) {
        uncommitted.add(() -> {
            simulation.topic.add(new DispatchMessage.Fence(nonce));
            simulation.commands.add(new DispatchMessage.Fence(nonce));
        });
        return 2;
    }

    @Override
    public void lookUp(ContactQuestion question) {
        throw new AssertionError("nothing is asked here");
    }

    @Override
    public void commitWithin(long ms) {
        commitAtMs = Math.min(commitAtMs, simulation.nowMs() + ms);
    }
}

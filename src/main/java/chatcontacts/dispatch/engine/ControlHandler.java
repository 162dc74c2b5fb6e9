package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchSettings.LaneMaxima;
import chatcontacts.dispatch.engine.Overrides.OverrideInForce;
import chatcontacts.dispatch.engine.Sweeps.SweepEnd;
import chatcontacts.dispatch.store.OverrideRow;
import chatcontacts.dispatch.store.OverrideRow.OverrideTerms;
import chatcontacts.dispatch.store.OverrideRow.PauseRow;
import chatcontacts.dispatch.store.OverrideRow.QuotaRow;
import chatcontacts.dispatch.store.OverrideRow.RateRow;
import chatcontacts.dispatch.store.OverrideRow.Slot;
import chatcontacts.domain.control.ControlCommand;
import chatcontacts.domain.control.ControlCommand.ClearLimit;
import chatcontacts.domain.control.ControlCommand.ControlAction;
import chatcontacts.domain.control.ControlCommand.LimitQuota;
import chatcontacts.domain.control.ControlCommand.LimitRate;
import chatcontacts.domain.control.ControlCommand.Move;
import chatcontacts.domain.control.ControlCommand.OnRequests;
import chatcontacts.domain.control.ControlCommand.Pause;
import chatcontacts.domain.control.ControlCommand.ProbeNow;
import chatcontacts.domain.control.ControlCommand.Resume;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.control.ControlLogEntry.ControlStatus;
import chatcontacts.domain.control.ControlLogEntry.RequestCounts;
import chatcontacts.domain.control.ControlRequest.Verb;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Applies the commands of operators to a lane, each once, and says in the log what became of it. */
final class ControlHandler {

    private final Lane lane;
    private final EngineEffects effects;
    private final AppliedCommands applied;
    private final LimitOverrides limits;
    private final Sweeps sweeps;

    /** @param maxima what operators may set at most */
    ControlHandler(
            Lane lane,
            EngineEffects effects,
            OutcomeRecorder outcomes,
            Moves moves,
            LaneMaxima maxima,
            RandomGenerator random) {
        this.lane = lane;
        this.sweeps = new Sweeps(lane, effects, outcomes, moves, random);
        this.limits = new LimitOverrides(lane, maxima);
        this.effects = effects;
        this.applied = new AppliedCommands(lane.store());
    }

    /** Takes over what is in the store. */
    void load(long nowMs) {
        lane.overrides().load();
        lane.overrides().all().forEach(it -> limits.apply(it.instanceId(), it.row(), nowMs));
        applied.load();
        sweeps.load();
    }

    /** A command came. */
    void accept(ControlCommand command, long nowMs) {
        if (applied.contains(command.id())) {
            return;
        }
        if (command.validUntil().toEpochMilli() <= nowMs) {
            refuse(command, "it was valid until " + command.validUntil(), nowMs);
        } else if (applied.isFull()) {
            refuse(command, "the lane remembers " + AppliedCommands.MAX + " commands that are still valid", nowMs);
        } else {
            applied.add(command.id(), command.validUntil().toEpochMilli());
            apply(command, nowMs);
        }
    }

    /** What this owner sent to itself has come back. */
    void fenceReached(long nonce) {
        sweeps.fenceReached(nonce);
    }

    private void refuse(ControlCommand command, String refusal, long nowMs) {
        publish(ControlLogEntry.refused(command, lane.name(), refusal, Instant.ofEpochMilli(nowMs)));
    }

    private void apply(ControlCommand command, long nowMs) {
        switch (command.action()) {
            case Pause it -> pause(command, it, nowMs);
            case Resume it -> end(command, Slot.PAUSE, nowMs);
            case ProbeNow it -> probe(command, nowMs);
            case OnRequests it -> sweep(command, nowMs);
            case LimitRate it -> limit(command, limits.problem(it), rate(command, it, nowMs), nowMs);
            case LimitQuota it -> limit(command, limits.problem(scope(command), it), quota(command, it, nowMs), nowMs);
            case ClearLimit it -> end(command, Slot.LIMIT, nowMs);
        }
    }

    private void pause(ControlCommand command, Pause pause, long nowMs) {
        PauseRow row = new PauseRow(terms(command, pause.until(), nowMs), pause.drains());
        boolean more = pause.drains() && !command.dryRun();
        set(command, row, more ? ControlStatus.ACCEPTED : ControlStatus.DONE, nowMs);
    }

    private static OverrideTerms terms(ControlCommand command, Optional<Instant> until, long nowMs) {
        return new OverrideTerms(
                command.id(), nowMs, until.map(Instant::toEpochMilli).orElse(OverrideRow.NEVER), command.origin());
    }

    private void limit(ControlCommand command, Optional<String> problem, OverrideRow row, long nowMs) {
        problem.ifPresentOrElse(
                refusal -> refuse(command, refusal, nowMs), () -> set(command, row, ControlStatus.DONE, nowMs));
    }

    private static RateRow rate(ControlCommand command, LimitRate limit, long nowMs) {
        return new RateRow(terms(command, limit.until(), nowMs), limit.ratePerSecond(), limit.burst());
    }

    private static QuotaRow quota(ControlCommand command, LimitQuota limit, long nowMs) {
        return new QuotaRow(terms(command, limit.until(), nowMs), limit.concurrentChats());
    }

    private void set(ControlCommand command, OverrideRow row, ControlStatus status, long nowMs) {
        String scope = scope(command);
        String before = lane.overrides().words(scope, row.slot());
        if (!command.dryRun()) {
            lane.overrides().put(scope, row);
            limits.apply(scope, row, nowMs);
        }
        log(command, status, before, Overrides.words(row), Optional.of(row), nowMs);
    }

    private void end(ControlCommand command, Slot slot, long nowMs) {
        String scope = scope(command);
        String before = lane.overrides().words(scope, slot);
        if (!command.dryRun()) {
            remove(scope, slot, nowMs);
        }
        log(command, ControlStatus.DONE, before, Overrides.words(slot), Optional.empty(), nowMs);
    }

    private void remove(String scope, Slot slot, long nowMs) {
        lane.overrides().remove(scope, slot);
        if (slot == Slot.LIMIT) {
            limits.clear(scope, nowMs);
        }
    }

    /** Of a lane, its instances probe with it. */
    private void probe(ControlCommand command, long nowMs) {
        List<String> held = new ArrayList<>();
        String scope = scope(command);
        if (scope.equals(Overrides.LANE)) {
            held.addAll(lane.limiter().probeDue(command.dryRun(), nowMs));
        }
        for (InstanceState instance : lane.instances()) {
            if (scope.equals(Overrides.LANE) || scope.equals(instance.instanceId())) {
                held.addAll(instance.probeDue(command.dryRun(), nowMs));
            }
        }
        String before = held.isEmpty() ? "nothing is on hold" : "on hold: " + String.join(", ", held);
        String after = held.isEmpty() ? before : "the next probe goes at once";
        log(command, ControlStatus.DONE, before, after, Optional.empty(), nowMs);
    }

    private void sweep(ControlCommand command, long nowMs) {
        if (sweeps.isFull()) {
            refuse(command, Sweeps.MAX + " commands on requests are at work or wait for their turn", nowMs);
            return;
        }
        sweeps.begin(command);
        publish(entry(command, ControlStatus.ACCEPTED, Optional.empty(), nowMs));
    }

    private ControlLogEntry entry(
            ControlCommand command, ControlStatus status, Optional<RequestCounts> counts, long nowMs) {
        return new ControlLogEntry(
                command.id(),
                lane.name(),
                command.instanceId(),
                command.action().verb().name(),
                status,
                Instant.ofEpochMilli(nowMs),
                Optional.empty(),
                counts.map(it -> it.changed() + " of " + it.matched() + " requests that match"
                        + whereAndWhatIsLeft(command.action())),
                Optional.empty(),
                Optional.empty(),
                false,
                counts,
                command.dryRun(),
                command.origin());
    }

    private static String whereAndWhatIsLeft(ControlAction action) {
        return action instanceof Move move
                ? ", to instance " + move.target().instanceId() + " of lane "
                        + move.target().lane()
                        + "; the others may have been called, continue another contact, or enter a flow without another"
                        + " that stands for it"
                : "; the others have a call in flight";
    }

    /** Does what is due by the clock or by what has happened since. Returns when there is more. */
    long run(long nowMs) {
        applied.forget(nowMs);
        for (OverrideInForce over : lane.overrides().over(nowMs)) {
            Slot slot = over.row().slot();
            remove(over.instanceId(), slot, nowMs);
            log(over, ControlStatus.ENDED, Overrides.words(slot), nowMs);
        }
        for (OverrideInForce drain : lane.overrides().draining()) {
            drained(drain.instanceId()).ifPresent(rest -> {
                lane.overrides().put(drain.instanceId(), ((PauseRow) drain.row()).reported());
                log(drain, ControlStatus.DONE, rest, nowMs);
            });
        }
        SweepEnd end = sweeps.step(nowMs);
        if (end != null) {
            RequestCounts counts =
                    new RequestCounts(end.row().matched(), end.row().changed());
            publish(entry(end.command(), ControlStatus.DONE, Optional.of(counts), nowMs));
        }
        return sweeps.hasMore()
                ? nowMs
                : Math.min(applied.nextForgetMs(), lane.overrides().nextEndMs());
    }

    /** What waits in a scope in which nothing is in flight and no chat is known to be active any more. */
    private Optional<String> drained(String scope) {
        int waiting = 0;
        int inDoubt = 0;
        for (InstanceState instance : lane.instances()) {
            if (scope.equals(Overrides.LANE) || scope.equals(instance.instanceId())) {
                if (instance.inFlight() > 0 || instance.chats().active() > 0) {
                    return Optional.empty();
                }
                waiting += instance.queue().size();
                inDoubt += instance.queue().inDoubt();
            }
        }
        return Optional.of("paused, nothing in flight and no chat known to be active; " + waiting + " waiting, "
                + inDoubt + " of them in doubt");
    }

    private static String scope(ControlCommand command) {
        return command.instanceId().orElse(Overrides.LANE);
    }

    private static Optional<Instant> until(OverrideRow row) {
        long untilMs = row.terms().untilMs();
        return untilMs == OverrideRow.NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(untilMs));
    }

    private void log(
            ControlCommand command,
            ControlStatus status,
            String before,
            String after,
            Optional<OverrideRow> set,
            long nowMs) {
        publish(new ControlLogEntry(
                command.id(),
                lane.name(),
                command.instanceId(),
                command.action().verb().name(),
                status,
                Instant.ofEpochMilli(nowMs),
                Optional.of(before),
                Optional.of(after),
                Optional.empty(),
                set.flatMap(ControlHandler::until),
                set.isPresent() && !command.dryRun(),
                Optional.empty(),
                command.dryRun(),
                command.origin()));
    }

    /** What comes of an override later. */
    private void log(OverrideInForce override, ControlStatus status, String after, long nowMs) {
        OverrideRow row = override.row();
        publish(new ControlLogEntry(
                row.terms().commandId(),
                lane.name(),
                override.instanceId().equals(Overrides.LANE) ? Optional.empty() : Optional.of(override.instanceId()),
                verb(row).name(),
                status,
                Instant.ofEpochMilli(nowMs),
                Optional.of(Overrides.words(row)),
                Optional.of(after),
                Optional.empty(),
                until(row),
                status != ControlStatus.ENDED,
                Optional.empty(),
                false,
                row.terms().origin()));
    }

    private static Verb verb(OverrideRow row) {
        return switch (row) {
            case PauseRow pause -> pause.drains() ? Verb.DRAIN : Verb.PAUSE;
            case RateRow rate -> Verb.LIMIT;
            case QuotaRow quota -> Verb.LIMIT;
        };
    }

    private void publish(ControlLogEntry entry) {
        effects.control(entry);
        effects.commitWithin(0);
    }
}

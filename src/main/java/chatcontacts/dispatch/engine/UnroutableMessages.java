package chatcontacts.dispatch.engine;

import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.outcome.Outcome.Failed;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.DeadLetter.CallHistory;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Original;
import java.time.Instant;
import java.util.Optional;

/** What becomes of records of the dispatch topic that no lane can take: none of them is lost without a word. */
final class UnroutableMessages {

    private final EngineEffects effects;
    private final DispatchMetrics metrics;

    UnroutableMessages(EngineEffects effects, DispatchMetrics metrics) {
        this.effects = effects;
        this.metrics = metrics;
    }

    /** The record is no dispatch message. */
    void corrupt(Original dispatchRecord, String problem, long nowMs) {
        metrics.skipped("corrupt");
        effects.deadLetter(
                DeadLetter.ofUnreadable(dispatchRecord, "dispatch message: " + problem, Instant.ofEpochMilli(nowMs)));
        effects.commitWithin(0);
    }

    /** It names no lane that could be, or there are too many that are not configured. */
    void unknownLane(String lane, DispatchMessage message, long nowMs) {
        if (message instanceof DispatchMessage.Control control) {
            String why = "lane " + lane + " is not configured";
            effects.control(ControlLogEntry.refused(control.command(), lane, why, Instant.ofEpochMilli(nowMs)));
            effects.commitWithin(0);
            return;
        }
        if (!(message instanceof Request request)) {
            metrics.skipped("unknown_lane");
            return;
        }
        Instant now = Instant.ofEpochMilli(nowMs);
        String why = "lane \"" + lane + "\": is not configured";
        Failed failed = new Failed(Reason.UNKNOWN_INSTANCE, Optional.empty(), why);
        Result result = OutcomeRecorder.resultOf(request, failed, 0, now, false, Optional.empty());
        effects.result(result, request.original());
        effects.deadLetter(DeadLetter.ofRequest(
                request.original(),
                request.envelope(),
                Optional.empty(),
                failed,
                now,
                CallHistory.NONE,
                Optional.empty()));
        effects.commitWithin(0);
        metrics.settled(lane, result);
    }
}

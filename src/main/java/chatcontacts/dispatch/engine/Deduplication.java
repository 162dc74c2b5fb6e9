package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.store.LaneStore.Duplicate;
import chatcontacts.dispatch.store.PendingRow;
import chatcontacts.dispatch.store.RequestRow;
import chatcontacts.dispatch.store.RequestRow.Called;
import chatcontacts.dispatch.store.RequestRow.CancelledAhead;
import chatcontacts.dispatch.store.RequestRow.Moved;
import chatcontacts.dispatch.store.RequestRow.Settled;
import chatcontacts.domain.outcome.Outcome.Failed;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Envelope;
import java.util.List;
import java.util.Optional;

/**
 * Deduplication by client token: one token stands for one request. The first record opens it; a duplicate waits for its outcome
 * and gets the same one, replayed. A record with the same token and other content fails; one that a redrive sent again opens a
 * failure anew.
 */
final class Deduplication {

    private static final int MAX_DUPLICATES_A_STEP = 50;

    private final Lane lane;
    private final OutcomeRecorder outcomes;
    private final Moves moves;

    Deduplication(Lane lane, OutcomeRecorder outcomes, Moves moves) {
        this.lane = lane;
        this.outcomes = outcomes;
        this.moves = moves;
    }

    /**
     * A request came, or a duplicate that waited is looked at again.
     *
     * @param bytes of the message, which are stored as they are
     */
    void request(Request message, byte[] bytes, long nowMs) {
        RequestId id = idOf(message);
        Optional<PendingRow> first = lane.store().payload(id);
        if (first.isPresent()) {
            duplicateOfOpen(id, first.get(), message, bytes, nowMs);
            return;
        }
        Optional<RequestRow> row = lane.store().request(id).filter(it -> !it.isExpired(nowMs));
        if (row.isEmpty()) {
            open(id, message, bytes, Called.NOT_YET, nowMs);
            return;
        }
        switch (row.get()) {
            case Settled settled -> duplicateOfSettled(id, settled, message, bytes, nowMs);
            case CancelledAhead ignored ->
                cancelled(id, message, "A cancellation came before the request.", Called.NOT_YET, nowMs);
            case Called called -> open(id, message, bytes, called, nowMs);
            case Moved moved -> duplicateOfMoved(id, moved, message, bytes, nowMs);
        }
    }

    /** Looks again at duplicates whose first has its outcome by now, a bounded number. */
    void replay(long nowMs) {
        RequestId id = lane.nextReplay();
        if (id == null) {
            return;
        }
        List<Duplicate> duplicates = lane.store().duplicates(id, MAX_DUPLICATES_A_STEP);
        for (Duplicate duplicate : duplicates) {
            lane.store().deleteDuplicate(id, duplicate.arrival());
            request((Request) DispatchCodec.fromBytes(duplicate.message(), lane.formats()), duplicate.message(), nowMs);
        }
        // One that a redrive sent again may have opened the request anew: the others then wait for that.
        if (duplicates.size() == MAX_DUPLICATES_A_STEP && !isOpenAgain(id)) {
            lane.goOnReplaying(id);
        }
    }

    private void duplicateOfOpen(RequestId id, PendingRow first, Request message, byte[] bytes, long nowMs) {
        Envelope open = first.envelope();
        if (!open.fingerprint().equals(message.envelope().fingerprint())) {
            outcomes.tokenReused(message, nowMs);
            return;
        }
        lane.store().putDuplicate(id, lane.requests().nextArrival(), bytes);
        expectDuplicates(id, first, open);
    }

    private void duplicateOfSettled(RequestId id, Settled row, Request message, byte[] bytes, long nowMs) {
        Envelope envelope = message.envelope();
        if (!row.fingerprint().equals(envelope.fingerprint())) {
            outcomes.tokenReused(message, nowMs);
        } else if (!(row.outcome() instanceof Failed) || envelope.redriveCount() <= row.redriveCount()) {
            outcomes.replayed(message, row, nowMs);
        } else if (row.cancelled()) {
            cancelled(id, message, "A cancellation came before the redrive.", row.reopened(), nowMs);
        } else {
            open(id, message, bytes, row.reopened(), nowMs);
        }
    }

    /** A request that is moved comes back here, or a record follows it to where it went. */
    private void duplicateOfMoved(RequestId id, Moved row, Request message, byte[] bytes, long nowMs) {
        if (!row.fingerprint().equals(message.envelope().fingerprint())) {
            outcomes.tokenReused(message, nowMs);
        } else if (message.envelope().relocation().filter(it -> !it.repeat()).isPresent()) {
            open(id, message, bytes, Called.NOT_YET, nowMs);
        } else {
            moves.follow(message, row);
        }
    }

    /** It fails before it is open; the doubt of former rounds stays. */
    private void cancelled(RequestId id, Request message, String why, Called known, long nowMs) {
        Called before = known.after(message.envelope().formerRounds());
        outcomes.failedAtOnce(id, message, Reason.CANCELLED, why, before, nowMs);
    }

    /** @param known of earlier calls with this token; what the record itself knows of former rounds is added */
    private void open(RequestId id, Request message, byte[] bytes, Called known, long nowMs) {
        Called before = known.after(message.envelope().formerRounds());
        long deadlineMs = before.deadlineMs(message.envelope());
        if (deadlineMs <= nowMs) {
            outcomes.expiredAtOnce(id, message, deadlineMs, before, nowMs);
        } else {
            lane.open(id, message.envelope(), bytes, before, deadlineMs, nowMs);
        }
    }

    private boolean isOpenAgain(RequestId id) {
        Optional<PendingRow> open = lane.store().payload(id);
        open.ifPresent(row -> expectDuplicates(id, row, row.envelope()));
        return open.isPresent();
    }

    private void expectDuplicates(RequestId id, PendingRow first, Envelope envelope) {
        PendingRequest request = lane.find(id, first.arrival(), envelope);
        if (request != null) {
            request.expectDuplicates();
        }
    }

    private static RequestId idOf(Request message) {
        return RequestId.of(message.envelope().instanceId(), message.envelope().clientToken());
    }
}
